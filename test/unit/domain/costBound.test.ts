import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../../../src/domain/capabilities.ts';
import { boundCost, boundOutput } from '../../../src/domain/costBound.ts';
import { costOf, type ModelPrice } from '../../../src/domain/pricing.ts';
import { boundPrompt, boundText } from '../../../src/domain/promptBound.ts';
import { estimateTokens } from '../../../src/domain/tokenEstimate.ts';

const CACHING = { maxPoints: 4, minTokens: 1024, places: ['messages' as const], oneHour: true };

function card(price: Omit<ModelPrice, 'source'> | undefined, values: Partial<ModelCard> = {}): ModelCard {
  return {
    mode: 'chat',
    maxInputTokens: undefined,
    maxOutputTokens: undefined,
    price: price && { ...price, source: 'config' },
    capabilities: {
      tools: true,
      forcedToolChoice: [],
      images: true,
      documents: true,
      system: true,
      thinking: 'none',
      caching: CACHING,
      structuredOutput: false,
      topK: false,
      imagesInToolResults: false,
    },
    ...values,
  };
}

const body = (content: unknown, further: object = {}) => ({
  model: 'm',
  messages: [{ role: 'user', content }],
  ...further,
});

describe('the bound of a prompt', () => {
  it('is above the usual estimate for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        expect(Math.ceil(boundText(text))).toBeGreaterThanOrEqual(estimateTokens(text));
      }),
    );
  });

  it('grows with every part of a body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        const less = boundPrompt({ messages: value }).tokens;
        expect(boundPrompt({ messages: value, system: text }).tokens).toBeGreaterThan(less - 1);
      }),
    );
  });

  it('takes images and documents for what models make of them, not for text', () => {
    const image = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
    const ofImage = boundPrompt(body([{ type: 'image_url', image_url: { url: image } }])).tokens;
    expect(ofImage).toBeGreaterThan(8000);
    expect(ofImage).toBeLessThan(10_000);
    const source = { type: 'base64', media_type: 'image/jpeg', data: '/9j'.repeat(100_000) };
    expect(boundPrompt(body([{ type: 'image', source }])).tokens).toBeLessThan(10_000);
    const document = `data:application/pdf;base64,${'A'.repeat(800_000)}`;
    expect(boundPrompt(body([{ type: 'file', file: { file_data: document } }])).tokens).toBeGreaterThan(100_000);
  });

  it('knows of tools, of long cache lifetimes and of service tiers', () => {
    const plain = boundPrompt(body('Hello'));
    expect(plain).toMatchObject({ oneHourCache: false, serviceTier: undefined });
    expect(boundPrompt(body('Hello', { tools: [] })).tokens).toBeGreaterThan(plain.tokens + 900);
    const cached = [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } }];
    expect(boundPrompt(body(cached, { service_tier: 'priority' }))).toMatchObject({
      oneHourCache: true,
      serviceTier: 'priority',
    });
  });
});

describe('the bound of a cost', () => {
  const PRICE = {
    input: 3_000_000,
    output: 15_000_000,
    cacheRead: 300_000,
    cacheWrite5m: 3_750_000,
    cacheWrite1h: 6_000_000,
  };
  const prompt = { tokens: 1000, oneHourCache: false, serviceTier: undefined };

  it('is the price of writing the cache, where the model has one', () => {
    expect(boundCost(prompt, 100, card(PRICE))).toBe(3_750_000 + 1_500_000);
    const uncached = card(PRICE);
    const without = { ...uncached, capabilities: { ...uncached.capabilities, caching: undefined } };
    expect(boundCost(prompt, 100, without)).toBe(3_000_000 + 1_500_000);
    expect(boundCost({ ...prompt, oneHourCache: true }, 0, card(PRICE))).toBe(6_000_000);
  });

  it('is that of the dearest tier that it can reach', () => {
    const tiers = [{ above: 900, input: 6_000_000, output: 22_500_000 }];
    expect(boundCost(prompt, 0, card({ ...PRICE, tiers }))).toBe(6_000_000);
    const serviceTiers = { priority: { input: 9_000_000, output: 1 } };
    const named = { ...prompt, serviceTier: 'priority' };
    expect(boundCost(named, 0, card({ ...PRICE, serviceTiers }))).toBe(9_000_000);
    expect(boundCost(prompt, 0, card({ ...PRICE, serviceTiers }))).toBe(3_750_000);
  });

  it("has the provider's discount and margin on it", () => {
    const adjustment = { discount: 0.5, marginPart: 0.1, marginFixed: 7 };
    expect(boundCost(prompt, 0, card({ input: 1000, adjustment }))).toBe(500 + 50 + 7);
  });

  it('is unknown without a price that it needs, and 0 where the model is free', () => {
    expect(boundCost(prompt, 1, card(undefined))).toBeUndefined();
    expect(boundCost(prompt, 1, card({ input: 1 }))).toBeUndefined();
    expect(boundCost(prompt, 0, card({ input: 1000 }))).toBe(1000);
    expect(boundCost(prompt, 100, card({ input: 0, output: 0 }))).toBe(0);
  });

  it('is never below the real cost of what it allows for', () => {
    const tokens = fc.nat({ max: 1_000_000 });
    const price = fc.record({
      input: tokens,
      output: tokens,
      cacheRead: tokens,
      cacheWrite5m: tokens,
      cacheWrite1h: tokens,
    });
    fc.assert(
      fc.property(price, tokens, tokens, tokens, tokens, tokens, (prices, plain, read, write, long, output) => {
        // Reading the cache is never dearer than sending the tokens.
        const known = { ...prices, cacheRead: Math.min(prices.cacheRead, prices.input) };
        const usage = {
          inputTokens: plain,
          outputTokens: output,
          cacheReadTokens: read,
          cacheWrite5mTokens: write,
          cacheWrite1hTokens: long,
          raw: undefined,
        };
        const bound = { tokens: plain + read + write + long, oneHourCache: true, serviceTier: undefined };
        const real = costOf(usage, { ...known, source: 'config' })?.total ?? 0;
        // Each of the five parts of the real cost is rounded by itself.
        expect(boundCost(bound, output, card(known))).toBeGreaterThanOrEqual(real - 3);
      }),
    );
  });
});

describe('the bound of an output', () => {
  const wish = { maxTokens: undefined, choices: 1 };

  it("is the client's limit, the deployment's, or the usual one, within what the model can", () => {
    expect(boundOutput({ ...wish, maxTokens: 500 }, 16_384, card(undefined), 4000)).toBe(500);
    expect(boundOutput(wish, 16_384, card(undefined), 4000)).toBe(4000);
    expect(boundOutput(wish, 16_384, card(undefined), undefined)).toBe(16_384);
    expect(boundOutput({ ...wish, maxTokens: 90_000 }, 16_384, card(undefined, { maxOutputTokens: 8192 }), 1)).toBe(
      8192,
    );
  });

  it('counts every choice', () => {
    expect(boundOutput({ maxTokens: 500, choices: 3 }, 1, card(undefined), undefined)).toBe(1500);
  });
});
