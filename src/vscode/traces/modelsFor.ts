import type { ModelGroup } from '../../protocol/api.ts';

/** A group, with what its deployments answer to. */
type Group = Pick<ModelGroup, 'name'> & {
  readonly deployments: readonly Pick<ModelGroup['deployments'][number], 'mode'>[];
};

/** Groups that a request can be sent to again: its own first, then those of its kind, such as chat or embedding. */
export function modelsFor(own: string, groups: readonly Group[]): readonly string[] {
  const kinds = modesOf(groups.find(({ name }) => name === own));
  const others = groups.filter((group) => group.name !== own && isOfKind(modesOf(group), kinds));
  return [own, ...others.map(({ name }) => name)];
}

/** What is no more in the config may be of any kind. */
function isOfKind(modes: ReadonlySet<string>, kinds: ReadonlySet<string>): boolean {
  return kinds.size === 0 || [...modes].some((mode) => kinds.has(mode));
}

function modesOf(group: Group | undefined): ReadonlySet<string> {
  return new Set(group?.deployments.map(({ mode }) => mode) ?? []);
}
