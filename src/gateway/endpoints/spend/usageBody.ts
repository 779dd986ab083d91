import { z } from 'zod';
import type { TokenUsage } from '../../../domain/chat.ts';

const tokens = z.number().int().nonnegative().nullish();

/** The usage of an answer in OpenAI's words, which count cached tokens as part of the prompt, or in Anthropic's, which do not. */
export const usageSchema = z.looseObject({
  prompt_tokens: tokens,
  completion_tokens: tokens,
  input_tokens: tokens,
  output_tokens: tokens,
  cache_read_input_tokens: tokens,
  cache_creation_input_tokens: tokens,
  cache_creation: z.looseObject({ ephemeral_5m_input_tokens: tokens, ephemeral_1h_input_tokens: tokens }).nullish(),
  prompt_tokens_details: z.looseObject({ cached_tokens: tokens, cache_creation_tokens: tokens }).nullish(),
});

/** Tokens of both cache lifetimes are told apart where the answer does; else they count as the shorter one. */
export function toTokenUsage(usage: z.infer<typeof usageSchema>): TokenUsage {
  const cacheRead = usage.cache_read_input_tokens ?? usage.prompt_tokens_details?.cached_tokens ?? 0;
  const written = usage.cache_creation_input_tokens ?? usage.prompt_tokens_details?.cache_creation_tokens ?? 0;
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  const plain = usage.input_tokens ?? Math.max(0, (usage.prompt_tokens ?? 0) - cacheRead - written);
  return {
    inputTokens: plain,
    outputTokens: usage.completion_tokens ?? usage.output_tokens ?? 0,
    cacheReadTokens: cacheRead,
    cacheWrite5mTokens: Math.max(0, written - hour),
    cacheWrite1hTokens: hour,
    raw: usage,
  };
}
