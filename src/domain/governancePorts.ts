/** The stores of keys, of who holds them, of models and of the audit. Implementations are chosen under `src/compose/` alone. */
import type { AuditEntry, AuditFilter } from './audit.ts';
import type { ScopeLimits } from './budget.ts';
import type { Deployment } from './deployment.ts';
import type { Entity, EntityFields, EntityKind, Member } from './entities.ts';
import type { KeyHolder, VirtualKey } from './virtualKey.ts';

export type NewVirtualKey = Omit<VirtualKey, 'blocked' | 'createdAt' | 'updatedAt' | 'updatedBy'> & {
  readonly blocked?: boolean | undefined;
};

/** What an update may change; what is left out stays. */
export type KeyChange = Partial<Omit<NewVirtualKey, 'token' | 'keyName' | 'createdBy'>>;

/** Which keys to list. Several conditions hold together. */
export interface KeyQuery {
  readonly token?: string | undefined;
  readonly alias?: string | undefined;
  /** Part of the alias, in any case. */
  readonly aliasPart?: string | undefined;
  /** null: keys that have no user. */
  readonly userId?: string | null | undefined;
  readonly teamId?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly budgetId?: string | undefined;
  /** Keys of this user, or of one of these teams. */
  readonly visibleTo?: { readonly userId: string | undefined; readonly teamIds: readonly string[] } | undefined;
  readonly sortBy?: KeySortField | undefined;
  readonly ascending?: boolean | undefined;
  readonly offset: number;
  readonly limit: number;
}

export type KeySortField = 'created_at' | 'updated_at' | 'key_alias' | 'spend' | 'max_budget' | 'expires' | 'token';

export interface DeletedKey {
  readonly key: VirtualKey;
  /** Epoch ms. */
  readonly deletedAt: number;
  readonly deletedBy: string | undefined;
}

export interface KeyStore {
  /** Throws GatewayError `bad-request` when the token or alias is taken. */
  create(key: NewVirtualKey): Promise<VirtualKey>;
  findByToken(token: string): Promise<VirtualKey | undefined>;
  /** Those of the tokens that are keys, in no order. */
  findAll(tokens: readonly string[]): Promise<readonly VirtualKey[]>;
  findByAlias(alias: string): Promise<VirtualKey | undefined>;
  /** Newest first unless the query says otherwise. */
  list(query: KeyQuery): Promise<{ readonly keys: readonly VirtualKey[]; readonly total: number }>;
  /** How many keys these users have; those who have none are missing. */
  countOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Undefined where there is no such key. Throws `bad-request` when the alias is taken. */
  update(token: string, change: KeyChange, by: string | undefined): Promise<VirtualKey | undefined>;
  /**
   * Gives a key a new token, with its limits, its spend and what its calls hold; all of it happens, or nothing. The old
   * token works until `oldUntil` (epoch ms), or not at all where that is undefined; what its calls cost counts for the
   * key. Undefined where there is no such key; throws `bad-request` when the new token or alias is taken.
   */
  rotate(token: string, next: KeyRotation): Promise<VirtualKey | undefined>;
  /** Gives back the tokens that existed. Spend rows stay, and what the keys were is kept. */
  delete(tokens: readonly string[], by: string | undefined): Promise<readonly string[]>;
  findDeleted(token: string): Promise<DeletedKey | undefined>;
  /** Newest deletion first; the query's order does not count. */
  listDeleted(query: KeyQuery): Promise<{ readonly keys: readonly DeletedKey[]; readonly total: number }>;
  /** All aliases, in order. */
  aliases(): Promise<readonly string[]>;
}

export interface KeyRotation {
  readonly token: string;
  readonly keyName: string;
  readonly oldUntil: number | undefined;
  /** What else changes of the key. */
  readonly change: KeyChange;
  /** The key's limits from now on. */
  readonly limits: ScopeLimits | undefined;
  readonly by: string | undefined;
}

/** Teams, users and what else keys belong to. Deleting one leaves what refers to it. */
export interface EntityStore {
  /** Throws GatewayError `bad-request` when the id is taken. */
  create(entity: Pick<Entity, 'kind' | 'id' | 'fields' | 'createdBy'>): Promise<Entity>;
  find(kind: EntityKind, id: string): Promise<Entity | undefined>;
  /** Newest first. */
  list(kind: EntityKind): Promise<readonly Entity[]>;
  /** Replaces the fields. Undefined where there is no such entity. */
  update(kind: EntityKind, id: string, fields: EntityFields, by: string | undefined): Promise<Entity | undefined>;
  /** Gives back the ids that existed. A team's and a user's memberships go with them. */
  delete(kind: EntityKind, ids: readonly string[]): Promise<readonly string[]>;
  /** In the order in which they joined. */
  members(of: { readonly teamId: string } | { readonly userId: string }): Promise<readonly Member[]>;
  /** Those of all of these, by one query: a list of 10 000 teams needs no more. */
  membersOfAll(
    of: { readonly teamIds: readonly string[] } | { readonly userIds: readonly string[] },
  ): Promise<readonly Member[]>;
  /** Adds a member, or replaces its role and fields. */
  putMember(member: Member): Promise<void>;
  /** Whether there was such a member. */
  removeMember(teamId: string, userId: string): Promise<boolean>;
}

/** An entry of `model_list` as LiteLLM's API takes it. */
export interface ModelEntry {
  readonly model_name: string;
  readonly litellm_params: Readonly<Record<string, unknown>>;
  readonly model_info: Readonly<Record<string, unknown>>;
}

/** A model that was added through the API. Times are epoch ms. */
export interface StoredModel {
  readonly id: string;
  readonly entry: ModelEntry;
  readonly createdAt: number;
  readonly createdBy: string | undefined;
  readonly updatedAt: number;
  readonly updatedBy: string | undefined;
}

/** Models beside the config file's. What cannot be decrypted any more counts as absent. */
export interface ModelStore {
  /** From memory, oldest first; the same list until a model changes. */
  list(): readonly StoredModel[];
  /** Adds a model, or replaces the one of this id. */
  save(id: string, entry: ModelEntry, by: string | undefined): Promise<StoredModel>;
  /** Whether there was such a model. */
  delete(id: string): Promise<boolean>;
}

/** The models with their place in the settings in force. */
export interface ModelRegistry extends ModelStore {
  /** The deployment that the entry would be. Throws GatewayError `bad-request` where the config would not take it. */
  check(id: string, entry: ModelEntry): Deployment;
  /** Puts changes into force at once. */
  refresh(): void;
}

/** What was changed, by whom. Bounded in age and number. */
export interface AuditStore {
  record(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(
    filter: AuditFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly total: number }>;
  find(id: string): Promise<AuditEntry | undefined>;
}

/**
 * Who holds a key, from memory: a look-up costs no statement while nothing has changed. Changes of this process count
 * at once, those of other processes at the next look-up.
 */
export interface Directory {
  /** By the token, or by one that a rotation still lets work. */
  findHolder(token: string): KeyHolder | undefined;
  find(kind: EntityKind, id: string): Entity | undefined;
  /** Names of model access groups to the groups of models that they stand for; those of the config are not among them. */
  accessGroups(): ReadonlyMap<string, readonly string[]>;
}
