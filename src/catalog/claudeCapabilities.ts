import type { CachingTraits, ModelCapabilities } from '../domain/capabilities.ts';
import type { CapabilityRow } from './capabilityRow.ts';

/**
 * Claude on Bedrock. Sources:
 * - caching: AWS "Prompt caching for faster model inference" (points, places, 3.5 Haiku, 3.7; 3.5 Sonnet v2 is open only to
 *   those who had it in preview) and Anthropic's "Prompt caching" (minimum sizes per model, one-hour lifetime from 4.5 on);
 * - thinking: AWS "Adaptive thinking" (4.6 takes both forms; 4.7, Claude 5 and Mythos refuse a budget);
 * - sampling: Opus 4.7 and newer refuse temperature, top_p and top_k;
 * - prefill: from 4.6 on the conversation must end with the user (Anthropic "What's new in Claude 4.6", Prefill removal);
 * - limits: Anthropic's "Models overview".
 */
const CLAUDE_3: ModelCapabilities = {
  tools: true,
  forcedToolChoice: ['any', 'tool'],
  images: true,
  documents: true,
  system: true,
  thinking: 'none',
  caching: undefined,
  structuredOutput: false,
  topK: true,
  imagesInToolResults: true,
};

const CACHING: CachingTraits = {
  maxPoints: 4,
  minTokens: 1024,
  places: ['system', 'messages', 'tools'],
  oneHour: false,
};
const CACHING_ONE_HOUR: CachingTraits = { ...CACHING, oneHour: true };
const CACHING_FROM_2048: CachingTraits = { ...CACHING_ONE_HOUR, minTokens: 2048 };
const CACHING_FROM_4096: CachingTraits = { ...CACHING_ONE_HOUR, minTokens: 4096 };

const CLAUDE_THINKING: ModelCapabilities = { ...CLAUDE_3, thinking: 'budget', caching: CACHING };
const CLAUDE_4_5: ModelCapabilities = { ...CLAUDE_THINKING, caching: CACHING_ONE_HOUR, structuredOutput: true };
const CLAUDE_4_6: ModelCapabilities = { ...CLAUDE_4_5, thinking: 'budget-or-adaptive', prefill: false };
const CLAUDE_ADAPTIVE: ModelCapabilities = { ...CLAUDE_4_6, thinking: 'adaptive', topK: false, sampling: 'none' };

export const CLAUDE_ROWS: readonly CapabilityRow[] = [
  {
    pattern: /claude-mythos-preview/,
    capabilities: { ...CLAUDE_ADAPTIVE, caching: undefined },
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
  },
  {
    pattern: /claude-(?:opus|sonnet|haiku|fable|mythos)-(?:[5-9]|\d{2})(?!\d)/,
    capabilities: CLAUDE_ADAPTIVE,
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
  },
  {
    pattern: /claude-opus-4-7/,
    capabilities: { ...CLAUDE_ADAPTIVE, caching: CACHING_FROM_2048 },
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
  },
  {
    pattern: /claude-(?:opus|sonnet|haiku)-4-[789](?!\d)/,
    capabilities: CLAUDE_ADAPTIVE,
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
  },
  {
    pattern: /claude-opus-4-6/,
    capabilities: { ...CLAUDE_4_6, caching: CACHING_FROM_4096 },
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
  },
  {
    pattern: /claude-sonnet-4-6/,
    capabilities: CLAUDE_4_6,
    maxInputTokens: 1_000_000,
    maxOutputTokens: 64_000,
  },
  {
    pattern: /claude-(?:opus|haiku)-4-5/,
    capabilities: { ...CLAUDE_4_5, caching: CACHING_FROM_4096 },
    maxInputTokens: 200_000,
    maxOutputTokens: 64_000,
  },
  {
    pattern: /claude-sonnet-4-5/,
    capabilities: CLAUDE_4_5,
    maxInputTokens: 200_000,
    maxOutputTokens: 64_000,
  },
  {
    pattern: /claude-opus-4(?:-1)?(?:-20|$)/,
    capabilities: CLAUDE_THINKING,
    maxInputTokens: 200_000,
    maxOutputTokens: 32_000,
  },
  {
    pattern: /claude-sonnet-4(?:-20|$)/,
    capabilities: CLAUDE_THINKING,
    maxInputTokens: 200_000,
    maxOutputTokens: 64_000,
  },
  {
    pattern: /claude-3-7-sonnet/,
    capabilities: CLAUDE_THINKING,
    maxInputTokens: 200_000,
    maxOutputTokens: 64_000,
  },
  {
    pattern: /claude-3-5-haiku/,
    capabilities: {
      ...CLAUDE_3,
      images: false,
      imagesInToolResults: false,
      caching: { ...CACHING, minTokens: 2048 },
    },
    maxInputTokens: 200_000,
    maxOutputTokens: 8192,
  },
  { pattern: /claude-3-5-sonnet-20241022/, capabilities: CLAUDE_3, maxInputTokens: 200_000, maxOutputTokens: 8192 },
  { pattern: /claude-3-/, capabilities: CLAUDE_3, maxInputTokens: 200_000, maxOutputTokens: 4096 },
  {
    pattern: /claude-(?:v2|instant)/,
    capabilities: { ...CLAUDE_3, tools: false, forcedToolChoice: [], images: false, imagesInToolResults: false },
    maxInputTokens: 100_000,
    maxOutputTokens: 8191,
  },
];
