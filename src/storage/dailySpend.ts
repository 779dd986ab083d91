import { type Kysely, sql } from 'kysely';
import type { SpendBucket } from '../domain/ports.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { localDays } from './localDays.ts';
import { QUARTER_MS, quarterOf, splitAtQuarters, type TimeRange } from './quarters.ts';
import { type GroupSums, mergeGroups, sumLogs } from './spendSums.ts';
import { SUM_COLUMNS, toSpendTotals } from './sums.ts';

export interface DailyRange {
  /** Epoch ms, inclusive. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** Sums per local day and model group, oldest day first, groups by name. Throws GatewayError `bad-request` for an unknown time zone. */
export async function spendByDayAndModel(
  query: Kysely<LedgerDatabase>,
  range: DailyRange,
): Promise<readonly SpendBucket[]> {
  const { from, to } = await cutToData(query, range);
  const days = [...localDays(from, to, range.timeZone)];
  const wholes = await sumsOfDays(
    query,
    days.map((day) => splitAtQuarters(day).whole),
  );
  const buckets: SpendBucket[] = [];
  for (const [index, day] of days.entries()) {
    const parts: (readonly GroupSums[])[] = [wholes.filter(({ place }) => place === index)];
    for (const edge of splitAtQuarters(day).edges) parts.push(await sumLogs(query, edge));
    const sorted = [...mergeGroups(parts.flat())].sort((one, other) => (one.model_group < other.model_group ? -1 : 1));
    buckets.push(...sorted.map((sums) => ({ day: day.day, modelGroup: sums.model_group, ...toSpendTotals(sums) })));
  }
  return buckets;
}

type PlacedSums = GroupSums & { readonly place: number };

/** The sums of several times, each from its whole slots, by one query; `place` is that of the time. */
async function sumsOfDays(
  query: Kysely<LedgerDatabase>,
  times: readonly (TimeRange | undefined)[],
): Promise<readonly PlacedSums[]> {
  const ranges = JSON.stringify(times.map((time) => [time?.from ?? 0, time?.to ?? 0]));
  const sums = SUM_COLUMNS.map((column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`);
  const { rows } = await sql<PlacedSums>`
    select times.key as place, model_group, ${sql.join(sums)}
    from json_each(${ranges}) as times cross join spend_quarters
    where slot >= times.value ->> 0 and slot < times.value ->> 1
    group by times.key, model_group`.execute(query);
  return rows;
}

/** A range may be open-ended in effect ("since 1970"): only the days between the first and last request are walked. */
async function cutToData(
  query: Kysely<LedgerDatabase>,
  { from, to }: DailyRange,
): Promise<{ from: number; to: number }> {
  const slots = await query
    .selectFrom('spend_quarters')
    .select(({ fn }) => [fn.min<number | null>('slot').as('first'), fn.max<number | null>('slot').as('last')])
    .where('slot', '>=', quarterOf(from))
    .where('slot', '<', to)
    .executeTakeFirst();
  const first = slots?.first ?? null;
  const last = slots?.last ?? null;
  if (first === null || last === null) return { from, to: from };
  return { from: Math.max(from, first), to: Math.min(to, last + QUARTER_MS) };
}
