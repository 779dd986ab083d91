import type { DeploymentSummary, ModelGroup } from '../../protocol/api.ts';
import type { FallbackChain, Routing } from '../../protocol/routing.ts';

/** Groups with their deployments, and the chains behind them. */
export interface Models {
  readonly groups: readonly ModelGroup[];
  readonly routing: Routing;
}

type Target = FallbackChain['fallbacks'][number];

/** What the tree of models shows: groups, under each its deployments, then its fallbacks in order. */
export type ModelNode =
  | { readonly kind: 'group'; readonly group: ModelGroup; readonly chain: readonly string[] }
  | { readonly kind: 'deployment'; readonly group: ModelGroup; readonly deployment: DeploymentSummary }
  | {
      readonly kind: 'fallbacks';
      readonly group: ModelGroup;
      readonly inherited: boolean;
      readonly chain: readonly string[];
    }
  | {
      readonly kind: 'fallback';
      readonly group: ModelGroup;
      /** From 0. */
      readonly position: number;
      readonly target: Target;
      /** It is one of the default chain. */
      readonly inherited: boolean;
      readonly chain: readonly string[];
    };

export const capabilities = ['tools', 'images', 'documents', 'thinking', 'promptCaching'] as const;

export function rootNodes({ groups, routing }: Models): ModelNode[] {
  return groups.map((group) => ({ kind: 'group', group, chain: namesOf(ownChain(group, routing)) }));
}

export function childNodes(node: ModelNode, models: Models): ModelNode[] {
  if (node.kind === 'group') return groupChildren(node.group, models);
  if (node.kind === 'fallbacks') return fallbackNodes(node.group, models);
  return [];
}

function groupChildren(group: ModelGroup, { routing }: Models): ModelNode[] {
  const deployments: ModelNode[] = group.deployments.map((deployment) => ({ kind: 'deployment', group, deployment }));
  const own = ownChain(group, routing);
  const chain = own ?? inheritedChain(group, routing);
  if (chain === undefined || namesOf(chain).length === 0) return deployments;
  return [...deployments, { kind: 'fallbacks', group, inherited: own === undefined, chain: namesOf(own) }];
}

function fallbackNodes(group: ModelGroup, { routing }: Models): ModelNode[] {
  const own = ownChain(group, routing);
  const targets = (own ?? inheritedChain(group, routing))?.fallbacks ?? [];
  return targets.map((target, position) => {
    return { kind: 'fallback', group, position, target, inherited: own === undefined, chain: namesOf(own) };
  });
}

function ownChain({ name }: ModelGroup, { chains }: Routing): FallbackChain | undefined {
  return chains.find(({ kind, model }) => kind === 'general' && model === name);
}

/** A model is not its own fallback. */
function inheritedChain({ name }: ModelGroup, { chains }: Routing): FallbackChain | undefined {
  const chain = chains.find(({ kind }) => kind === 'default');
  return chain && { ...chain, fallbacks: chain.fallbacks.filter(({ model }) => model !== name) };
}

function namesOf(chain: FallbackChain | undefined): readonly string[] {
  return chain?.fallbacks.map(({ model }) => model) ?? [];
}
