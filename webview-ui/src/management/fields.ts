import { isRecord } from '../transport/apiError.ts';

const NANO_PER_USD = 1_000_000_000;

/** Reads fields of the management API's rows, which are LiteLLM's: USD, ISO 8601, null for what is not set. */
export class Fields {
  readonly #row: Readonly<Record<string, unknown>>;

  constructor(row: unknown) {
    this.#row = isRecord(row) ? row : {};
  }

  text(name: string): string | null {
    const value = this.#row[name];
    return typeof value === 'string' && value !== '' ? value : null;
  }

  number(name: string): number | null {
    const value = this.#row[name];
    return typeof value === 'number' ? value : null;
  }

  /** USD as nano-USD. */
  money(name: string): number | null {
    const usd = this.number(name);
    return usd === null ? null : Math.round(usd * NANO_PER_USD);
  }

  /** ISO 8601 as epoch ms. */
  time(name: string): number | null {
    const text = this.text(name);
    const at = text === null ? Number.NaN : Date.parse(text);
    return Number.isNaN(at) ? null : at;
  }

  flag(name: string): boolean {
    return this.#row[name] === true;
  }

  texts(name: string): readonly string[] {
    const value = this.#row[name];
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  }

  rows(name: string): readonly Fields[] {
    const value = this.#row[name];
    return Array.isArray(value) ? value.map((entry) => new Fields(entry)) : [];
  }
}
