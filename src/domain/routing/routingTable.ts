import type { Deployment } from '../deployment.ts';
import { parseModelName } from '../modelString.ts';
import { remembered } from '../remembered.ts';
import type { RouterSettings } from './routerSettings.ts';
import { captures, isWildcard, makeDeployment, sortWildcards, type WildcardGroup } from './wildcards.ts';

/** What a client's model name means. */
export type Resolution =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'deployment'; readonly group: string; readonly deployment: Deployment };

interface Routes {
  readonly deployments: readonly Deployment[];
  readonly router: RouterSettings;
}

/** Names that a wildcard served and whose deployments are kept at hand; clients can make up any number of them. */
const MOST_MADE_GROUPS = 1000;

/** The deployments of one config by everything that a name can mean. */
export class RoutingTable {
  readonly groups: ReadonlyMap<string, readonly Deployment[]>;
  readonly #router: RouterSettings;
  readonly #byId: ReadonlyMap<string, Deployment>;
  readonly #byModel: ReadonlyMap<string, Deployment>;
  readonly #teamNames: ReadonlyMap<string, string>;
  readonly #wildcards: readonly WildcardGroup[];
  readonly #made = new Map<string, readonly Deployment[]>();

  constructor({ deployments, router }: Routes) {
    this.#router = router;
    this.groups = groupDeployments(deployments);
    // A wildcard is no model itself.
    const named = deployments.filter(({ group }) => !isWildcard(group));
    this.#byId = new Map(named.map((deployment) => [deployment.id, deployment]));
    // Of two deployments of one model the first counts.
    this.#byModel = new Map(named.map((deployment) => [deployment.litellmModel, deployment] as const).reverse());
    this.#teamNames = new Map(deployments.flatMap(toTeamName));
    this.#wildcards = sortWildcards(this.groups);
  }

  /**
   * Order of LiteLLM: a deployment's id, an alias, a group, a team's own name for one, a wildcard, the provider's model
   * string (which Cline may send, because it lists `litellm_params.model` beside `model_name`), the first default
   * fallback. Undefined where nothing fits.
   */
  resolve(name: string, teamId?: string | undefined): Resolution | undefined {
    const deployment = this.#byId.get(name);
    if (deployment !== undefined) return { kind: 'deployment', group: deployment.group, deployment };
    const group = this.#groupOf(name, teamId);
    return group === undefined ? undefined : { kind: 'group', group };
  }

  /** The deployments of a group, in the config's order; of a name that a wildcard serves, those that were made for it. */
  deploymentsOf(group: string): readonly Deployment[] {
    return this.groups.get(group) ?? this.#madeFor(group);
  }

  #groupOf(name: string, teamId: string | undefined): string | undefined {
    // Own keys alone: `constructor` is no alias.
    const alias = Object.hasOwn(this.#router.aliases, name) ? this.#router.aliases[name]?.group : undefined;
    if (alias !== undefined) return alias;
    if (this.groups.has(name) && !isWildcard(name)) return name;
    const ofTeam = teamId === undefined ? undefined : this.#teamNames.get(teamKey(teamId, name));
    if (ofTeam !== undefined) return ofTeam;
    if (this.#madeFor(name).length > 0) return name;
    return this.#byModel.get(name)?.group ?? this.#router.defaultFallbacks[0];
  }

  #madeFor(name: string): readonly Deployment[] {
    if (this.#wildcards.length === 0 || isWildcard(name)) return [];
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const made = this.#make(name);
    const [oldest] = this.#made.keys();
    if (this.#made.size >= MOST_MADE_GROUPS && oldest !== undefined) this.#made.delete(oldest);
    this.#made.set(name, made);
    return made;
  }

  /** A name without its provider (`gpt-4o`) is looked for with it, too. */
  #make(name: string): readonly Deployment[] {
    const parsed = parseModelName(name, undefined);
    const names = 'problem' in parsed || !parsed.inferred ? [name] : [name, `${parsed.provider}/${name}`];
    for (const wildcard of this.#wildcards) {
      for (const each of names) {
        const captured = captures(wildcard, each);
        if (captured === undefined) continue;
        return wildcard.deployments.flatMap((deployment) => {
          const made = makeDeployment(deployment, captured, each);
          return made === undefined ? [] : [{ ...made, group: name }];
        });
      }
    }
    return [];
  }
}

const tables = new WeakMap<Routes, RoutingTable>();

/** The table of a config. Settings never change, so each has one, made when it is first asked for. */
export function routingTable(settings: Routes): RoutingTable {
  return remembered(tables, settings, () => new RoutingTable(settings));
}

/** Deployments by group, in the config's order. */
function groupDeployments(deployments: readonly Deployment[]): ReadonlyMap<string, readonly Deployment[]> {
  const groups = new Map<string, Deployment[]>();
  for (const deployment of deployments) {
    const group = groups.get(deployment.group);
    if (group === undefined) groups.set(deployment.group, [deployment]);
    else group.push(deployment);
  }
  return groups;
}

function toTeamName({ group, info }: Deployment): readonly (readonly [string, string])[] {
  const { team_id: team, team_public_model_name: name } = info;
  return typeof team === 'string' && typeof name === 'string' ? [[teamKey(team, name), group]] : [];
}

function teamKey(teamId: string, name: string): string {
  return JSON.stringify([teamId, name]);
}
