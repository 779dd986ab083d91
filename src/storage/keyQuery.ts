import { type SelectQueryBuilder, sql } from 'kysely';
import type { KeyQuery, KeySortField } from '../domain/governancePorts.ts';
import type { LedgerDatabase } from './databaseTypes.ts';
import { anyOfJson } from './runQuery.ts';

type KeyTable = 'virtual_keys' | 'deleted_keys';
type KeySelect<Row> = SelectQueryBuilder<LedgerDatabase, KeyTable, Row>;

const SORT_COLUMNS = {
  created_at: 'created_at',
  updated_at: 'updated_at',
  key_alias: 'key_alias',
  max_budget: 'max_budget',
  expires: 'expires_at',
  token: 'token',
} as const satisfies Record<Exclude<KeySortField, 'spend'>, string>;

/** The keys that a query means, of either table. */
export function whereKeys<Row>(select: KeySelect<Row>, query: KeyQuery): KeySelect<Row> {
  const field = (name: string) => sql<string>`json_extract(fields_json, ${name})`;
  let keys = select;
  if (query.token !== undefined) keys = keys.where('token', '=', query.token);
  if (query.alias !== undefined) keys = keys.where('key_alias', '=', query.alias);
  if (query.aliasPart !== undefined)
    keys = keys.where(sql<boolean>`instr(lower(key_alias), ${query.aliasPart.toLowerCase()}) > 0`);
  if (query.userId === null) keys = keys.where('user_id', 'is', null);
  else if (query.userId !== undefined) keys = keys.where('user_id', '=', query.userId);
  if (query.teamId !== undefined) keys = keys.where('team_id', '=', query.teamId);
  if (query.organizationId !== undefined) keys = keys.where(field('$.organization_id'), '=', query.organizationId);
  if (query.budgetId !== undefined) keys = keys.where(field('$.budget_id'), '=', query.budgetId);
  const { visibleTo } = query;
  if (visibleTo === undefined) return keys;
  return keys.where(({ eb, or }) =>
    or([
      ...(visibleTo.userId === undefined ? [] : [eb('user_id', '=', visibleTo.userId)]),
      eb('team_id', 'in', anyOfJson(visibleTo.teamIds)),
    ]),
  );
}

export function orderKeys<Row>(select: KeySelect<Row>, { sortBy = 'created_at', ascending }: KeyQuery): KeySelect<Row> {
  const direction = ascending === true ? 'asc' : 'desc';
  // The first counter of a key's scope is what LiteLLM calls its spend.
  const spend = sql<number>`(select max(spend) from budget_accounts where scope = 'key:' || token and model = '')`;
  const ordered =
    sortBy === 'spend' ? select.orderBy(spend, direction) : select.orderBy(SORT_COLUMNS[sortBy], direction);
  return ordered.orderBy('token');
}
