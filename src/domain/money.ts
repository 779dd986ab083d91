/** Money is an integer of nano-USD (1e-9 dollar): $1 is 1_000_000_000. Safe as a JavaScript number up to 9 million dollars. */
export type NanoUsd = number;

export const NANO_PER_USD = 1_000_000_000;

/** Dollars to nano-USD, rounded to the nearest. */
export function fromUsd(usd: number): NanoUsd {
  return Math.round(usd * NANO_PER_USD);
}

export function toUsd(nano: NanoUsd): number {
  return nano / NANO_PER_USD;
}
