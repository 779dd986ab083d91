import type { DeploymentSummary, ModelGroup } from '../../../../src/protocol/api.ts';

/** A line of the list: a group, or one of its deployments below it. */
export type ModelLine =
  | { readonly kind: 'group'; readonly group: ModelGroup }
  | { readonly kind: 'deployment'; readonly group: ModelGroup; readonly deployment: DeploymentSummary };

/** Groups with their deployments below them, in the order of the config; those of closed groups are left out. */
export function toModelLines(groups: readonly ModelGroup[], closed: ReadonlySet<string>): readonly ModelLine[] {
  return groups.flatMap((group): readonly ModelLine[] => [
    { kind: 'group', group },
    ...(closed.has(group.name)
      ? []
      : group.deployments.map((deployment) => ({ kind: 'deployment' as const, group, deployment }))),
  ]);
}

export function lineKey(line: ModelLine): string {
  return line.kind === 'group' ? `group ${line.group.name}` : `deployment ${line.group.name} ${line.deployment.id}`;
}

type Health = DeploymentSummary['health'];

/** The best state of a group: it works as long as one of its deployments does. */
export function groupHealth({ deployments }: ModelGroup): Health {
  const order: readonly Health[] = ['ready', 'cooling', 'unavailable'];
  return order.find((health) => deployments.some((deployment) => deployment.health === health)) ?? 'unavailable';
}

const CAPABILITIES = ['tools', 'images', 'documents', 'thinking', 'promptCaching'] as const;
export type Capability = (typeof CAPABILITIES)[number];

export function capabilitiesOf({ supports }: Pick<DeploymentSummary, 'supports'>): readonly Capability[] {
  return CAPABILITIES.filter((name) => supports[name]);
}
