import { isObject } from '../../../domain/json.ts';
import { type DocumentObject, type DocumentValue, toDocument } from '../documentValue.ts';

const LOCAL = /^#\/(?:\$defs|definitions)\/([^/]+)$/;

/**
 * A JSON schema with its local `$ref`s replaced by what they name, for models that do not follow them. Where a schema
 * holds itself, the inner one takes anything.
 */
export function withoutReferences(schema: DocumentObject): DocumentObject {
  const { $defs, definitions, ...rest } = schema;
  const named = { ...(isObject(definitions) ? definitions : {}), ...(isObject($defs) ? $defs : {}) };
  const resolved = resolve(rest, named, []);
  return isObject(resolved) ? resolved : {};
}

function resolve(node: unknown, named: Readonly<Record<string, unknown>>, open: readonly string[]): DocumentValue {
  if (Array.isArray(node)) return node.map((item) => resolve(item, named, open));
  if (!isObject(node)) return toDocument(node);
  const { $ref: reference, ...siblings } = node;
  const name = typeof reference === 'string' ? LOCAL.exec(reference)?.[1] : undefined;
  if (name === undefined || !(name in named)) return resolveMembers(node, named, open);
  if (open.includes(name)) return {};
  const target = resolve(named[name], named, [...open, name]);
  return { ...(isObject(target) ? target : {}), ...resolveMembers(siblings, named, open) };
}

function resolveMembers(
  node: Readonly<Record<string, unknown>>,
  named: Readonly<Record<string, unknown>>,
  open: readonly string[],
): DocumentObject {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value, named, open)]));
}
