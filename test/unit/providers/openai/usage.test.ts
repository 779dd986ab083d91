import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptTokens } from '../../../../src/domain/chat.ts';
import { fromOpenaiUsage } from '../../../../src/providers/openai/usage.ts';

const counts = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

describe('usage', () => {
  it.each([
    [{}, { inputTokens: 100, outputTokens: 20, cacheReadTokens: 0 }],
    [{ prompt_tokens_details: { cached_tokens: 60 } }, { inputTokens: 40, cacheReadTokens: 60 }],
    [
      { prompt_cache_hit_tokens: 60, prompt_cache_miss_tokens: 40 },
      { inputTokens: 40, cacheReadTokens: 60 },
    ],
    [
      { cache_read_input_tokens: 50, cache_creation_input_tokens: 30 },
      { inputTokens: 20, cacheReadTokens: 50, cacheWrite5mTokens: 30, cacheWrite1hTokens: 0 },
    ],
    [
      {
        cache_creation_input_tokens: 30,
        cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      },
      { inputTokens: 70, cacheWrite5mTokens: 10, cacheWrite1hTokens: 20 },
    ],
    [{ prompt_tokens_details: { cache_write_tokens: 30 } }, { inputTokens: 70, cacheWrite5mTokens: 30 }],
    [{ completion_tokens_details: { reasoning_tokens: 7 } }, { outputTokens: 20, reasoningTokens: 7 }],
    [{ prompt_tokens_details: null, completion_tokens_details: null }, { inputTokens: 100 }],
  ])('with %j', (more, expected) => {
    const raw = { ...counts, ...more };
    expect(fromOpenaiUsage(raw)).toMatchObject({ ...expected, raw });
  });

  it.each([undefined, null, {}, 'many', { prompt_tokens: 'many' }])('is unknown in %j', (raw) => {
    expect(fromOpenaiUsage(raw)).toBeUndefined();
  });

  it('counts every token of the prompt once', () => {
    const nat = fc.nat({ max: 1000 });
    fc.assert(
      fc.property(nat, nat, nat, nat, (plain, read, write, hour) => {
        const usage = fromOpenaiUsage({
          prompt_tokens: plain + read + write,
          completion_tokens: 1,
          prompt_tokens_details: { cached_tokens: read },
          cache_creation_input_tokens: write,
          cache_creation: { ephemeral_1h_input_tokens: hour },
        });
        expect(usage && promptTokens(usage)).toBe(plain + read + write);
      }),
    );
  });
});
