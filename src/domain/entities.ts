/**
 * What keys belong to: teams, users, shared budgets, customers, tags and groups of models. Their fields are LiteLLM's,
 * by LiteLLM's names and as they were sent (USD, tokens, durations as text); the accessors below read those that rules need.
 */
export type EntityKind = 'team' | 'user' | 'budget' | 'customer' | 'tag' | 'access_group';

export type EntityFields = Readonly<Record<string, unknown>>;

/** One entity. Times are epoch ms; `createdBy` and `updatedBy` name actors as the audit does. */
export interface Entity {
  readonly kind: EntityKind;
  readonly id: string;
  readonly fields: EntityFields;
  readonly createdAt: number;
  readonly createdBy: string | undefined;
  readonly updatedAt: number;
  readonly updatedBy: string | undefined;
}

/** A user's place in a team. `fields` holds the limits of the membership. */
export interface Member {
  readonly teamId: string;
  readonly userId: string;
  readonly role: 'admin' | 'user';
  readonly fields: EntityFields;
}

export const USER_ROLES = ['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer'] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** The role of a user; undefined where there is no such user. Who has no role written is an internal user, as in LiteLLM. */
export function roleOf(user: Entity | undefined): UserRole | undefined {
  if (user === undefined) return undefined;
  return USER_ROLES.find((role) => role === user.fields['user_role']) ?? 'internal_user';
}

export function isBlocked(entity: Entity | undefined): boolean {
  return entity?.fields['blocked'] === true;
}

/** The strings of a list field; other values count as an empty list. */
export function stringsOf(fields: EntityFields | undefined, name: string): readonly string[] {
  const value = fields?.[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A text field; undefined where it is missing or empty. */
export function textOf(fields: EntityFields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A map of strings; other values are left out. */
export function textMapOf(fields: EntityFields | undefined, name: string): Readonly<Record<string, string>> {
  const value = fields?.[name];
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
