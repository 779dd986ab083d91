import type { TokenUsage } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';

type Raw = Readonly<Record<string, unknown>>;

/**
 * Figures of a Messages stream come in two parts: input with `message_start`, output with `message_delta`, which may
 * repeat the former. Later figures win; an answer in one piece has one part.
 */
export function mergeUsage(parts: readonly unknown[]): Raw | undefined {
  const known = parts.filter(isObject);
  return known.length === 0 ? undefined : Object.assign({}, ...known.map(withoutNulls));
}

/** Anthropic's figures: its input count leaves cached tokens out already. Undefined where nothing was counted. */
export function fromMessagesUsage(raw: Raw | undefined): TokenUsage | undefined {
  if (raw === undefined || typeof raw['input_tokens'] !== 'number') return undefined;
  const written = count(raw['cache_creation_input_tokens']);
  const lifetimes = isObject(raw['cache_creation']) ? raw['cache_creation'] : {};
  const oneHour = Math.min(written, count(lifetimes['ephemeral_1h_input_tokens']));
  return {
    inputTokens: count(raw['input_tokens']),
    outputTokens: count(raw['output_tokens']),
    cacheReadTokens: count(raw['cache_read_input_tokens']),
    cacheWrite5mTokens: written - oneHour,
    cacheWrite1hTokens: oneHour,
    raw,
  };
}

function withoutNulls(part: Raw): Raw {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null && value !== undefined));
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
