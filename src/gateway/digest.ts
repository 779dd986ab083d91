import { createHash, createHmac, hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in hex: what stands for a key everywhere. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The hash of a key, or a hash as it is: management endpoints take both. */
export function toToken(keyOrHash: string): string {
  return keyOrHash.startsWith('sk-') ? hashKey(keyOrHash) : keyOrHash;
}

/** Compares two secrets without telling by its time how much of them agrees. */
export function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}

/** Proof that the gateway on this port knows the home's key, for the nonce of whoever asks. */
export function identityProof(homeKey: string, nonce: string, port: number): string {
  return createHmac('sha256', homeKey).update(`${nonce}:${port}`).digest('hex');
}

/** The first 96 bits of a SHA-256, in hex: enough to tell things of one machine apart. */
export function shortDigest(text: string): string {
  return hash('sha256', text).slice(0, 24);
}
