/** Which models a key may use. Rules of LiteLLM: the key's list, its team's, and a user's list for keys without a team. */
import { stringsOf } from '../entities.ts';
import type { KeyHolder } from '../virtualKey.ts';

/** Names of model access groups to the models that they stand for. */
export type AccessGroups = ReadonlyMap<string, readonly string[]>;

/** What a request asks for: the client's name, what aliases made of it, and the group it comes to. */
export interface WantedModel {
  readonly requested: string;
  /** After the aliases of the key and its team. */
  readonly name: string;
  readonly group: string;
}

const EVERYTHING = new Set(['all-proxy-models', '*']);
const TEAM_MODELS = 'all-team-models';
const NOTHING = 'no-default-models';

/** Whose list forbids the model; undefined where none does. */
export function modelDenial(
  holder: KeyHolder,
  wanted: WantedModel,
  groups: AccessGroups,
): 'key' | 'team' | 'user' | undefined {
  const { requested, name, group } = wanted;
  const { team, user } = holder;
  if (!allowsAny(keyModels(holder, groups), [requested, name, group], groups)) return 'key';
  if (team !== undefined) {
    // A member may have a narrower list than the team.
    const lists = [stringsOf(team.fields, 'models'), stringsOf(holder.member?.fields, 'allowed_models')];
    return lists.every((list) => allowsAny(list, teamNames(holder, wanted), groups)) ? undefined : 'team';
  }
  return allowsAny(stringsOf(user?.fields, 'models'), [name, group], groups) ? undefined : 'user';
}

/** An alias that the team gives is a name that the team's list may use. A key's own alias opens nothing in it. */
function teamNames({ key }: KeyHolder, { requested, name, group }: WantedModel): readonly string[] {
  return Object.hasOwn(key.aliases, requested) ? [name, group] : [requested, name, group];
}

/** The key's list with its unified access groups; `all-team-models` leaves the choice to the team's list. */
function keyModels({ key }: KeyHolder, groups: AccessGroups): readonly string[] {
  const fromGroups = stringsOf(key.fields, 'access_group_ids').flatMap((id) => groups.get(id) ?? []);
  const hasGroups = stringsOf(key.fields, 'access_group_ids').length > 0;
  const models = key.models.includes(TEAM_MODELS) ? ['*'] : key.models;
  if (!hasGroups) return models;
  return models.length === 0 && fromGroups.length === 0 ? [NOTHING] : [...models, ...fromGroups];
}

/** Whether a list of models names one of these. An empty list names all; `no-default-models` by itself names none. */
export function allowsAny(models: readonly string[], names: readonly string[], groups: AccessGroups): boolean {
  if (models.length === 0) return true;
  return models.some(
    (allowed) =>
      allowed !== NOTHING &&
      (EVERYTHING.has(allowed) ||
        names.some((name) => matches(allowed, name)) ||
        (groups.get(allowed) ?? []).some((member) => names.some((name) => matches(member, name)))),
  );
}

/** Wildcards (`bedrock/*`) match from the start to the end. */
function matches(allowed: string, name: string): boolean {
  if (allowed === name) return true;
  if (!allowed.includes('*')) return false;
  return new RegExp(`^${allowed.split('*').map(escapeRegExp).join('.*')}$`, 's').test(name);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
