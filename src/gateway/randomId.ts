import type { Clock, Random } from '../domain/ports.ts';

/** The digit that holds the two bits of the variant, by its other two. */
const VARIANTS = '89ab';
const TIME_DIGITS = 12;

/** A new id in the form of a UUID: of a team, a user, a budget. */
export function randomId(random: Random): string {
  return formatted(Buffer.from(random.bytes(16)));
}

/**
 * The id of a call, a UUID of version 7 (RFC 9562): it begins with the time, so that the ids of calls that end together lie side by
 * side in the ledger's indexes, and few pages change with them.
 */
export function newCallId({ random, clock }: { readonly random: Random; readonly clock: Clock }): string {
  const bytes = random.bytes(10);
  const time = Math.floor(clock.now()).toString(16).padStart(TIME_DIGITS, '0');
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  const variant = VARIANTS[((bytes[2] ?? 0) >> 4) & 3] ?? '';
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(5, 8)}-${hex.slice(8)}`;
}

function formatted(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
