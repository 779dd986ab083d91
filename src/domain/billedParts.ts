import type { TokenUsage } from './chat.ts';
import type { NanoUsd } from './money.ts';
import { type CostParts, cacheSavings, costOf, type ModelPrice } from './pricing.ts';

/** What one deployment did for an answer that several gave, and what that cost. Undefined costs are unknown. */
export interface BilledPart {
  readonly model: string;
  readonly usage: TokenUsage;
  readonly cost: NanoUsd | undefined;
  readonly costParts: CostParts | undefined;
  readonly cacheSavings: NanoUsd | undefined;
}

/** `seconds`: how long the model took, for those that are paid by time. */
export function billPart(
  model: string,
  usage: TokenUsage,
  price: ModelPrice | undefined,
  seconds?: number | undefined,
): BilledPart {
  const cost = costOf(usage, price, seconds);
  return { model, usage, cost: cost?.total, costParts: cost?.parts, cacheSavings: cacheSavings(usage, price) };
}

/** For the row's metadata; the cost in nano-USD, null where it is unknown. */
export function describePart({ model, usage, cost }: BilledPart): Readonly<Record<string, unknown>> {
  return { model, usage, cost: cost ?? null };
}

/** All tokens of the parts; their own usage objects stand side by side. */
export function sumUsage(usages: readonly [TokenUsage, ...TokenUsage[]]): TokenUsage {
  const [first, ...rest] = usages;
  if (rest.length === 0) return first;
  const sum = (of: (usage: TokenUsage) => number): number => usages.reduce((total, usage) => total + of(usage), 0);
  const thinks = usages.some(({ reasoningTokens }) => reasoningTokens !== undefined);
  return {
    inputTokens: sum((usage) => usage.inputTokens),
    outputTokens: sum((usage) => usage.outputTokens),
    cacheReadTokens: sum((usage) => usage.cacheReadTokens),
    cacheWrite5mTokens: sum((usage) => usage.cacheWrite5mTokens),
    cacheWrite1hTokens: sum((usage) => usage.cacheWrite1hTokens),
    ...(thinks ? { reasoningTokens: sum((usage) => usage.reasoningTokens ?? 0) } : {}),
    raw: { parts: usages.map(({ raw }) => raw) },
  };
}

/** The bill of the parts together: unknown as soon as one of them is. */
export function sumBills(
  parts: readonly Pick<BilledPart, 'cost' | 'costParts' | 'cacheSavings'>[],
): Pick<BilledPart, 'cost' | 'costParts' | 'cacheSavings'> {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) {
    return { cost: only.cost, costParts: only.costParts, cacheSavings: only.cacheSavings };
  }
  return {
    cost: sumKnown(parts.map(({ cost }) => cost)),
    costParts: sumCostParts(parts.map(({ costParts }) => costParts)),
    cacheSavings: sumKnown(parts.map((part) => part.cacheSavings)),
  };
}

function sumKnown(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce<number | undefined>(
    (sum, value) => (sum === undefined || value === undefined ? undefined : sum + value),
    0,
  );
}

function sumCostParts(list: readonly (CostParts | undefined)[]): CostParts | undefined {
  const known = list.filter((parts) => parts !== undefined);
  if (known.length < list.length) return undefined;
  const sum = (name: keyof CostParts): NanoUsd => known.reduce((total, parts) => total + parts[name], 0);
  return {
    input: sum('input'),
    output: sum('output'),
    cacheRead: sum('cacheRead'),
    cacheWrite5m: sum('cacheWrite5m'),
    cacheWrite1h: sum('cacheWrite1h'),
  };
}
