import { Fields } from '../../management/fields.ts';
import { type Limits, toLimits } from '../../management/limits.ts';

export type KeyState = 'active' | 'blocked' | 'expired';

/** A virtual key as the list shows it. Times epoch ms. */
export interface KeyRow extends Limits {
  /** Hash that names it. */
  readonly token: string;
  /** `sk-...` and its last four characters. */
  readonly name: string;
  readonly alias: string | null;
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly state: KeyState;
  readonly expiresAt: number | null;
  readonly createdAt: number | null;
}

/** A row of `/key/list`. `now` is epoch ms. */
export function toKeyRow(row: unknown, now: number): KeyRow {
  const fields = new Fields(row);
  const expiresAt = fields.time('expires');
  return {
    ...toLimits(fields),
    token: fields.text('token') ?? '',
    name: fields.text('key_name') ?? '',
    alias: fields.text('key_alias'),
    userId: fields.text('user_id'),
    teamId: fields.text('team_id'),
    state: stateOf(fields.flag('blocked'), expiresAt, now),
    expiresAt,
    createdAt: fields.time('created_at'),
  };
}

function stateOf(blocked: boolean, expiresAt: number | null, now: number): KeyState {
  if (blocked) return 'blocked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

/** What a person calls a key. */
export function keyTitle({ alias, name }: Pick<KeyRow, 'alias' | 'name'>): string {
  return alias ?? name;
}
