import { promptTokens, type TokenUsage } from '../../../domain/chat.ts';

/** Usage in the words of Responses; input includes what was read from and written to a cache. */
export function toResponsesUsage(usage: TokenUsage): Record<string, unknown> {
  const input = promptTokens(usage);
  const written = usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cacheReadTokens, cache_write_tokens: written },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    total_tokens: input + usage.outputTokens,
  };
}
