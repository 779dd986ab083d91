import { promptTokens, type TokenUsage } from '../../../domain/chat.ts';

/** Usage in OpenAI's, LiteLLM's and Anthropic's spelling at once: Cline's three bundles read different ones. */
export function toUsageBody(usage: TokenUsage): Record<string, unknown> {
  const prompt = promptTokens(usage);
  const created = usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.outputTokens,
    total_tokens: prompt + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cacheReadTokens, cache_creation_tokens: created },
    completion_tokens_details:
      usage.reasoningTokens === undefined
        ? null
        : { reasoning_tokens: usage.reasoningTokens, text_tokens: usage.outputTokens - usage.reasoningTokens },
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: created,
  };
}
