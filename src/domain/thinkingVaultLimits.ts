import { isObject } from './json.ts';

/** How long and how much the vault keeps. */
export interface ThinkingVaultLimits {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const BYTES_PER_MB = 1024 * 1024;
const DEFAULT_DAYS = 7;
const DEFAULT_MB = 64;

/** Reads `torii_settings.thinking_vault_max_age_days` and `…_max_size_mb` from a config document. */
export function readVaultLimits(document: Readonly<Record<string, unknown>>): ThinkingVaultLimits {
  const settings = document['torii_settings'];
  const own = isObject(settings) ? settings : {};
  return {
    maxAgeMs: amountOf(own['thinking_vault_max_age_days'], DEFAULT_DAYS) * DAY_MS,
    maxBytes: Math.round(amountOf(own['thinking_vault_max_size_mb'], DEFAULT_MB) * BYTES_PER_MB),
  };
}

function amountOf(value: unknown, fallback: number): number {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 ? amount : fallback;
}
