import type { Kysely } from 'kysely';
import type { SpendFilter } from '../domain/ports.ts';
import type { LedgerDatabase, SpendSums } from './databaseTypes.ts';
import type { TimeRange } from './quarters.ts';
import { splitAtQuarters } from './quarters.ts';
import type { QuarterFilter } from './spendFilters.ts';
import { logsMatching, quartersMatching, toQuarterFilter } from './spendFilters.ts';
import { addSums, SUM_COLUMNS, sumOfLogs } from './sums.ts';

/** Sums of one model group. */
export interface GroupSums extends SpendSums {
  readonly model_group: string;
}

type Query = Kysely<LedgerDatabase>;

/**
 * Sums per model group of what a filter matches; exact for any range. Whole quarters of an hour come from their
 * slots, so the cost grows with the time asked for and not with the requests in it; only the edges are read row
 * by row, or all of it where the filter asks for what slots do not know.
 */
export async function sumByGroup(query: Query, filter: SpendFilter): Promise<readonly GroupSums[]> {
  const quarterFilter = toQuarterFilter(filter);
  if (quarterFilter === undefined) return sumLogs(query, filter);
  const { whole, edges } = splitAtQuarters({ from: filter.from, to: filter.to });
  const parts = [whole === undefined ? [] : await sumQuarters(query, quarterFilter, whole)];
  for (const edge of edges) parts.push(await sumLogs(query, { ...filter, ...edge }));
  return mergeGroups(parts.flat());
}

/** How many requests a filter that slots can answer matches, and how many of them failed: a tenth of what all sums cost. */
export async function countRequests(
  query: Query,
  filter: SpendFilter,
): Promise<{ readonly requests: number; readonly failures: number }> {
  const { whole, edges } = splitAtQuarters({ from: filter.from, to: filter.to });
  const counts = [whole === undefined ? undefined : await countQuarters(query, filter, whole)];
  for (const edge of edges) counts.push(await countLogs(query, { ...filter, ...edge }));
  const sum = (name: 'requests' | 'failures') => counts.reduce((total, count) => total + (count?.[name] ?? 0), 0);
  return { requests: sum('requests'), failures: sum('failures') };
}

function countQuarters(query: Query, { model }: QuarterFilter, range: TimeRange) {
  return query
    .selectFrom('spend_quarters')
    .select(({ fn }) => [
      fn.sum<number | null>('requests').as('requests'),
      fn.sum<number | null>('failures').as('failures'),
    ])
    .where(quartersMatching({ model }, range))
    .executeTakeFirst();
}

function countLogs(query: Query, filter: SpendFilter) {
  return query
    .selectFrom('spend_logs')
    .select(({ fn }) => [
      fn.countAll<number>().as('requests'),
      fn.countAll<number>().filterWhere('status', '=', 'failure').as('failures'),
    ])
    .where(logsMatching(filter))
    .executeTakeFirst();
}

function sumQuarters(query: Query, filter: QuarterFilter, range: TimeRange): Promise<GroupSums[]> {
  return query
    .selectFrom('spend_quarters')
    .select('model_group')
    .select(({ fn }) => SUM_COLUMNS.map((column) => fn.sum<number>(column).as(column)))
    .where(quartersMatching(filter, range))
    .groupBy('model_group')
    .execute() as Promise<GroupSums[]>;
}

/** Sums per model group, row by row. */
export function sumLogs(query: Query, filter: SpendFilter): Promise<GroupSums[]> {
  return query
    .selectFrom('spend_logs')
    .select('model_group')
    .select(sumOfLogs)
    .where(logsMatching(filter))
    .groupBy('model_group')
    .execute();
}

/** Adds up what has one model group. */
export function mergeGroups(groups: readonly GroupSums[]): readonly GroupSums[] {
  const merged = new Map<string, GroupSums>();
  for (const group of groups) {
    const known = merged.get(group.model_group);
    merged.set(group.model_group, known === undefined ? group : { ...group, ...addSums(known, group) });
  }
  return [...merged.values()];
}
