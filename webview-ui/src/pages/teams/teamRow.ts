import { Fields } from '../../management/fields.ts';
import { type Limits, toLimits } from '../../management/limits.ts';

export interface TeamMember {
  readonly userId: string;
  readonly email: string | null;
  readonly role: 'admin' | 'user';
}

/** A team as the list shows it. */
export interface TeamRow extends Limits {
  readonly id: string;
  readonly alias: string | null;
  readonly blocked: boolean;
  readonly members: readonly TeamMember[];
}

/** A row of `/v2/team/list`. */
export function toTeamRow(row: unknown): TeamRow {
  const fields = new Fields(row);
  return {
    ...toLimits(fields),
    id: fields.text('team_id') ?? '',
    alias: fields.text('team_alias'),
    blocked: fields.flag('blocked'),
    members: fields.rows('members_with_roles').map((member) => ({
      userId: member.text('user_id') ?? '',
      email: member.text('user_email'),
      role: member.text('role') === 'admin' ? 'admin' : 'user',
    })),
  };
}

export function teamTitle({ alias, id }: Pick<TeamRow, 'alias' | 'id'>): string {
  return alias ?? id;
}

export const USER_ROLES = ['internal_user', 'internal_user_viewer', 'proxy_admin_viewer', 'proxy_admin'] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** A user as the list shows it. */
export interface UserRow extends Limits {
  readonly id: string;
  readonly email: string | null;
  readonly alias: string | null;
  readonly role: UserRole;
  readonly teams: readonly string[];
  readonly keys: number;
}

/** A row of `/user/list`. */
export function toUserRow(row: unknown): UserRow {
  const fields = new Fields(row);
  const role = fields.text('user_role');
  return {
    ...toLimits(fields),
    id: fields.text('user_id') ?? '',
    email: fields.text('user_email'),
    alias: fields.text('user_alias'),
    role: USER_ROLES.find((known) => known === role) ?? 'internal_user',
    teams: fields.texts('teams'),
    keys: fields.number('key_count') ?? 0,
  };
}

export function userTitle({ alias, email, id }: Pick<UserRow, 'alias' | 'email' | 'id'>): string {
  return alias ?? email ?? id;
}
