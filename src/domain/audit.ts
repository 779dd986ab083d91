/** What an audit tells: who changed what, when, from where. Never a secret, never content of prompts. */
export type AuditAction =
  | 'created'
  | 'updated'
  | 'deleted'
  | 'blocked'
  | 'unblocked'
  | 'rotated'
  | 'logged-in'
  | 'login-refused'
  | 'logged-out'
  | 'reloaded';

export type AuditObjectKind =
  | 'key'
  | 'team'
  | 'member'
  | 'user'
  | 'budget'
  | 'customer'
  | 'tag'
  | 'access-group'
  | 'model'
  | 'config'
  | 'session'
  | 'spend';

export interface AuditEntry {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly action: AuditAction;
  readonly objectKind: AuditObjectKind;
  readonly objectId: string;
  /** User id, key alias or name of the key; `admin` for an administrator's key, `dashboard` for a login, `gateway` for itself. */
  readonly actor: string;
  /** Hash of the key that was used. */
  readonly actorToken: string | undefined;
  /** What the header `litellm-changed-by` says. */
  readonly onBehalfOf: string | undefined;
  readonly ipAddress: string | undefined;
  readonly route: string | undefined;
  /** Undefined where there was nothing before, or nothing after. */
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
}

export interface AuditFilter {
  readonly action?: string | undefined;
  readonly objectKind?: string | undefined;
  readonly objectId?: string | undefined;
  readonly actor?: string | undefined;
  readonly actorToken?: string | undefined;
  /** Epoch ms, inclusive. */
  readonly from?: number | undefined;
  /** Epoch ms, exclusive. */
  readonly to?: number | undefined;
}

const SECRET_NAME = /(^|_|-)(key|token|secret|password|authorization|credential)s?$|api_?key|secret|password/i;
/** Names that look like secrets and are none: hashes, counts and names. */
const HARMLESS =
  /^(token|token_id|max_tokens|max_output_tokens|max_input_tokens|model_tpm_limit|key_alias|key_name|key)$/;

/** The same values with what may be a secret replaced by `***`, at any depth. Hashes and names of keys stay. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return looksSecret(name, value) ? '***' : value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, key)]));
}

function looksSecret(name: string, value: string): boolean {
  if (/^sk-(?!\.\.\.)/.test(value) || /^Bearer\s/i.test(value)) return true;
  return SECRET_NAME.test(name) && !HARMLESS.test(name) && !value.startsWith('os.environ/');
}

/** The fields that differ, as they were and as they are. */
export function changedFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): { readonly before: Record<string, unknown>; readonly after: Record<string, unknown> } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
  return {
    before: Object.fromEntries(names.map((name) => [name, before[name] ?? null])),
    after: Object.fromEntries(names.map((name) => [name, after[name] ?? null])),
  };
}
