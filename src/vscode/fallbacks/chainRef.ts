import type { ToriiNode } from '../trees/toriiNode.ts';
import type { ChainKind } from './chainNodes.ts';

/** A chain that a command works on, and perhaps one place in it. */
export interface ChainRef {
  readonly kind: ChainKind;
  /** Undefined for the default chain. */
  readonly model: string | undefined;
  /** As it is now. */
  readonly names: readonly string[];
  /** From 0. */
  readonly position: number | undefined;
}

/** The chain behind a node of the trees of models and of fallbacks; undefined where a model has to be chosen first. */
export function chainOf(node: ToriiNode | undefined): ChainRef | undefined {
  switch (node?.kind) {
    case 'group':
    case 'fallbacks':
      return { kind: 'general', model: node.group.name, names: node.chain, position: undefined };
    case 'fallback':
      return { kind: 'general', model: node.group.name, names: node.chain, position: node.position };
    case 'chain':
    case 'chainTarget': {
      const { kind, model, fallbacks } = node.chain;
      const position = node.kind === 'chainTarget' ? node.position : undefined;
      return { kind, model: model ?? undefined, names: fallbacks.map((target) => target.model), position };
    }
    case 'chainKind':
      if (node.of !== 'default') return undefined;
      return { kind: 'default', model: undefined, names: namesOf(node.chains[0]), position: undefined };
    default:
      return undefined;
  }
}

function namesOf(chain: { readonly fallbacks: readonly { readonly model: string }[] } | undefined): readonly string[] {
  return chain?.fallbacks.map(({ model }) => model) ?? [];
}

/** The chain with one model moved by `steps`; the same one where it stands at the end already. */
export function moved({ names, position }: ChainRef, steps: -1 | 1): readonly string[] {
  return position === undefined ? names : movedTo({ names, position }, position + steps);
}

/** The chain with one model at another place, from 0; the same one where there is no such place, or it stands there. */
export function movedTo({ names, position }: Pick<ChainRef, 'names' | 'position'>, to: number): readonly string[] {
  const name = position === undefined ? undefined : names[position];
  if (position === undefined || name === undefined || to === position) return names;
  return to < 0 || to >= names.length ? names : names.toSpliced(position, 1).toSpliced(to, 0, name);
}

/** Whether both point into one chain. */
export function isSameChain(a: ChainRef, b: ChainRef): boolean {
  return a.kind === b.kind && a.model === b.model;
}

/** The chain without the model that the reference points at. */
export function without({ names, position }: ChainRef): readonly string[] {
  return position === undefined ? names : names.toSpliced(position, 1);
}
