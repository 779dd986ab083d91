import type { Kysely } from 'kysely';
import type { SpendBucket } from '../domain/ports.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { localDays } from './localDays.ts';
import { QUARTER_MS, quarterOf } from './quarters.ts';
import { sumByGroup } from './spendSums.ts';
import { toSpendTotals } from './sums.ts';

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
  const buckets: SpendBucket[] = [];
  for (const day of localDays(from, to, range.timeZone)) {
    const groups = await sumByGroup(query, { from: day.from, to: day.to });
    const sorted = [...groups].sort((one, other) => (one.model_group < other.model_group ? -1 : 1));
    buckets.push(...sorted.map((sums) => ({ day: day.day, modelGroup: sums.model_group, ...toSpendTotals(sums) })));
  }
  return buckets;
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
