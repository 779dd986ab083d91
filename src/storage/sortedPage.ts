import type { Expression, Kysely, SelectQueryBuilder } from 'kysely';
import { type SqlBool, sql } from 'kysely';
import type { SpendRecord } from '../domain/spend.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { fromSpendRow } from './spendRow.ts';

interface SortedPage {
  readonly by: Expression<unknown>;
  /** Sorted by the start of the call: an index has the rows in order. */
  readonly byTime: boolean;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
}

type Matching = SelectQueryBuilder<LedgerDatabase, 'spend_logs', object>;

/**
 * A page of the rows that match. Sorted by anything but time, the rows of the page are found first, from an index alone
 * where it holds what they are sorted and filtered by, and only they are read.
 */
export async function readPage(
  query: Kysely<LedgerDatabase>,
  matching: Matching,
  { by, byTime, direction, limit, offset }: SortedPage,
): Promise<readonly SpendRecord[]> {
  const tie = byTime ? sql.ref('call_id') : sql.ref('rowid');
  const inOrder = <Row>(rows: SelectQueryBuilder<LedgerDatabase, 'spend_logs', Row>) =>
    rows.orderBy(by, direction).orderBy(tie, direction);
  if (byTime) {
    const rows = await inOrder(matching.selectAll()).limit(limit).offset(offset).execute();
    return rows.map(fromSpendRow);
  }
  const found = inOrder(matching.select(sql<number>`rowid`.as('row_number')))
    .limit(limit)
    .offset(offset);
  const rows = await inOrder(
    query.selectFrom('spend_logs').selectAll().where(sql<SqlBool>`rowid in ${found}`),
  ).execute();
  return rows.map(fromSpendRow);
}
