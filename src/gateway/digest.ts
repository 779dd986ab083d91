import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in hex: what stands for a key everywhere. */
export function hashKey(key: string): string {
  return hash('sha256', key);
}

/** Whether one of some hashes of keys, as bytes, is this one; its time does not tell how much of them agrees. */
export function isAmong(token: string, known: readonly Buffer[]): boolean {
  const bytes = tokenBytes(token);
  return known.some((each) => timingSafeEqual(bytes, each));
}

/** The bytes of a hash in hex. */
export function tokenBytes(token: string): Buffer {
  return Buffer.from(token, 'hex');
}

/** The hash of a key, or a hash as it is: management endpoints take both. */
export function toToken(keyOrHash: string): string {
  return keyOrHash.startsWith('sk-') ? hashKey(keyOrHash) : keyOrHash;
}

/** Compares two secrets without telling by its time how much of them agrees. */
export function sameSecret(left: string, right: string): boolean {
  return isAmong(hashKey(left), [tokenBytes(hashKey(right))]);
}

/** Proof that the gateway on this port knows the home's key, for the nonce of whoever asks. */
export function identityProof(homeKey: string, nonce: string, port: number): string {
  return createHmac('sha256', homeKey).update(`${nonce}:${port}`).digest('hex');
}

/** The first 96 bits of a SHA-256, in hex: enough to tell things of one machine apart. */
export function shortDigest(text: string): string {
  return hash('sha256', text).slice(0, 24);
}
