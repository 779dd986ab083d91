import type { Entity, EntityFields, Member, UserRole } from './entities.ts';
import type { NanoUsd } from './money.ts';

/** A virtual key as the gateway knows it: never the key itself, only its SHA-256. Times are epoch milliseconds. */
export interface VirtualKey {
  /** SHA-256 of the key, hex. */
  readonly token: string;
  /** `sk-...` and the last four characters. */
  readonly keyName: string;
  readonly keyAlias: string | undefined;
  /** Allowed groups; empty means all. */
  readonly models: readonly string[];
  /** Model names that only this key knows, to groups. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly userId: string | undefined;
  readonly teamId: string | undefined;
  readonly maxBudget: NanoUsd | undefined;
  readonly expiresAt: number | undefined;
  readonly blocked: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The other fields of LiteLLM's keys, by its names and as they were sent: limits, allowed routes, rotation and so on. */
  readonly fields: EntityFields;
  readonly createdAt: number;
  readonly createdBy: string | undefined;
  readonly updatedAt: number;
  readonly updatedBy: string | undefined;
}

/** A virtual key with those that it belongs to, as far as they are known. */
export interface KeyHolder {
  readonly key: VirtualKey;
  readonly user: Entity | undefined;
  readonly team: Entity | undefined;
  /** The user's place in the key's team. */
  readonly member: Member | undefined;
  /** What the holder may do beside calling models; undefined for a key without a user. */
  readonly userRole: UserRole | undefined;
}

/** Who calls: the holder of a master key, or of a virtual one. */
export type Caller = { readonly role: 'admin'; readonly token: string } | ({ readonly role: 'key' } & KeyHolder);

/** Hash that stands for the caller in the ledger. */
export function callerToken(caller: Caller): string {
  return caller.role === 'admin' ? caller.token : caller.key.token;
}
