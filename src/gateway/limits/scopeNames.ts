import type { BudgetScope, ScopeFacts } from '../../domain/budget.ts';
import { type Caller, callerToken } from '../../domain/virtualKey.ts';
import type { RequestFacts } from '../requestFacts.ts';

/** Whose limits hold for a request, but for its model. */
export function callerScopes({ caller, endUser, tags }: RequestFacts): Omit<ScopeFacts, 'group' | 'deploymentId'> {
  const key = caller.role === 'key' ? caller.key : undefined;
  return { token: callerToken(caller), userId: key?.userId, teamId: key?.teamId, endUser, tags };
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
