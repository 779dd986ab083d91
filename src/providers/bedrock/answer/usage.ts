import type { TokenUsage as ConverseUsage } from '@aws-sdk/client-bedrock-runtime';
import type { TokenUsage } from '../../../domain/chat.ts';

/** Bedrock's figures: its input count leaves cached tokens out already. Writes without a lifetime count as 5 minutes. */
export function toUsage(usage: ConverseUsage): TokenUsage {
  const written = count(usage.cacheWriteInputTokens);
  const details = usage.cacheDetails ?? [];
  const oneHour = details
    .filter((detail) => detail.ttl === '1h')
    .reduce((sum, detail) => sum + count(detail.inputTokens), 0);
  return {
    inputTokens: count(usage.inputTokens),
    outputTokens: count(usage.outputTokens),
    cacheReadTokens: count(usage.cacheReadInputTokens),
    cacheWrite5mTokens: Math.max(0, written - oneHour),
    cacheWrite1hTokens: Math.min(written, oneHour),
    raw: usage,
  };
}

function count(tokens: number | undefined): number {
  return tokens ?? 0;
}
