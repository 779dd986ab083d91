import { type BudgetScope, scopesOf } from '../../domain/budget.ts';
import { type Caller, callerToken } from '../../domain/virtualKey.ts';
import type { RequestFacts } from '../requestFacts.ts';

/** Whose limits hold for a request to a group, or to one of its deployments. */
export function callScopes(
  { caller, endUser, tags }: RequestFacts,
  group: string,
  deploymentId: string | undefined,
): readonly BudgetScope[] {
  const key = caller.role === 'key' ? caller.key : undefined;
  const { userId, teamId } = key ?? {};
  return scopesOf({ token: callerToken(caller), userId, teamId, endUser, tags, group, deploymentId });
}

/** A scope as a person knows it: a key by its alias and its end, never by its hash alone. */
export function scopeName({ kind, id }: BudgetScope, caller: Caller): string {
  if (kind !== 'key' || caller.role !== 'key' || caller.key.token !== id) return id;
  const { keyAlias, keyName } = caller.key;
  return keyAlias === undefined ? keyName : `${keyAlias} (${keyName})`;
}

const WORDS: Readonly<Record<BudgetScope['kind'], string>> = {
  key: 'Key',
  user: 'User',
  team: 'Team',
  member: 'TeamMember',
  customer: 'EndUser',
  tag: 'Tag',
  model: 'Model',
  deployment: 'Deployment',
  global: 'Proxy',
};

/** For messages, e.g. `Key=cline (sk-...abcd)`. */
export function scopeWords(scope: BudgetScope, caller: Caller): string {
  return scope.kind === 'global' ? WORDS.global : `${WORDS[scope.kind]}=${scopeName(scope, caller)}`;
}
