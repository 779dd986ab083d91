/** A key shown to no one: servers like to quote the key that they refuse. */
const KEY_LIKE = /\b(sk|rk|pk)-[A-Za-z0-9_*.-]{6,}/g;
const MASK = '[hidden]';
/** Shorter values are words, such as the dummy keys that local servers are given. */
const MIN_SECRET_LENGTH = 8;

export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret.length >= MIN_SECRET_LENGTH) masked = masked.replaceAll(secret, MASK);
  }
  return masked.replace(KEY_LIKE, `$1-${MASK}`);
}
