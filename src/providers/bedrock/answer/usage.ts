import type { TokenUsage as ConverseUsage } from '@aws-sdk/client-bedrock-runtime';
import type { ReportedUsage } from '../../../domain/reportedUsage.ts';

/** What stands beside the usage in an answer and in the last event of a stream. */
export interface AnswerReport {
  readonly serviceTier?: { readonly type?: string | undefined } | undefined;
  readonly trace?: unknown;
}

/** Bedrock's figures: its input count leaves cached tokens out already. Writes without a lifetime count as 5 minutes. */
export function toUsage(usage: ConverseUsage, report: AnswerReport = {}): ReportedUsage {
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
    ...(report.serviceTier?.type === undefined ? {} : { serviceTier: report.serviceTier.type }),
    ...(report.trace === undefined ? {} : { trace: report.trace }),
  };
}

function count(tokens: number | undefined): number {
  return tokens ?? 0;
}
