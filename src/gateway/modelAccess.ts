import { type AccessGroups, modelDenial, type WantedModel } from '../domain/access/modelAccess.ts';
import type { Deployment } from '../domain/deployment.ts';
import { stringsOf, textMapOf } from '../domain/entities.ts';
import { GatewayError } from '../domain/errors.ts';
import { remembered } from '../domain/remembered.ts';
import type { Caller } from '../domain/virtualKey.ts';
import type { GatewayContext } from './context.ts';

/** What a name means to this caller: aliases of the key come before those of its team. */
export function withoutAlias(caller: Caller, model: string): string {
  if (caller.role === 'admin') return model;
  const { key, team } = caller;
  if (Object.hasOwn(key.aliases, model)) return key.aliases[model] ?? model;
  const ofTeam = textMapOf(team?.fields, 'model_aliases');
  return Object.hasOwn(ofTeam, model) ? (ofTeam[model] ?? model) : model;
}

/** Throws `model-access`, in LiteLLM's words, unless the caller may use the model. */
export function requireModelAccess(context: GatewayContext, caller: Caller, wanted: WantedModel): void {
  const denial = caller.role === 'admin' ? undefined : modelDenial(caller, wanted, accessGroups(context));
  if (denial === undefined) return;
  throw new GatewayError(
    'model-access',
    `The requested model '${wanted.requested}' is not available for this API key, or the model name is invalid. Check the models available to you and try again.`,
    { param: 'model', type: `${denial}_model_access_denied` },
  );
}

/** Whether the caller may use a group by its name. */
export function mayUseGroup(context: GatewayContext, caller: Caller, name: string, group: string = name): boolean {
  if (caller.role === 'admin') return true;
  return modelDenial(caller, { requested: name, name, group }, accessGroups(context)) === undefined;
}

const ofDeployments = new WeakMap<readonly Deployment[], AccessGroups>();

/** Groups of `model_info.access_groups`, and those that were made through the API. */
export function accessGroups({ settings, directory }: GatewayContext): AccessGroups {
  const { deployments } = settings.current;
  const written = remembered(ofDeployments, deployments, () => readAccessGroups(deployments));
  const made = directory.accessGroups();
  if (made.size === 0) return written;
  const names = new Set([...written.keys(), ...made.keys()]);
  return new Map([...names].map((name) => [name, [...(written.get(name) ?? []), ...(made.get(name) ?? [])]]));
}

function readAccessGroups(deployments: readonly Deployment[]): AccessGroups {
  const groups = new Map<string, string[]>();
  for (const { info, group } of deployments) {
    for (const name of stringsOf(info, 'access_groups')) groups.set(name, [...(groups.get(name) ?? []), group]);
  }
  return groups;
}
