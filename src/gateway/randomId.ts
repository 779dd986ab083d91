import type { Clock, Random } from '../domain/ports.ts';

const VERSION_7 = 0x70;
const VARIANT = 0x80;

/** A new id in the form of a UUID: of a team, a user, a budget. */
export function randomId(random: Random): string {
  return formatted(Buffer.from(random.bytes(16)));
}

/**
 * The id of a call, a UUID of version 7 (RFC 9562): it begins with the time, so that the ids of calls that end together lie side by
 * side in the ledger's indexes, and few pages change with them.
 */
export function newCallId({ random, clock }: { readonly random: Random; readonly clock: Clock }): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes.writeUIntBE(Math.floor(clock.now()), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | VERSION_7, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | VARIANT, 8);
  return formatted(bytes);
}

function formatted(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
