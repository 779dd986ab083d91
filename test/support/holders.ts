import type { Entity, EntityFields, EntityKind } from '../../src/domain/entities.ts';
import type { KeyHolder, VirtualKey } from '../../src/domain/virtualKey.ts';

/** A key with nothing set but what a test names. */
export function virtualKey(given: Partial<VirtualKey> = {}): VirtualKey {
  return {
    token: 'token-1',
    keyName: 'sk-...test',
    keyAlias: undefined,
    models: [],
    aliases: {},
    userId: undefined,
    teamId: undefined,
    maxBudget: undefined,
    expiresAt: undefined,
    blocked: false,
    metadata: {},
    fields: {},
    createdAt: 0,
    createdBy: undefined,
    updatedAt: 0,
    updatedBy: undefined,
    ...given,
  };
}

export function entity(kind: EntityKind, id: string, fields: EntityFields = {}): Entity {
  return { kind, id, fields, createdAt: 0, createdBy: undefined, updatedAt: 0, updatedBy: undefined };
}

export function holder(key: Partial<VirtualKey>, others: Partial<Omit<KeyHolder, 'key'>> = {}): KeyHolder {
  return {
    key: virtualKey(key),
    user: undefined,
    team: undefined,
    member: undefined,
    userRole: undefined,
    ...others,
  };
}
