import { type BlockedBudget, type BudgetScope, hasHardCap, type ScopeLimits } from '../../domain/budget.ts';
import { type BudgetSettings, readBudgetSettings } from '../../domain/budgetSettings.ts';
import { boundCost, boundOutput } from '../../domain/costBound.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { NanoUsd } from '../../domain/money.ts';
import { boundPrompt, type PromptBound } from '../../domain/promptBound.ts';
import { type Resolution, routingTable } from '../../domain/routing/routingTable.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestFacts } from '../requestFacts.ts';
import { budgetError, deploymentBudgetError, unpricedError } from './budgetErrors.ts';
import { callScopes } from './scopeNames.ts';

/** What of a request's body decides on its cost. */
export interface LimitWish {
  readonly body: Readonly<Record<string, unknown>>;
  /** The client's limit for the answer, in tokens. */
  readonly maxTokens: number | undefined;
}

export type HoldResult =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly blocked: BlockedBudget; readonly amount: NanoUsd };

const ADMITTED: HoldResult = { admitted: true };
/** An answer that outgrows its reservation gets so much more at once, or at least so many tokens. */
const GROWTH = 1.5;
const LEAST_GROWTH_TOKENS = 256;

/** The money that is reserved for one call, from its admission to its end; the settlement of its row releases it. */
export class BudgetHold {
  readonly #context: GatewayContext;
  readonly #facts: RequestFacts;
  readonly #wish: LimitWish;
  readonly #settings: BudgetSettings;
  /** Counters that somebody allowed this call to pass. */
  readonly #waived: number[] = [];
  #prompt: PromptBound | undefined;
  /** What is held, and for what. */
  #held: { readonly group: string; readonly amount: NanoUsd } | undefined;
  /** The deployment that is being tried, and the output that its part of the reservation covers. */
  #covered: { readonly deployment: Deployment; readonly outputTokens: number } | undefined;

  constructor(context: GatewayContext, facts: RequestFacts, wish: LimitWish) {
    this.#context = context;
    this.#facts = facts;
    this.#wish = wish;
    this.#settings = readBudgetSettings(context.settings.current.document);
  }

  /** From now on this counter needs no room for the call. */
  waive(account: number): void {
    this.#waived.push(account);
  }

  /** The most that the call costs at the dearest deployment of a group; undefined where none of them has a price. */
  estimate(target: Resolution): NanoUsd | undefined {
    const costs = this.#deploymentsOf(target).flatMap((deployment) => this.#costOf(deployment) ?? []);
    return costs.length === 0 ? undefined : Math.max(...costs);
  }

  /** Reserves for whichever deployment of the target answers. Throws `budget` where its price is needed and not known. */
  async claim(target: Resolution): Promise<HoldResult> {
    const deploymentId = target.kind === 'deployment' ? target.deployment.id : undefined;
    const scopes = callScopes(this.#facts, target.group, deploymentId);
    if (!isCapped(this.#context.budgets.limitsAmong(scopes), target.group)) return ADMITTED;
    return await this.#reserve(scopes, target.group, this.#known(this.estimate(target), target.group));
  }

  /** As `claim`, for a group that is to stand in: one that is known to cost nothing needs no room. */
  async claimInstead(target: Resolution): Promise<HoldResult> {
    if (this.estimate(target) !== 0) return await this.claim(target);
    this.#held = { group: target.group, amount: 0 };
    return ADMITTED;
  }

  /** Reserves for one deployment before it is tried, as far as that goes beyond what is held; undefined where it does not. */
  cover(deployment: Deployment): Promise<void> | undefined {
    const { group, id } = deployment;
    const scopes = callScopes(this.#facts, group, id);
    const limits = this.#context.budgets.limitsAmong(scopes);
    if (!isCapped(limits, group) && this.#held === undefined) return undefined;
    const amount = this.#known(this.#costOf(deployment), group);
    this.#covered = { deployment, outputTokens: this.#outputOf(deployment) };
    const ownLimits = [...limits.keys()].some(({ kind }) => kind === 'deployment');
    if (!ownLimits && this.#held?.group === group && this.#held.amount >= amount) return undefined;
    return this.#reserveFor(group, scopes, amount);
  }

  async #reserveFor(group: string, scopes: readonly BudgetScope[], amount: NanoUsd): Promise<void> {
    const result = await this.#reserve(scopes, group, amount);
    if (result.admitted) return;
    const { blocked } = result;
    if (blocked.scope.kind !== 'deployment') throw budgetError(blocked, this.#facts.caller, amount);
    throw deploymentBudgetError(blocked, this.#deploymentsOf({ kind: 'group', group }).length > 1);
  }

  /** Reserves more once the answer has more tokens than were reserved for; undefined while it has not. */
  watch(outputTokens: number): Promise<void> | undefined {
    const covered = this.#covered;
    if (covered === undefined || outputTokens <= covered.outputTokens) return undefined;
    return this.#grow(covered.deployment, outputTokens);
  }

  async #grow(deployment: Deployment, outputTokens: number): Promise<void> {
    const scopes = callScopes(this.#facts, deployment.group, deployment.id);
    const steps = [outputTokens * GROWTH, outputTokens + LEAST_GROWTH_TOKENS];
    for (const tokens of steps) {
      const result = await this.#reserve(scopes, deployment.group, this.#costOf(deployment, tokens) ?? 0);
      if (result.admitted) {
        this.#covered = { deployment, outputTokens: tokens };
        return;
      }
      if (tokens !== steps.at(-1)) continue;
      if (this.#settings.outgrownAnswers === 'stop') {
        throw budgetError(result.blocked, this.#facts.caller, result.amount, ' The answer was stopped here.');
      }
      await this.#reserve(scopes, deployment.group, result.amount, true);
      this.#covered = { deployment, outputTokens: tokens };
    }
  }

  async #reserve(scopes: readonly BudgetScope[], group: string, amount: NanoUsd, forced = false): Promise<HoldResult> {
    const { budgets, clock } = this.#context;
    const { callId } = this.#facts;
    const claim = { callId, scopes, group, amount, now: clock.now(), waived: this.#waived, forced };
    const admission = await budgets.reserve(claim);
    if (!admission.admitted) return { ...admission, amount };
    this.#held = { group, amount };
    return ADMITTED;
  }

  #known(amount: NanoUsd | undefined, group: string): NanoUsd {
    if (amount !== undefined) return amount;
    if (this.#settings.unpricedModels === 'allow') return 0;
    throw unpricedError(group);
  }

  #costOf(deployment: Deployment, outputTokens = this.#outputOf(deployment)): NanoUsd | undefined {
    this.#prompt ??= boundPrompt(this.#wish.body);
    return boundCost(this.#prompt, outputTokens, this.#context.catalog.describe(deployment));
  }

  #outputOf(deployment: Deployment): number {
    const { maxTokens, body } = this.#wish;
    const choices = Math.max(1, numberOf(body['n']), numberOf(body['best_of']));
    const card = this.#context.catalog.describe(deployment);
    const byDefault = deployment.defaults['max_tokens'] ?? deployment.defaults['max_completion_tokens'];
    return boundOutput({ maxTokens, choices }, this.#settings.usualOutputTokens, card, byDefault);
  }

  #deploymentsOf(target: Resolution): readonly Deployment[] {
    if (target.kind === 'deployment') return [target.deployment];
    return routingTable(this.#context.settings.current).deploymentsOf(target.group);
  }
}

function isCapped(limits: ReadonlyMap<BudgetScope, ScopeLimits>, group: string): boolean {
  for (const scoped of limits.values()) if (hasHardCap(scoped, group)) return true;
  return false;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 1;
}
