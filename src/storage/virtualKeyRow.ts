import type { KeyChange, NewVirtualKey } from '../domain/governancePorts.ts';
import type { VirtualKey } from '../domain/virtualKey.ts';
import type { VirtualKeysTable } from './databaseTypes.ts';
import { objectFromJson, stringMapFromJson, stringsFromJson, toJsonColumn } from './jsonColumn.ts';

/** The row of a new key. `now` is epoch ms. */
export function toVirtualKeyRow(key: NewVirtualKey, now: number): VirtualKeysTable {
  return {
    token: key.token,
    key_name: key.keyName,
    key_alias: key.keyAlias ?? null,
    models_json: toJsonColumn(key.models) ?? '[]',
    aliases_json: toJsonColumn(key.aliases) ?? '{}',
    user_id: key.userId ?? null,
    team_id: key.teamId ?? null,
    spend: 0,
    max_budget: key.maxBudget ?? null,
    expires_at: key.expiresAt === undefined ? null : Math.round(key.expiresAt),
    blocked: key.blocked === true ? 1 : 0,
    metadata_json: toJsonColumn(key.metadata) ?? '{}',
    fields_json: toJsonColumn(key.fields) ?? '{}',
    created_at: now,
    created_by: key.createdBy ?? null,
    updated_at: now,
    updated_by: key.createdBy ?? null,
  };
}

/** The columns that a change touches. */
export function toChangedColumns(change: KeyChange): Partial<VirtualKeysTable> {
  const columns: Partial<VirtualKeysTable> = {};
  if ('keyAlias' in change) columns.key_alias = change.keyAlias ?? null;
  if (change.models !== undefined) columns.models_json = toJsonColumn(change.models) ?? '[]';
  if (change.aliases !== undefined) columns.aliases_json = toJsonColumn(change.aliases) ?? '{}';
  if ('userId' in change) columns.user_id = change.userId ?? null;
  if ('teamId' in change) columns.team_id = change.teamId ?? null;
  if ('maxBudget' in change) columns.max_budget = change.maxBudget ?? null;
  if ('expiresAt' in change) columns.expires_at = change.expiresAt === undefined ? null : Math.round(change.expiresAt);
  if (change.blocked !== undefined) columns.blocked = change.blocked ? 1 : 0;
  if (change.metadata !== undefined) columns.metadata_json = toJsonColumn(change.metadata) ?? '{}';
  if (change.fields !== undefined) columns.fields_json = toJsonColumn(change.fields) ?? '{}';
  return columns;
}

export function fromVirtualKeyRow(row: VirtualKeysTable): VirtualKey {
  return {
    token: row.token,
    keyName: row.key_name,
    keyAlias: row.key_alias ?? undefined,
    models: stringsFromJson(row.models_json),
    aliases: stringMapFromJson(row.aliases_json),
    userId: row.user_id ?? undefined,
    teamId: row.team_id ?? undefined,
    maxBudget: row.max_budget ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    blocked: row.blocked === 1,
    metadata: objectFromJson(row.metadata_json),
    fields: objectFromJson(row.fields_json),
    createdAt: row.created_at,
    createdBy: row.created_by ?? undefined,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by ?? undefined,
  };
}
