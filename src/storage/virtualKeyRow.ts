import type { NewVirtualKey } from '../domain/ports.ts';
import type { VirtualKey } from '../domain/virtualKey.ts';
import type { VirtualKeysTable } from './databaseTypes.ts';
import { objectFromJson, stringMapFromJson, stringsFromJson, toJsonColumn } from './jsonColumn.ts';

/** The row of a key that has not spent anything. `now` is epoch ms. */
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
    blocked: 0,
    metadata_json: toJsonColumn(key.metadata) ?? '{}',
    created_at: now,
    updated_at: now,
  };
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
    spend: row.spend,
    maxBudget: row.max_budget ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    blocked: row.blocked === 1,
    metadata: objectFromJson(row.metadata_json),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
