import { describe, expect, it } from 'vitest';
import { createModelCatalog } from '../../../src/catalog/modelCatalog.ts';
import { cacheSavings, costOf, fromUsdPerMillion, type ModelPrice } from '../../../src/domain/pricing.ts';
import { toUsage } from '../../../src/providers/bedrock/answer/usage.ts';
import { deploymentOf } from '../catalog/deployments.ts';

/** Bedrock's usage as it is on the wire. */
interface WireUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly cacheReadInputTokens?: number;
  readonly cacheWriteInputTokens?: number;
  readonly cacheDetails?: readonly { readonly ttl: string; readonly inputTokens: number }[];
}

/** Nano-USD for input, output, cache read, cache write for five minutes and for an hour, and their sum. */
type Bill = readonly [number, number, number, number, number, number];

/**
 * Worked out by hand from the price lists, in nano-USD: tokens x dollars per million x 1000, each part rounded to the
 * nearest. Dollars per million tokens for input, output, cache read, cache write (5 minutes, 1 hour):
 * Claude 3.7 Sonnet and Sonnet 4: 3, 15, 0.30, 3.75, 6; Sonnet 4 with more than 200 000 tokens of prompt: 6, 22.50, 0.60, 7.50, 12;
 * Sonnet 4.5 `global.` as Sonnet 4, elsewhere 10 % more; Sonnet 4.6 as Sonnet 4.5 at any length;
 * Haiku 3.5: 0.80, 4, 0.08, 1, 1.60; Haiku 4.5 `global.`: 1, 5, 0.10, 1.25, 2, elsewhere 10 % more;
 * Opus 4 and 4.1: 15, 75, 1.50, 18.75, 30; Opus 4.5 to 4.7 `global.`: 5, 25, 0.50, 6.25, 10, elsewhere 10 % more;
 * Nova Lite: 0.06, 0.24, 0.015, 0.06; Nova Pro: 0.80, 3.20, 0.20, 0.80; Nova Premier: 2.50, 12.50, 0.625, 2.50;
 * Nova 2 Lite `us.`: 0.33, 2.75, 0.0825, 0.33; DeepSeek R1: 1.35, 5.40; gpt-oss-120b: 0.15, 0.60; Llama 3.3 70B: 0.72, 0.72.
 * Undefined is "unknown".
 */
