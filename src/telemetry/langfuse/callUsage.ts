import { promptTokens } from '../../domain/chat.ts';
import { toUsd } from '../../domain/money.ts';
import type { SpendRecord } from '../../domain/spend.ts';

/** Tokens and USD by Langfuse's names. Undefined where they are not known: Langfuse then reckons itself. */
export interface LangfuseUsage {
  readonly tokens: Readonly<Record<string, number>> | undefined;
  readonly cost: Readonly<Record<string, number>> | undefined;
}

/**
 * `input` without what came from or went to a cache: the form that every version from 3.59 on takes as it is. The cost
 * always has a numeric `total`, for parts without one make Langfuse show none.
 */
export function toUsage({ usage, cost, costParts }: SpendRecord): LangfuseUsage {
  const tokens = usage && {
    input: usage.inputTokens,
    output: usage.outputTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
    total: promptTokens(usage) + usage.outputTokens,
  };
  if (cost === undefined) return { tokens, cost: undefined };
  const parts = costParts && {
    input: toUsd(costParts.input),
    output: toUsd(costParts.output),
    cache_read_input_tokens: toUsd(costParts.cacheRead),
    cache_creation_input_tokens: toUsd(costParts.cacheWrite5m + costParts.cacheWrite1h),
  };
  return { tokens, cost: { ...parts, total: toUsd(cost) } };
}
