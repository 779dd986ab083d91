/** Money is an integer of nano-USD (1e-9 dollar): $1 is 1_000_000_000. Safe as a JavaScript number up to 9 million dollars. */
export type NanoUsd = number;

export const NANO_PER_USD = 1_000_000_000;

/** Dollars to nano-USD, rounded to the nearest. What is more than nine million dollars counts as that: it cannot be added up exactly. */
export function fromUsd(usd: number): NanoUsd {
  return toSafeInteger(usd * NANO_PER_USD);
}

/** The nearest integer that arithmetic and the ledger keep exactly. */
export function toSafeInteger(amount: number): number {
  return Math.round(Math.min(Math.max(amount, -Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER));
}

export function toUsd(nano: NanoUsd): number {
  return nano / NANO_PER_USD;
}
