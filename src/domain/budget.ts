import type { NanoUsd } from './money.ts';

/** What a budget or a rate limit is set on. */
export const BUDGET_SCOPE_KINDS = [
  'key',
  'user',
  'team',
  'member',
  'customer',
  'tag',
  'model',
  'deployment',
  'global',
] as const;

export type BudgetScopeKind = (typeof BUDGET_SCOPE_KINDS)[number];

/**
 * `id` by kind: a key's token (its hash), a user's and a team's id, `teamId/userId` of a member, a customer's id (the
 * body's `user`), a tag's name, a model group, a deployment's id; '' for `global`.
 */
export interface BudgetScope {
  readonly kind: BudgetScopeKind;
  readonly id: string;
}

/** A cap on what is spent in a window of time. Windows end at the boundaries of `nextReset`. */
export interface BudgetWindow {
  /** Undefined: the window is counted and reset, and nothing is refused. */
  readonly maxBudget: NanoUsd | undefined;
  /** LiteLLM's duration, e.g. `1d`; undefined never resets. */
  readonly duration: string | undefined;
}

/** What happens to a request that a budget has no room for. */
export type AtCap = 'refuse' | 'fallback' | 'ask';

/** Everything that is limited for a scope. What is left out is not limited. */
export interface ScopeLimits {
  /** All of them hold at once. LiteLLM's `max_budget` with `budget_duration`, and `budget_limits`. */
  readonly windows: readonly BudgetWindow[];
  /** A notice when the first window's spend passes it; nothing is refused. */
  readonly softBudget?: NanoUsd | undefined;
  /** By model group: LiteLLM's `model_max_budget`. */
  readonly modelBudgets?: Readonly<Record<string, BudgetWindow>> | undefined;
  /** Requests and tokens a minute, and requests at once. */
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
  readonly maxParallel?: number | undefined;
  /** By model group: LiteLLM's `model_rpm_limit` and `model_tpm_limit`. */
  readonly modelRpm?: Readonly<Record<string, number>> | undefined;
  readonly modelTpm?: Readonly<Record<string, number>> | undefined;
  /** Undefined follows `torii_settings.budgets.at_cap`. */
  readonly atCap?: AtCap | undefined;
  /** By model group: the groups to go to where a budget has no room, in order. LiteLLM's `budget_fallbacks`. */
  readonly budgetFallbacks?: Readonly<Record<string, readonly string[]>> | undefined;
  /** On top of the first window's cap, until an instant in epoch ms. LiteLLM's `temp_budget_increase`. */
  readonly tempIncrease?: { readonly amount: NanoUsd; readonly until: number } | undefined;
  /** The scope has no limits of its own: these are what the config gives to all of its kind. */
  readonly byDefault?: boolean | undefined;
}

/** One counter of a scope, as it stands. */
export interface BudgetWindowState {
  /** Set where the counter is for one model group only. */
  readonly model: string | undefined;
  readonly duration: string | undefined;
  /** In force now, raises and temporary increases included. */
  readonly maxBudget: NanoUsd | undefined;
  readonly spend: NanoUsd;
  /** Held by running calls. */
  readonly reserved: NanoUsd;
  /** Epoch ms; undefined never resets. LiteLLM's `budget_reset_at`. */
  readonly resetsAt: number | undefined;
}

/** What a scope has spent and holds. */
export interface BudgetState {
  /** LiteLLM's `spend`: since the first window's last reset, or for ever where it has no window. */
  readonly spend: NanoUsd;
  readonly spendForEver: NanoUsd;
  readonly reserved: NanoUsd;
  readonly resetsAt: number | undefined;
  readonly softExceeded: boolean;
  /** The counters of the scope's limits, in their order, those of models last. */
  readonly windows: readonly BudgetWindowState[];
}

/** What a call asks for before it leaves. */
export interface BudgetClaim {
  readonly callId: string;
  readonly scopes: readonly BudgetScope[];
  /** Model group that the request goes to. */
  readonly group: string;
  /** The most that the call is expected to cost. */
  readonly amount: NanoUsd;
  /** Epoch ms. */
  readonly now: number;
  /** Counters that need no room this time: somebody allowed it. */
  readonly waived?: readonly number[] | undefined;
  /** Held whatever room there is: the money is being spent already. */
  readonly forced?: boolean | undefined;
}

/** The counter that had no room. */
export interface BlockedBudget extends BudgetWindowState {
  /** Number of the counter, for `waived` and `raise`. */
  readonly account: number;
  readonly scope: BudgetScope;
  readonly maxBudget: NanoUsd;
}

export type BudgetAdmission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly blocked: BlockedBudget };

/** A counter whose spend passed a mark with one call: parts of its cap, or its soft budget. */
export interface BudgetCrossing {
  readonly scope: BudgetScope;
  readonly model: string | undefined;
  readonly duration: string | undefined;
  readonly mark: 'soft' | '80' | '95' | '100';
  readonly spend: NanoUsd;
  /** The soft budget for `soft`, else the cap. */
  readonly maxBudget: NanoUsd;
  readonly resetsAt: number | undefined;
  /** Of the call that passed it; the last one where several were settled at once. */
  readonly callId: string;
}

/** What limits can be set on for a request, by what is known of it. */
export interface ScopeFacts {
  readonly token: string;
  readonly userId: string | undefined;
  readonly teamId: string | undefined;
  readonly endUser: string | undefined;
  readonly tags: readonly string[];
  readonly group: string | undefined;
  readonly deploymentId: string | undefined;
}

/** The scopes that a request counts for, each once. */
export function scopesOf(facts: ScopeFacts): readonly BudgetScope[] {
  const { token, userId, teamId, endUser, group, deploymentId } = facts;
  const scopes: BudgetScope[] = [{ kind: 'key', id: token }];
  if (userId !== undefined) scopes.push({ kind: 'user', id: userId });
  if (teamId !== undefined) scopes.push({ kind: 'team', id: teamId });
  if (teamId !== undefined && userId !== undefined) scopes.push({ kind: 'member', id: memberId(teamId, userId) });
  if (endUser !== undefined) scopes.push({ kind: 'customer', id: endUser });
  if (facts.tags.length > 0) for (const tag of new Set(facts.tags)) scopes.push({ kind: 'tag', id: tag });
  if (group !== undefined) scopes.push({ kind: 'model', id: group });
  if (deploymentId !== undefined) scopes.push({ kind: 'deployment', id: deploymentId });
  scopes.push(GLOBAL_SCOPE);
  return scopes;
}

export const GLOBAL_SCOPE: BudgetScope = { kind: 'global', id: '' };

export function memberId(teamId: string, userId: string): string {
  return `${teamId}/${userId}`;
}

/** A scope as one string; `fromScopeKey` reads it. */
export function scopeKey({ kind, id }: BudgetScope): string {
  return `${kind}:${id}`;
}

/** Throws where the text was not made by `scopeKey`. */
export function fromScopeKey(key: string): BudgetScope {
  const colon = key.indexOf(':');
  const kind = BUDGET_SCOPE_KINDS.find((known) => known === key.slice(0, colon));
  if (kind === undefined) throw new Error(`${key} is not a budget scope`);
  return { kind, id: key.slice(colon + 1) };
}

/** Whether anything of the limits can refuse a call to this group for its cost. */
export function hasHardCap(limits: ScopeLimits, group: string): boolean {
  return (
    limits.windows.some(({ maxBudget }) => maxBudget !== undefined) ||
    limits.modelBudgets?.[group]?.maxBudget !== undefined
  );
}
