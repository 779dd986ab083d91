import type { SpendTotals } from '../../../domain/ports.ts';
import type { SpendDimension, SpendGroup } from '../../../domain/spendReports.ts';

type Totals = keyof SpendTotals;

/** Groups by the value of one of their dimensions, in the order in which the values come. */
export function groupsBy(
  groups: readonly SpendGroup[],
  dimension: SpendDimension,
): ReadonlyMap<string, readonly SpendGroup[]> {
  const found = new Map<string, SpendGroup[]>();
  for (const group of groups) {
    const name = group.of[dimension];
    const known = found.get(name);
    if (known === undefined) found.set(name, [group]);
    else known.push(group);
  }
  return found;
}

export function sumOf(groups: readonly SpendTotals[], name: Totals): number {
  return groups.reduce((sum, group) => sum + group[name], 0);
}

/** All tokens of a prompt, those read from and written to the cache included. */
export function promptTokensOf(groups: readonly SpendTotals[]): number {
  return sumOf(groups, 'inputTokens') + sumOf(groups, 'cacheReadTokens') + sumOf(groups, 'cacheWriteTokens');
}

export function totalTokensOf(groups: readonly SpendTotals[]): number {
  return promptTokensOf(groups) + sumOf(groups, 'outputTokens');
}

/** The values of a dimension with their groups, the most expensive first. */
export function rankedBy(
  groups: readonly SpendGroup[],
  dimension: SpendDimension,
): readonly { readonly name: string; readonly groups: readonly SpendGroup[]; readonly cost: number }[] {
  return [...groupsBy(groups, dimension)]
    .map(([name, members]) => ({ name, groups: members, cost: sumOf(members, 'cost') }))
    .sort((one, other) => other.cost - one.cost);
}

/** The marker beside a sum: how many requests are not in it, because their cost is unknown. */
export function unknownOf(groups: readonly SpendTotals[]): { readonly unknown_cost_requests: number } {
  return { unknown_cost_requests: sumOf(groups, 'unknownCostRequests') };
}

/** A request that no deployment took has no model; then the group that was asked for stands in its place. */
export function withModel(groups: readonly SpendGroup[]): readonly SpendGroup[] {
  return groups.map((group) => ({ ...group, of: { ...group.of, model: group.of.model || group.of.modelGroup } }));
}
