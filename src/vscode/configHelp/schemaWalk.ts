import { z } from 'zod';

/** The part of JSON schema that is used here. */
export interface SchemaNode {
  readonly description?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly additionalProperties?: SchemaNode | boolean | undefined;
  readonly items?: SchemaNode | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
}

export const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    description: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    additionalProperties: z.union([z.boolean(), schemaNode]).optional(),
    items: schemaNode.optional(),
    anyOf: z.array(schemaNode).optional(),
  }),
);

/** What a path of keys leads to; items of lists need no step of their own. */
export function nodeAt(root: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  let nodes: readonly SchemaNode[] = [root];
  for (const step of path) nodes = nodes.flatMap(unfold).flatMap((node) => childOf(node, step));
  return nodes[0];
}

/** The keys that may stand at a path, with what they mean. */
export function keysAt(root: SchemaNode, path: readonly string[]): ReadonlyMap<string, SchemaNode> {
  const node = nodeAt(root, path);
  const found = node === undefined ? [] : unfold(node).flatMap(({ properties }) => Object.entries(properties ?? {}));
  return new Map(found);
}

/** Words that may stand behind a key. */
export function valuesOf(node: SchemaNode): readonly string[] {
  const alternatives = unfold(node);
  const words = alternatives.flatMap((each) => each.enum ?? []).filter((value) => typeof value === 'string');
  const isFlag = alternatives.some(({ type }) => type === 'boolean');
  return [...new Set([...words, ...(isFlag ? ['true', 'false'] : [])])];
}

function childOf(node: SchemaNode, step: string): readonly SchemaNode[] {
  const own = node.properties !== undefined && Object.hasOwn(node.properties, step) ? node.properties[step] : undefined;
  if (own !== undefined) return [own];
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
}

/** A node with its alternatives, and the items where it is a list. */
function unfold(node: SchemaNode): readonly SchemaNode[] {
  const alternatives = node.anyOf?.flatMap(unfold) ?? [];
  const items = node.items === undefined ? [] : unfold(node.items);
  return [node, ...alternatives, ...items];
}
