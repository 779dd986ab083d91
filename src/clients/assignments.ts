/** Changes to a JSON document as a list of single values: the same list writes, previews and verifies. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, type JsonValue } from '../domain/json.ts';

export interface Assignment {
  readonly path: readonly string[];
  /** Undefined removes the key. */
  readonly value: JsonValue | undefined;
  /** The configuration does not work without it; the rest may be changed by the program itself. */
  readonly essential: boolean;
}

export function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce(
    (value: unknown, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    document,
  );
}

export function isAssigned(document: unknown, assignment: Assignment): boolean {
  return isDeepStrictEqual(valueAt(document, assignment.path), assignment.value);
}

/** The document with one value set or removed. Every other key stays, in its place; a new key goes last. */
export function assign(document: JsonObject, path: readonly string[], value: JsonValue | undefined): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return document;
  if (rest.length === 0) return value === undefined ? without(document, name) : { ...document, [name]: value };
  const inner = Object.hasOwn(document, name) ? document[name] : undefined;
  const nested = isJsonObject(inner) ? inner : {};
  if (value === undefined && !isJsonObject(inner)) return document;
  return { ...document, [name]: assign(nested, rest, value) };
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}

function without(document: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== name));
}
