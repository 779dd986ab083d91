/** Changes to a settings document as a list of single values: the same list writes, previews, verifies and takes back. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, type JsonValue } from '../domain/json.ts';

/** The element of a list whose `key` says `value`, wherever it stands. Setting a value in it adds it where it is missing. */
export interface ListItem {
  readonly key: string;
  readonly value: string;
}

export type PathStep = string | ListItem;

export interface Assignment {
  readonly path: readonly PathStep[];
  /** Undefined removes the key. */
  readonly value: JsonValue | undefined;
  /** The configuration does not work without it; the rest may be changed by the program itself. */
  readonly essential: boolean;
}

export function needed(path: readonly PathStep[], value: JsonValue | undefined): Assignment {
  return { path, value, essential: true };
}

export function helpful(path: readonly PathStep[], value: JsonValue | undefined): Assignment {
  return { path, value, essential: false };
}

export function valueAt(document: unknown, path: readonly PathStep[]): unknown {
  return path.reduce(stepInto, document);
}

export function isAssigned(document: unknown, assignment: Assignment): boolean {
  return isDeepStrictEqual(valueAt(document, assignment.path), assignment.value);
}

/** The document with one value set or removed. Every other key stays, in its place; a new key goes last. */
export function assign(
  document: JsonValue | undefined,
  path: readonly PathStep[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  return typeof step === 'string' ? assignKey(document, step, rest, value) : assignItem(document, step, rest, value);
}

/** `models[Torii].apiBase`, for people. */
export function nameOfPath(path: readonly PathStep[]): string {
  return path.reduce<string>((name, step) => {
    if (typeof step !== 'string') return `${name}[${step.value}]`;
    return name === '' ? step : `${name}.${step}`;
  }, '');
}

/** The names along a path, which tell whether it leads to a secret. */
export function namesOfPath(path: readonly PathStep[]): readonly string[] {
  return path.filter((step) => typeof step === 'string');
}

/** Where an item stands in a list; -1 where it does not. */
export function indexOfItem(list: unknown, item: ListItem): number {
  if (!Array.isArray(list)) return -1;
  return list.findIndex((element) => isObject(element) && element[item.key] === item.value);
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}

function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function stepInto(value: unknown, step: PathStep): unknown {
  if (typeof step === 'string') return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return Array.isArray(value) ? value[indexOfItem(value, step)] : undefined;
}

function assignKey(
  document: JsonValue | undefined,
  name: string,
  rest: readonly PathStep[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (value === undefined && valueAt(document, [name, ...rest]) === undefined) return document;
  const object = isJsonObject(document) ? document : {};
  const inner = assign(Object.hasOwn(object, name) ? object[name] : undefined, rest, value);
  return inner === undefined ? without(object, name) : { ...object, [name]: inner };
}

function assignItem(
  document: JsonValue | undefined,
  item: ListItem,
  rest: readonly PathStep[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (value === undefined && valueAt(document, [item, ...rest]) === undefined) return document;
  const list = isJsonList(document) ? document : [];
  const index = indexOfItem(list, item);
  const found = index === -1 ? { [item.key]: item.value } : list[index];
  const inner = assign(found, rest, value);
  if (inner === undefined) return list.filter((_, position) => position !== index);
  return index === -1 ? [...list, inner] : list.with(index, inner);
}

function without(document: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== name));
}
