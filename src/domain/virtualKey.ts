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
  readonly spend: NanoUsd;
  readonly maxBudget: NanoUsd | undefined;
  readonly expiresAt: number | undefined;
  readonly blocked: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Who calls: the holder of a master key, or of a virtual one. */
export type Caller =
  | { readonly role: 'admin'; readonly token: string }
  | { readonly role: 'key'; readonly key: VirtualKey };

/** Hash that stands for the caller in the ledger. */
export function callerToken(caller: Caller): string {
  return caller.role === 'admin' ? caller.token : caller.key.token;
}

/** Special values of `models` that mean "everything". */
const ALL_MODELS = new Set(['all-proxy-models', 'all-team-models', '*']);

/** Whether a key may use a group. Wildcards (`bedrock-*`) match from the start. */
export function allowsModel(models: readonly string[], group: string): boolean {
  if (models.length === 0) return true;
  return models.some((allowed) => allowed === group || ALL_MODELS.has(allowed) || matchesWildcard(allowed, group));
}

function matchesWildcard(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return false;
  const source = pattern.split('*').map(escapeRegExp).join('.*');
  return new RegExp(`^${source}$`).test(name);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
