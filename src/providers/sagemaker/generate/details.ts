import type { ChatEvent, FinishReason } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';

/** TGI's words for an end; `eos_token` and `stop_sequence` are plain stops. */
export function toEnd(details: unknown): ChatEvent {
  const raw = isObject(details) && typeof details['finish_reason'] === 'string' ? details['finish_reason'] : undefined;
  const reason: FinishReason = raw === 'length' ? 'length' : 'stop';
  return { type: 'end', reason, raw };
}

/**
 * Tokens where the container counted both sides: newer TGI does so at the end of a stream. Half a count is none, since
 * the missing half would pass for zero.
 */
export function toUsageEvents(details: unknown): readonly ChatEvent[] {
  if (!isObject(details)) return [];
  const input = details['input_length'] ?? (Array.isArray(details['prefill']) ? details['prefill'].length : undefined);
  const output = details['generated_tokens'];
  if (typeof input !== 'number' || typeof output !== 'number' || input === 0) return [];
  const none = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
  const raw = { input_length: input, generated_tokens: output };
  return [{ type: 'usage', usage: { inputTokens: input, outputTokens: output, ...none, raw } }];
}
