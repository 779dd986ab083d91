import { isObject, parseJson } from '../domain/json.ts';

/** JSON text of a column; NULL where the value is undefined or JSON cannot carry it: a row must not be lost for it. */
export function toJsonColumn(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return toJsonWithBigInts(value);
  }
}

function toJsonWithBigInts(value: unknown): string | null {
  try {
    return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? Number(part) : part)) ?? null;
  } catch {
    return null;
  }
}

export function fromJsonColumn(text: string | null): unknown {
  return text === null ? undefined : parseJson(text);
}

export function objectFromJson(text: string | null): Readonly<Record<string, unknown>> {
  const value = fromJsonColumn(text);
  return isObject(value) ? value : {};
}

export function stringsFromJson(text: string | null): readonly string[] {
  const value = fromJsonColumn(text);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A map of strings to strings; other values are left out. */
export function stringMapFromJson(text: string | null): Readonly<Record<string, string>> {
  const entries = Object.entries(objectFromJson(text));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
