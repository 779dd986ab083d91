import type { TokenUsage } from '../../domain/chat.ts';
import { isObject } from '../../domain/json.ts';

/**
 * OpenAI's usage object. Its `prompt_tokens` include the cached ones, which the gateway counts apart. Cache counts are read
 * in OpenAI's, DeepSeek's and LiteLLM's (Anthropic's) spellings. Undefined where there are no counts.
 */
export function fromOpenaiUsage(raw: unknown): TokenUsage | undefined {
  if (!isObject(raw) || count(raw['prompt_tokens']) === undefined) return undefined;
  const details = object(raw['prompt_tokens_details']);
  const cacheReadTokens =
    count(details['cached_tokens']) ??
    count(raw['prompt_cache_hit_tokens']) ??
    count(raw['cache_read_input_tokens']) ??
    0;
  const written =
    count(raw['cache_creation_input_tokens']) ??
    count(details['cache_creation_tokens']) ??
    count(details['cache_write_tokens']) ??
    0;
  const cacheWrite1hTokens = Math.min(written, count(object(raw['cache_creation'])['ephemeral_1h_input_tokens']) ?? 0);
  const prompt = count(raw['prompt_tokens']) ?? 0;
  return {
    inputTokens: Math.max(0, prompt - cacheReadTokens - written),
    outputTokens: count(raw['completion_tokens']) ?? 0,
    cacheReadTokens,
    cacheWrite5mTokens: written - cacheWrite1hTokens,
    cacheWrite1hTokens,
    reasoningTokens: count(object(raw['completion_tokens_details'])['reasoning_tokens']),
    raw,
  };
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
