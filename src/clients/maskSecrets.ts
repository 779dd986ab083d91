/** Settings as they may be shown: the words of secrets are covered, all else stays. */
import { isObject } from '../domain/json.ts';

const SECRET_NAME = /keys?$|tokens?$|secret|password|credential|auth|headers|cookie/i;
const URL_CREDENTIALS = /:\/\/[^/@\s]+@/g;
const MIN_LENGTH_FOR_TAIL = 12;

/** `sk-…wxyz`: the last four characters of a long secret, so that two can be told apart. */
export function maskSecret(secret: string): string {
  if (secret === '') return '';
  const head = secret.startsWith('sk-') ? 'sk-' : '';
  return secret.length < MIN_LENGTH_FOR_TAIL ? '••••' : `${head}••••${secret.slice(-4)}`;
}

/**
 * A JSON value with every string covered that stands below a name that sounds like a secret, or every string at
 * all (`all`). Numbers, booleans and the names themselves stay.
 */
export function maskSecrets(value: unknown, all: boolean): unknown {
  if (typeof value === 'string') return all ? maskSecret(value) : value.replace(URL_CREDENTIALS, '://••••@');
  if (Array.isArray(value)) return value.map((item) => maskSecrets(item, all));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskSecrets(inner, all || SECRET_NAME.test(name))]),
  );
}

/** True where a value under this path of names is a secret. */
export function isSecretPath(path: readonly string[]): boolean {
  return path.some((name) => SECRET_NAME.test(name));
}
