import type { Entity, Member } from '../domain/entities.ts';
import type { EntitiesTable, MembersTable } from './databaseTypes.ts';
import { objectFromJson } from './jsonColumn.ts';

export function fromEntityRow(row: EntitiesTable): Entity {
  return {
    kind: row.kind,
    id: row.id,
    fields: objectFromJson(row.fields_json),
    createdAt: row.created_at,
    createdBy: row.created_by ?? undefined,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by ?? undefined,
  };
}

export function fromMemberRow(row: MembersTable): Member {
  return { teamId: row.team_id, userId: row.user_id, role: row.role, fields: objectFromJson(row.fields_json) };
}
