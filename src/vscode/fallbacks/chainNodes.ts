import type { FallbackChain, Routing } from '../../protocol/routing.ts';

export type ChainKind = FallbackChain['kind'];
/** In the order in which a person meets them. */
export const chainKinds: readonly ChainKind[] = ['general', 'context_window', 'content_policy', 'default'];

/** What the tree of fallbacks shows: kinds, under each its chains, under each its models in order. */
export type ChainNode =
  | { readonly kind: 'chainKind'; readonly of: ChainKind; readonly chains: readonly FallbackChain[] }
  | { readonly kind: 'chain'; readonly chain: FallbackChain }
  | { readonly kind: 'chainTarget'; readonly chain: FallbackChain /** From 0. */; readonly position: number };

/** Every kind is there, also without chains: that is where the first one is added. */
export function chainRoots({ chains }: Routing): ChainNode[] {
  return chainKinds.map((of) => ({ kind: 'chainKind', of, chains: chains.filter(({ kind }) => kind === of) }));
}

/** The default chain is the only one of its kind: its models stand right below it. */
export function chainChildren(node: ChainNode): ChainNode[] {
  if (node.kind === 'chainTarget') return [];
  if (node.kind === 'chain') return targetsOf(node.chain);
  const [first] = node.chains;
  if (node.of === 'default') return first === undefined ? [] : targetsOf(first);
  return node.chains.map((chain) => ({ kind: 'chain', chain }));
}

function targetsOf(chain: FallbackChain): ChainNode[] {
  return chain.fallbacks.map((_target, position) => ({ kind: 'chainTarget', chain, position }));
}
