import type { SourceRange } from './textPositions.ts';

export type DocumentPath = readonly (string | number)[];

/** Where a value stands; a tree of the same shape as the document. */
export interface LocationNode {
  /** The key in front of the value, where it has one. */
  readonly key: SourceRange | undefined;
  readonly value: SourceRange;
  readonly children: ReadonlyMap<string, LocationNode>;
}

/** The node at a path, or the nearest one above it. */
export function locate(root: LocationNode, path: DocumentPath): { node: LocationNode; exact: boolean } {
  let node = root;
  for (const step of path) {
    const child = node.children.get(String(step));
    if (child === undefined) return { node, exact: false };
    node = child;
  }
  return { node, exact: true };
}

/** `model_list.2.litellm_params.model` */
export function formatPath(path: DocumentPath): string {
  return path.join('.');
}
