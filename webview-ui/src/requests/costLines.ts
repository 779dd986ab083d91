import type { RequestDetail } from '../../../src/protocol/api.ts';

export type CostLineName = 'input' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'output';

export interface CostLine {
  readonly name: CostLineName;
  /** Undefined where the count is not known for this part alone. */
  readonly tokens: number | undefined;
  /** Nano-USD. */
  readonly cost: number;
}

/** What a request's cost is made of; parts without tokens and cost are left out. Empty where the cost is not known. */
export function toCostLines(request: RequestDetail): readonly CostLine[] {
  const parts = request.costParts;
  if (parts === null) return [];
  const written = request.cacheWriteTokens ?? 0;
  const bothLifetimes = parts.cacheWrite5m > 0 && parts.cacheWrite1h > 0;
  const writes = (cost: number): number | undefined => {
    if (cost === 0) return 0;
    return bothLifetimes ? undefined : written;
  };
  const lines: CostLine[] = [
    { name: 'input', tokens: request.inputTokens ?? 0, cost: parts.input },
    { name: 'cacheRead', tokens: request.cacheReadTokens ?? 0, cost: parts.cacheRead },
    { name: 'cacheWrite5m', tokens: writes(parts.cacheWrite5m), cost: parts.cacheWrite5m },
    { name: 'cacheWrite1h', tokens: writes(parts.cacheWrite1h), cost: parts.cacheWrite1h },
    { name: 'output', tokens: request.outputTokens ?? 0, cost: parts.output },
  ];
  return lines.filter(({ tokens, cost }) => tokens !== 0 || cost !== 0);
}
