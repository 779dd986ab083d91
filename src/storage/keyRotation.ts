import type { KeyRotation } from '../domain/governancePorts.ts';
import type { Connection } from './connection.ts';
import type { VirtualKeysTable } from './databaseTypes.ts';
import { allRows, runQuery } from './runQuery.ts';
import { toChangedColumns } from './virtualKeyRow.ts';

/** How long a token is remembered that lets nobody in any more: no call that began with it runs longer, ms. */
const OLD_TOKEN_MS = 60 * 86_400_000;

/** By token that was replaced, the token of its key now. One that a key has again means that key. */
export function readRotatedTokens({ sqlite, query }: Connection): ReadonlyMap<string, string> {
  const rotated = query
    .selectFrom('rotated_keys')
    .select(['token', 'current_token'])
    .where('token', 'not in', query.selectFrom('virtual_keys').select('token'));
  return new Map(allRows(sqlite, rotated).map(({ token, current_token }) => [token, current_token]));
}

/**
 * Puts a key under a new token and changes what else is to change; belongs into a transaction. Tokens that were replaced before lead to the new one, too.
 * Undefined where there is no such key. `now` is epoch ms.
 */
export function rotateKey(
  { sqlite, query }: Connection,
  token: string,
  next: KeyRotation,
  now: number,
): VirtualKeysTable | undefined {
  const [row] = allRows(
    sqlite,
    query
      .updateTable('virtual_keys')
      .set({
        ...toChangedColumns(next.change),
        token: next.token,
        key_name: next.keyName,
        updated_at: now,
        updated_by: next.by ?? null,
      })
      .where('token', '=', token)
      .returningAll(),
  );
  if (row === undefined) return undefined;
  runQuery(
    sqlite,
    query.updateTable('rotated_keys').set({ current_token: next.token }).where('current_token', '=', token),
  );
  const old = { token, current_token: next.token, valid_until: next.oldUntil ?? now };
  runQuery(sqlite, query.replaceInto('rotated_keys').values(old));
  runQuery(sqlite, query.deleteFrom('rotated_keys').where('valid_until', '<', now - OLD_TOKEN_MS));
  return row;
}
