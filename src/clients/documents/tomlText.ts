/** Keys and values as TOML 1.0 writes them. */
import type { JsonValue } from '../../domain/json.ts';

export function tomlKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : tomlString(name);
}

/** Throws TypeError for null, which TOML does not have. */
export function tomlValue(value: JsonValue): string {
  if (value === null) throw new TypeError('TOML has no null.');
  if (typeof value === 'string') return tomlString(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  const pairs = Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [`${tomlKey(name)} = ${tomlValue(inner)}`],
  );
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** A basic string: JSON's escapes are TOML's, but for the control character 0x7F. */
function tomlString(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', String.raw`\u007F`);
}