const BILLS: readonly (readonly [string, string, WireUsage, Bill | undefined, string?])[] = [
  [
    'nothing at all',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    [0, 0, 0, 0, 0, 0],
  ],
  [
    'one input token',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    { inputTokens: 1, outputTokens: 0, totalTokens: 1 },
    [3000, 0, 0, 0, 0, 3000],
  ],
  [
    'one output token',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    { inputTokens: 0, outputTokens: 1, totalTokens: 1 },
    [0, 15_000, 0, 0, 0, 15_000],
  ],
  [
    'one token read from the cache',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    { inputTokens: 0, outputTokens: 0, totalTokens: 1, cacheReadInputTokens: 1 },
    [0, 0, 300, 0, 0, 300],
  ],
  [
    'one token written to the cache',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    { inputTokens: 0, outputTokens: 0, totalTokens: 1, cacheWriteInputTokens: 1 },
    [0, 0, 0, 3750, 0, 3750],
  ],
  [
    'a million of each',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    {
      inputTokens: 1000000,
      outputTokens: 1000000,
      totalTokens: 4000000,
      cacheReadInputTokens: 1000000,
      cacheWriteInputTokens: 1000000,
    },
    [3_000_000_000, 15_000_000_000, 300_000_000, 3_750_000_000, 0, 22_050_000_000],
  ],
  [
    'case 57 of the reference',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    { inputTokens: 3, outputTokens: 401, totalTokens: 2193, cacheWriteInputTokens: 1789 },
    [9000, 6_015_000, 0, 6_708_750, 0, 12_732_750],
  ],
  [
    'thinking is output: 1200 of these 1500 tokens were thought',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    { inputTokens: 900, outputTokens: 1500, totalTokens: 2400 },
    [2_700_000, 22_500_000, 0, 0, 0, 25_200_000],
  ],
  [
    'a turn of an agent that reads all but its last words',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    {
      inputTokens: 412,
      outputTokens: 655,
      totalTokens: 51208,
      cacheReadInputTokens: 48211,
      cacheWriteInputTokens: 1930,
    },
    [1_236_000, 9_825_000, 14_463_300, 7_237_500, 0, 32_761_800],
  ],
  [
    'a write without a lifetime counts as five minutes',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    { inputTokens: 10, outputTokens: 10, totalTokens: 2020, cacheWriteInputTokens: 2000 },
    [30_000, 150_000, 0, 7_500_000, 0, 7_680_000],
  ],
  [
    'an older model caches nothing',
    'anthropic.claude-3-5-sonnet-20240620-v1:0',
    { inputTokens: 1000, outputTokens: 500, totalTokens: 1500 },
    [3_000_000, 7_500_000, 0, 0, 0, 10_500_000],
  ],
  [
    'DeepSeek R1 has no price for what it read from a cache',
    'us.deepseek.r1-v1:0',
    { inputTokens: 1000, outputTokens: 500, totalTokens: 1507, cacheReadInputTokens: 7 },
    undefined,
  ],
  [
    'Haiku 3.5',
    'us.anthropic.claude-3-5-haiku-20241022-v1:0',
    { inputTokens: 2048, outputTokens: 512, totalTokens: 2560 },
    [1_638_400, 2_048_000, 0, 0, 0, 3_686_400],
  ],
  [
    'Haiku 3.5 with its cache',
    'us.anthropic.claude-3-5-haiku-20241022-v1:0',
    { inputTokens: 17, outputTokens: 33, totalTokens: 6194, cacheReadInputTokens: 4096, cacheWriteInputTokens: 2048 },
    [13_600, 132_000, 327_680, 2_048_000, 0, 2_521_280],
  ],
  [
    'Opus 4',
    'us.anthropic.claude-opus-4-20250514-v1:0',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    [15_000_000, 75_000_000, 0, 0, 0, 90_000_000],
  ],
  [
    'Opus 4 with its cache',
    'us.anthropic.claude-opus-4-20250514-v1:0',
    {
      inputTokens: 5,
      outputTokens: 2000,
      totalTokens: 95005,
      cacheReadInputTokens: 90000,
      cacheWriteInputTokens: 3000,
    },
    [75_000, 150_000_000, 135_000_000, 56_250_000, 0, 341_325_000],
  ],
  [
    'Opus 4.1 in Europe',
    'eu.anthropic.claude-opus-4-1-20250805-v1:0',
    { inputTokens: 123, outputTokens: 456, totalTokens: 2379, cacheReadInputTokens: 789, cacheWriteInputTokens: 1011 },
    [1_845_000, 34_200_000, 1_183_500, 18_956_250, 0, 56_184_750],
  ],
  [
    'Sonnet 4',
    'us.anthropic.claude-sonnet-4-20250514-v1:0',
    {
      inputTokens: 1000,
      outputTokens: 1000,
      totalTokens: 4000,
      cacheReadInputTokens: 1000,
      cacheWriteInputTokens: 1000,
    },
    [3_000_000, 15_000_000, 300_000, 3_750_000, 0, 22_050_000],
  ],
  [
    'Sonnet 4, at the edge of a long prompt',
    'us.anthropic.claude-sonnet-4-20250514-v1:0',
    { inputTokens: 200000, outputTokens: 1000, totalTokens: 201000 },
    [600_000_000, 15_000_000, 0, 0, 0, 615_000_000],
  ],
  [
    'Sonnet 4, one token over the edge',
    'us.anthropic.claude-sonnet-4-20250514-v1:0',
    { inputTokens: 200001, outputTokens: 1000, totalTokens: 201001 },
    [1_200_006_000, 22_500_000, 0, 0, 0, 1_222_506_000],
  ],
  [
    'Sonnet 4, over the edge by what was cached',
    'us.anthropic.claude-sonnet-4-20250514-v1:0',
    {
      inputTokens: 1,
      outputTokens: 1000,
      totalTokens: 201001,
      cacheReadInputTokens: 150000,
      cacheWriteInputTokens: 50000,
    },
    [6000, 22_500_000, 90_000_000, 375_000_000, 0, 487_506_000],
  ],
  [
    'Sonnet 4, at the edge by what was cached',
    'us.anthropic.claude-sonnet-4-20250514-v1:0',
    {
      inputTokens: 0,
      outputTokens: 1000,
      totalTokens: 201000,
      cacheReadInputTokens: 150000,
      cacheWriteInputTokens: 50000,
    },
    [0, 15_000_000, 45_000_000, 187_500_000, 0, 247_500_000],
  ],
  [
    'Sonnet 4, a long prompt over a global profile',
    'global.anthropic.claude-sonnet-4-20250514-v1:0',
    { inputTokens: 500000, outputTokens: 2000, totalTokens: 502000 },
    [3_000_000_000, 45_000_000, 0, 0, 0, 3_045_000_000],
  ],
  [
    'Sonnet 4, a long output makes no long prompt',
    'us.anthropic.claude-sonnet-4-20250514-v1:0',
    { inputTokens: 1000, outputTokens: 64000, totalTokens: 65000 },
    [3_000_000, 960_000_000, 0, 0, 0, 963_000_000],
  ],
  [
    'Sonnet 4.5 in the US costs 10 % more',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    [3_300_000, 16_500_000, 0, 0, 0, 19_800_000],
  ],
  [
    'Sonnet 4.5 in Europe, too',
    'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    [3_300_000, 16_500_000, 0, 0, 0, 19_800_000],
  ],
  [
    'Sonnet 4.5 over a global profile',
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    [3_000_000, 15_000_000, 0, 0, 0, 18_000_000],
  ],
  [
    'Sonnet 4.5, five minutes',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 0,
      outputTokens: 0,
      totalTokens: 2000,
      cacheWriteInputTokens: 2000,
      cacheDetails: [{ ttl: '5m', inputTokens: 2000 }],
    },
    [0, 0, 0, 8_250_000, 0, 8_250_000],
  ],
  [
    'Sonnet 4.5, one hour',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 0,
      outputTokens: 0,
      totalTokens: 2000,
      cacheWriteInputTokens: 2000,
      cacheDetails: [{ ttl: '1h', inputTokens: 2000 }],
    },
    [0, 0, 0, 0, 13_200_000, 13_200_000],
  ],
  [
    'Sonnet 4.5, both lifetimes',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 1,
      outputTokens: 2,
      totalTokens: 903,
      cacheReadInputTokens: 400,
      cacheWriteInputTokens: 500,
      cacheDetails: [
        { ttl: '1h', inputTokens: 300 },
        { ttl: '5m', inputTokens: 200 },
      ],
    },
    [3300, 33_000, 132_000, 825_000, 1_980_000, 2_973_300],
  ],
  [
    'Sonnet 4.5, both lifetimes over a global profile',
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 1,
      outputTokens: 2,
      totalTokens: 903,
      cacheReadInputTokens: 400,
      cacheWriteInputTokens: 500,
      cacheDetails: [
        { ttl: '1h', inputTokens: 300 },
        { ttl: '5m', inputTokens: 200 },
      ],
    },
    [3000, 30_000, 120_000, 750_000, 1_800_000, 2_703_000],
  ],
  [
    'Sonnet 4.5, two writes of one lifetime',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 0,
      outputTokens: 0,
      totalTokens: 900,
      cacheWriteInputTokens: 900,
      cacheDetails: [
        { ttl: '1h', inputTokens: 400 },
        { ttl: '1h', inputTokens: 500 },
      ],
    },
    [0, 0, 0, 0, 5_940_000, 5_940_000],
  ],
  [
    'Sonnet 4.5, more in the details than was written',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 0,
      outputTokens: 0,
      totalTokens: 100,
      cacheWriteInputTokens: 100,
      cacheDetails: [{ ttl: '1h', inputTokens: 300 }],
    },
    [0, 0, 0, 0, 660_000, 660_000],
  ],
  [
    'Sonnet 4.5, a lifetime nobody knows counts as five minutes',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 0,
      outputTokens: 0,
      totalTokens: 100,
      cacheWriteInputTokens: 100,
      cacheDetails: [{ ttl: '1d', inputTokens: 100 }],
    },
    [0, 0, 0, 412_500, 0, 412_500],
  ],
  [
    'Sonnet 4.5, details without a write',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    { inputTokens: 7, outputTokens: 7, totalTokens: 14, cacheDetails: [] },
    [23_100, 115_500, 0, 0, 0, 138_600],
  ],
  [
    'Sonnet 4.5, a long prompt',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    { inputTokens: 250000, outputTokens: 4000, totalTokens: 254000 },
    [1_650_000_000, 99_000_000, 0, 0, 0, 1_749_000_000],
  ],
  [
    'Sonnet 4.5, a long prompt out of the cache',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 12,
      outputTokens: 4000,
      totalTokens: 265036,
      cacheReadInputTokens: 260000,
      cacheWriteInputTokens: 1024,
    },
    [79_200, 99_000_000, 171_600_000, 8_448_000, 0, 279_127_200],
  ],
  [
    'Sonnet 4.5, a long prompt kept for an hour',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 12,
      outputTokens: 4000,
      totalTokens: 264012,
      cacheWriteInputTokens: 260000,
      cacheDetails: [{ ttl: '1h', inputTokens: 260000 }],
    },
    [79_200, 99_000_000, 0, 0, 3_432_000_000, 3_531_079_200],
  ],
  [
    'Sonnet 4.5, a long prompt over a global profile',
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      inputTokens: 250000,
      outputTokens: 4000,
      totalTokens: 254030,
      cacheReadInputTokens: 10,
      cacheWriteInputTokens: 20,
      cacheDetails: [
        { ttl: '5m', inputTokens: 10 },
        { ttl: '1h', inputTokens: 10 },
      ],
    },
    [1_500_000_000, 90_000_000, 6000, 75_000, 120_000, 1_590_201_000],
  ],
  [
    'Sonnet 4.5, at the edge over a global profile',
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    { inputTokens: 199999, outputTokens: 1, totalTokens: 200001, cacheReadInputTokens: 1 },
    [599_997_000, 15_000, 300, 0, 0, 600_012_300],
  ],
  [
    'Haiku 4.5 in the US',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    {
      inputTokens: 3333,
      outputTokens: 777,
      totalTokens: 15443,
      cacheReadInputTokens: 11111,
      cacheWriteInputTokens: 222,
    },
    [3_666_300, 4_273_500, 1_222_210, 305_250, 0, 9_467_260],
  ],
  [
    'Haiku 4.5 over a global profile',
    'global.anthropic.claude-haiku-4-5-20251001-v1:0',
    {
      inputTokens: 3333,
      outputTokens: 777,
      totalTokens: 15443,
      cacheReadInputTokens: 11111,
      cacheWriteInputTokens: 222,
    },
    [3_333_000, 3_885_000, 1_111_100, 277_500, 0, 8_606_600],
  ],
  [
    'Haiku 4.5, one hour',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    {
      inputTokens: 0,
      outputTokens: 0,
      totalTokens: 4096,
      cacheWriteInputTokens: 4096,
      cacheDetails: [{ ttl: '1h', inputTokens: 4096 }],
    },
    [0, 0, 0, 0, 9_011_200, 9_011_200],
  ],
  [
    'Opus 4.5',
    'us.anthropic.claude-opus-4-5-20251101-v1:0',
    { inputTokens: 1234, outputTokens: 5678, totalTokens: 6912 },
    [6_787_000, 156_145_000, 0, 0, 0, 162_932_000],
  ],
  [
    'Opus 4.5 with its cache',
    'us.anthropic.claude-opus-4-5-20251101-v1:0',
    {
      inputTokens: 1,
      outputTokens: 1,
      totalTokens: 55002,
      cacheReadInputTokens: 50000,
      cacheWriteInputTokens: 5000,
      cacheDetails: [
        { ttl: '5m', inputTokens: 4000 },
        { ttl: '1h', inputTokens: 1000 },
      ],
    },
    [5500, 27_500, 27_500_000, 27_500_000, 11_000_000, 66_033_000],
  ],
  [
    'Opus 4.6 in the US',
    'us.anthropic.claude-opus-4-6-v1',
    {
      inputTokens: 1000,
      outputTokens: 1000,
      totalTokens: 4000,
      cacheReadInputTokens: 1000,
      cacheWriteInputTokens: 1000,
    },
    [5_500_000, 27_500_000, 550_000, 6_875_000, 0, 40_425_000],
  ],
  [
    'Opus 4.6 over a global profile',
    'global.anthropic.claude-opus-4-6-v1',
    {
      inputTokens: 1000,
      outputTokens: 1000,
      totalTokens: 4000,
      cacheReadInputTokens: 1000,
      cacheWriteInputTokens: 1000,
    },
    [5_000_000, 25_000_000, 500_000, 6_250_000, 0, 36_750_000],
  ],
  [
    'Opus 4.6, a long prompt costs what a short one does',
    'us.anthropic.claude-opus-4-6-v1',
    { inputTokens: 950000, outputTokens: 1000, totalTokens: 951000 },
    [5_225_000_000, 27_500_000, 0, 0, 0, 5_252_500_000],
  ],
  [
    'Sonnet 4.6, a long prompt costs what a short one does',
    'us.anthropic.claude-sonnet-4-6',
    { inputTokens: 1, outputTokens: 1, totalTokens: 950002, cacheReadInputTokens: 950000 },
    [3300, 16_500, 313_500_000, 0, 0, 313_519_800],
  ],
  [
    'Opus 4.7, adaptive thinking is output',
    'global.anthropic.claude-opus-4-7-v1:0',
    { inputTokens: 2500, outputTokens: 32000, totalTokens: 34500 },
    [12_500_000, 800_000_000, 0, 0, 0, 812_500_000],
  ],
  [
    'Opus 4.7 with its cache',
    'global.anthropic.claude-opus-4-7-v1:0',
    {
      inputTokens: 2,
      outputTokens: 900,
      totalTokens: 126406,
      cacheReadInputTokens: 123456,
      cacheWriteInputTokens: 2048,
      cacheDetails: [{ ttl: '1h', inputTokens: 2048 }],
    },
    [10_000, 22_500_000, 61_728_000, 0, 20_480_000, 104_718_000],
  ],
  [
    'Nova Pro',
    'us.amazon.nova-pro-v1:0',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    [800_000, 3_200_000, 0, 0, 0, 4_000_000],
  ],
  [
    'Nova Pro, a write costs what input does',
    'us.amazon.nova-pro-v1:0',
    { inputTokens: 0, outputTokens: 0, totalTokens: 4500, cacheReadInputTokens: 3000, cacheWriteInputTokens: 1500 },
    [0, 0, 600_000, 1_200_000, 0, 1_800_000],
  ],
  [
    'Nova Lite, fractions of a nano-dollar',
    'us.amazon.nova-lite-v1:0',
    { inputTokens: 1, outputTokens: 1, totalTokens: 3, cacheReadInputTokens: 1 },
    [60, 240, 15, 0, 0, 315],
  ],
  [
    'Nova Lite, many small ones',
    'us.amazon.nova-lite-v1:0',
    { inputTokens: 333, outputTokens: 77, totalTokens: 10411, cacheReadInputTokens: 10001 },
    [19_980, 18_480, 150_015, 0, 0, 188_475],
  ],
  [
    'Nova Premier',
    'us.amazon.nova-premier-v1:0',
    { inputTokens: 4000, outputTokens: 800, totalTokens: 5800, cacheReadInputTokens: 1000 },
    [10_000_000, 10_000_000, 625_000, 0, 0, 20_625_000],
  ],
  [
    'Nova 2 Lite rounds each part by itself',
    'us.amazon.nova-2-lite-v1:0',
    { inputTokens: 1, outputTokens: 1, totalTokens: 3, cacheReadInputTokens: 1 },
    [330, 2750, 83, 0, 0, 3163],
  ],
  [
    'Nova 2 Lite',
    'us.amazon.nova-2-lite-v1:0',
    {
      inputTokens: 64000,
      outputTokens: 2048,
      totalTokens: 76559,
      cacheReadInputTokens: 9999,
      cacheWriteInputTokens: 512,
    },
    [21_120_000, 5_632_000, 824_918, 168_960, 0, 27_745_878],
  ],
  [
    'DeepSeek R1, whose thinking is output',
    'us.deepseek.r1-v1:0',
    { inputTokens: 700, outputTokens: 9000, totalTokens: 9700 },
    [945_000, 48_600_000, 0, 0, 0, 49_545_000],
  ],
  [
    'gpt-oss',
    'openai.gpt-oss-120b-1:0',
    { inputTokens: 12345, outputTokens: 678, totalTokens: 13023 },
    [1_851_750, 406_800, 0, 0, 0, 2_258_550],
  ],
  [
    'Llama 3.3',
    'us.meta.llama3-3-70b-instruct-v1:0',
    { inputTokens: 999, outputTokens: 111, totalTokens: 1110 },
    [719_280, 79_920, 0, 0, 0, 799_200],
  ],
  [
    'a model nobody has heard of',
    'us.acme.unheard-of-v1:0',
    { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    undefined,
  ],
  [
    'a model nobody has heard of, unused',
    'us.acme.unheard-of-v1:0',
    { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    undefined,
  ],
  [
    'the default tier is the usual price',
    'us.amazon.nova-pro-v1:0',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    [800_000, 3_200_000, 0, 0, 0, 4_000_000],
    'default',
  ],
  [
    'a flexible tier whose price nobody knows',
    'us.amazon.nova-pro-v1:0',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    undefined,
    'flex',
  ],
  [
    'a priority tier whose price nobody knows',
    'us.anthropic.claude-opus-4-6-v1',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    undefined,
    'priority',
  ],
  [
    'a reserved tier has no price per token',
    'us.anthropic.claude-sonnet-4-6',
    { inputTokens: 1000, outputTokens: 1000, totalTokens: 2000 },
    undefined,
    'reserved',
  ],
];

const catalog = createModelCatalog();

function billOf(price: ModelPrice | undefined, usage: WireUsage, serviceTier?: string): Bill | undefined {
  const cost = costOf(toUsage(usage as Parameters<typeof toUsage>[0], { serviceTier: { type: serviceTier } }), price);
  if (cost === undefined) return undefined;
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = cost.parts;
  return [input, output, cacheRead, cacheWrite5m, cacheWrite1h, cost.total];
}

describe('what a provider counted becomes a bill', () => {
  it('has at least 60 cases', () => {
    expect(BILLS.length).toBeGreaterThanOrEqual(60);
  });

  it.each(BILLS.map((bill) => [bill[0], bill] as const))('%s', (_name, [, model, usage, expected, serviceTier]) => {
    const { price } = catalog.describe(deploymentOf(`bedrock/converse/${model}`));
    expect(billOf(price, usage, serviceTier)).toEqual(expected);
  });
});

describe('prices from the config', () => {
  const usage = { inputTokens: 300_000, outputTokens: 1000, totalTokens: 301_000 };
  const own = { input: fromUsdPerMillion(1), output: fromUsdPerMillion(2) };
  const sonnet4 = 'bedrock/us.anthropic.claude-sonnet-4-20250514-v1:0';

  it('hold at every length of prompt and for every service tier', () => {
    const { price } = catalog.describe(deploymentOf(sonnet4, { price: own }));
    const bill: Bill = [300_000_000, 2_000_000, 0, 0, 0, 302_000_000];
    expect(billOf(price, usage)).toEqual(bill);
    expect(billOf(price, usage, 'flex')).toEqual(bill);
  });

  it('leave the table’s tiers to the parts they do not name', () => {
    const { price } = catalog.describe(deploymentOf(sonnet4, { price: { output: own.output } }));
    expect(billOf(price, usage)).toEqual([1_800_000_000, 2_000_000, 0, 0, 0, 1_802_000_000]);
    expect(billOf(price, usage, 'priority')).toBeUndefined();
  });
});

describe('tiers', () => {
  const price: ModelPrice = {
    input: 1000,
    output: 2000,
    cacheRead: 100,
    tiers: [
      { above: 1000, input: 3000, output: 4000, cacheRead: 300 },
      { above: 100, input: 2000, output: 3000, cacheRead: 200 },
    ],
    serviceTiers: { flex: { input: 500, output: 1000 } },
    source: 'test',
  };
  const tokens = (inputTokens: number, cacheReadInputTokens = 0) => ({
    inputTokens,
    outputTokens: 1,
    totalTokens: 0,
    cacheReadInputTokens,
  });

  it.each([
    [tokens(100), [100, 2, 0, 0, 0, 102]],
    [tokens(101), [202, 3, 0, 0, 0, 205]],
    [tokens(1, 1000), [3, 4, 300, 0, 0, 307]],
  ] as const)('the highest that the prompt passes counts, in whatever order they are: %j', (usage, expected) => {
    expect(billOf(price, usage)).toEqual(expected);
  });

  it('a service tier has prices of its own, and none for what it does not name', () => {
    expect(billOf(price, tokens(10), 'flex')).toEqual([5, 1, 0, 0, 0, 6]);
    expect(billOf(price, tokens(10, 10), 'flex')).toBeUndefined();
    expect(billOf(price, tokens(10), 'priority')).toBeUndefined();
  });

  it('savings are counted at the price that held', () => {
    const usage = toUsage(tokens(1, 1000));
    expect(cacheSavings(usage, price)).toBe(3000 - 300);
    expect(cacheSavings({ ...usage, serviceTier: 'priority' }, price)).toBeUndefined();
  });

  it('OpenAI’s long prompts come from the table', () => {
    const { price: gpt } = catalog.describe(deploymentOf('openai/gpt-5.4'));
    expect(billOf(gpt, { inputTokens: 271_999, outputTokens: 0, totalTokens: 0 })?.[5]).toBe(679_997_500);
    expect(billOf(gpt, { inputTokens: 272_000, outputTokens: 0, totalTokens: 0 })?.[5]).toBe(1_360_000_000);
  });
});
