import type { DeploymentSummary, ModelGroup } from '../protocol/api.ts';

/** What the tree of models shows: groups, under each its deployments, then its fallbacks in order. */
export type ModelNode =
  | { readonly kind: 'group'; readonly group: ModelGroup }
  | { readonly kind: 'deployment'; readonly group: ModelGroup; readonly deployment: DeploymentSummary }
  | { readonly kind: 'fallbacks'; readonly group: ModelGroup }
  | {
      readonly kind: 'fallback';
      readonly group: ModelGroup;
      readonly position: number;
      readonly name: string;
      readonly lost: readonly Capability[];
    };

export const capabilities = ['tools', 'images', 'documents', 'thinking', 'promptCaching'] as const;
export type Capability = (typeof capabilities)[number];

export function rootNodes(groups: readonly ModelGroup[]): ModelNode[] {
  return groups.map((group) => ({ kind: 'group', group }));
}

export function childNodes(node: ModelNode, groups: readonly ModelGroup[]): ModelNode[] {
  if (node.kind === 'group') return groupChildren(node.group);
  if (node.kind === 'fallbacks') return fallbackNodes(node.group, groups);
  return [];
}

function groupChildren(group: ModelGroup): ModelNode[] {
  const deployments: ModelNode[] = group.deployments.map((deployment) => ({ kind: 'deployment', group, deployment }));
  return group.fallbacks.length === 0 ? deployments : [...deployments, { kind: 'fallbacks', group }];
}

function fallbackNodes(group: ModelGroup, groups: readonly ModelGroup[]): ModelNode[] {
  return group.fallbacks.map((name, index) => {
    const target = groups.find((candidate) => candidate.name === name);
    return { kind: 'fallback', group, position: index + 1, name, lost: lostCapabilities(group, target) };
  });
}

/** What every deployment of the group can do and some deployment of the fallback cannot. */
export function lostCapabilities(group: ModelGroup, fallback: ModelGroup | undefined): Capability[] {
  if (fallback === undefined) return [];
  return capabilities.filter((name) => supports(group, name) && !supports(fallback, name));
}

function supports(group: ModelGroup, capability: Capability): boolean {
  return group.deployments.length > 0 && group.deployments.every((deployment) => deployment.supports[capability]);
}
