import { groupBy } from '../../../domain/groupBy.ts';
import type { SpendTotals } from '../../../domain/ports.ts';
import type { NamedGroup, SpendDimension, SpendFigure, SpendGroup } from '../../../domain/spendReports.ts';

type Named = Pick<SpendGroup, 'of'>;
type With<Name extends SpendFigure> = Readonly<Pick<SpendTotals, Name>>;

/** The figures that tokens are told by. */
export const TOKEN_FIGURES = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const;
type TokenFigure = (typeof TOKEN_FIGURES)[number];

/** Groups by the value of one of their dimensions, in the order in which the values come. */
export function groupsBy<Group extends Named>(
  groups: readonly Group[],
  dimension: SpendDimension,
): ReadonlyMap<string, readonly Group[]> {
  return groupBy(groups, ({ of }) => of[dimension]);
}

export function groupsByDay<Group extends NamedGroup>(groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> {
  return groupBy(groups, ({ day }) => day);
}

export function sumOf<Name extends SpendFigure>(groups: readonly With<Name>[], name: Name): number {
  let sum = 0;
  for (const group of groups) sum += group[name];
  return sum;
}

/** All tokens of a prompt, those read from and written to the cache included. */
export function promptTokensOf(groups: readonly With<Exclude<TokenFigure, 'outputTokens'>>[]): number {
  return sumOf(groups, 'inputTokens') + sumOf(groups, 'cacheReadTokens') + sumOf(groups, 'cacheWriteTokens');
}

export function totalTokensOf(groups: readonly With<TokenFigure>[]): number {
  return promptTokensOf(groups) + sumOf(groups, 'outputTokens');
}

/** The values of a dimension with their groups, the most expensive first. */
export function rankedBy<Group extends Named & With<'cost'>>(
  groups: readonly Group[],
  dimension: SpendDimension,
): readonly { readonly name: string; readonly groups: readonly Group[]; readonly cost: number }[] {
  return [...groupsBy(groups, dimension)]
    .map(([name, members]) => ({ name, groups: members, cost: sumOf(members, 'cost') }))
    .sort((one, other) => other.cost - one.cost);
}

/** The marker beside a sum: how many requests are not in it, because their cost is unknown. */
export function unknownOf(groups: readonly With<'unknownCostRequests'>[]): {
  readonly unknown_cost_requests: number;
} {
  return { unknown_cost_requests: sumOf(groups, 'unknownCostRequests') };
}

/** A request that no deployment took has no model; then the group that was asked for stands in its place. */
export function withModel<Group extends Named>(groups: readonly Group[]): readonly Group[] {
  return groups.map((group) =>
    group.of.model === '' ? { ...group, of: { ...group.of, model: group.of.modelGroup } } : group,
  );
}
