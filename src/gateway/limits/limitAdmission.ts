import type { AtCap, BlockedBudget, BudgetScope, ScopeLimits } from '../../domain/budget.ts';
import { type BudgetSettings, readBudgetSettings } from '../../domain/budgetSettings.ts';
import { GatewayError } from '../../domain/errors.ts';
import { say } from '../../domain/noteTexts.ts';
import type { Resolution } from '../../domain/routing/routingTable.ts';
import { authorise } from '../admission.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestCall } from '../requestCall.ts';
import { budgetError } from './budgetErrors.ts';
import { BudgetHold, type HoldResult, type LimitWish } from './budgetHold.ts';
import type { BudgetDecision } from './budgetQuestions.ts';
import { CallLimits } from './callLimits.ts';
import { checkSpendCaps } from './checkSpendCaps.ts';
import { callScopes, scopeName, scopeWords } from './scopeNames.ts';

type Refusal = Extract<HoldResult, { admitted: false }>;

/**
 * Lets a call pass every limit of its caller, its model and everything together before anything leaves: takes a place
 * under the rate limits, and reserves what it may cost. Where a budget has no room, its owner's choice decides: the call
 * is refused, goes to a cheaper group, or waits for somebody's word. Gives back where the call goes. Calls without
 * limits pass without a query. Throws `rate-limit` and `budget`.
 */
export async function admitLimits(
  context: GatewayContext,
  call: RequestCall,
  target: Resolution,
  wish: LimitWish,
): Promise<Resolution> {
  const estimate = () => new BudgetHold(context, call.facts, wish).estimate(target);
  await checkSpendCaps(context, { call, group: target.group, estimate });
  if (call.facts.endUser !== undefined) await limitCustomer(context, call.facts.endUser);
  const { guarded, limits } = limitsOf(context, call, target);
  if (!guarded) return target;
  const settings = readBudgetSettings(context.settings.current.document);
  const admission = new LimitAdmission(context, call, new CallLimits(context, call, wish), settings, limits);
  return await admission.run(target);
}

/** Whether anything limits a call: a deployment's own budget is looked at when it is tried. */
function limitsOf(context: GatewayContext, call: RequestCall, target: Resolution) {
  const scopes = callScopes(call.facts, target.group, undefined);
  const limits = context.budgets.limitsAmong(scopes);
  return { limits, guarded: limits.size > 0 || context.budgets.defined('deployment').length > 0 };
}

/** A customer without limits of its own has those of `max_end_user_budget` from its first call on. */
async function limitCustomer(context: GatewayContext, id: string): Promise<void> {
  const { customerDefault } = readBudgetSettings(context.settings.current.document);
  if (customerDefault === undefined) return;
  const scope: BudgetScope = { kind: 'customer', id };
  const known = context.budgets.limitsOf(scope);
  if (known !== undefined && known.byDefault !== true) return;
  if (known !== undefined && known.windows[0]?.maxBudget === customerDefault.windows[0]?.maxBudget) return;
  await context.budgets.define(scope, { ...customerDefault, byDefault: true });
}

class LimitAdmission {
  readonly #context: GatewayContext;
  readonly #call: RequestCall;
  readonly #limits: CallLimits;
  readonly #settings: BudgetSettings;
  readonly #known: ReadonlyMap<BudgetScope, ScopeLimits>;

  constructor(
    context: GatewayContext,
    call: RequestCall,
    limits: CallLimits,
    settings: BudgetSettings,
    known: ReadonlyMap<BudgetScope, ScopeLimits>,
  ) {
    this.#context = context;
    this.#call = call;
    this.#limits = limits;
    this.#settings = settings;
    this.#known = known;
  }

  async run(target: Resolution): Promise<Resolution> {
    this.#call.guard = this.#limits;
    this.#limits.takePlace(target.group);
    for (;;) {
      const result = await this.#limits.hold.claim(target);
      if (result.admitted) return target;
      switch (this.#atCap(result.blocked, target.group)) {
        case 'fallback':
          return await this.#fallBack(target, result);
        case 'ask':
          await this.#ask(target, result);
          break;
        default:
          throw this.#refuse(result);
      }
    }
  }

  #atCap({ scope }: BlockedBudget, group: string): AtCap {
    const limits = this.#limitsOf(scope);
    const listed = limits?.budgetFallbacks?.[group] ?? limits?.budgetFallbacks?.['*'];
    return limits?.atCap ?? (listed === undefined ? this.#settings.atCap : 'fallback');
  }

  #limitsOf(scope: BudgetScope): ScopeLimits | undefined {
    for (const [known, limits] of this.#known) if (known.kind === scope.kind && known.id === scope.id) return limits;
    return undefined;
  }

  /** The first group of the list that has room, or costs nothing; where none has, the first refusal stands. */
  async #fallBack(target: Resolution, refusal: Refusal): Promise<Resolution> {
    for (const name of this.#fallbacksOf(refusal.blocked.scope, target.group)) {
      const instead = this.#resolve(name);
      if (instead === undefined || instead.group === target.group) continue;
      if (!(await this.#hasRoom(instead))) continue;
      this.#limits.takePlace(instead.group);
      const whose = scopeWords(refusal.blocked.scope, this.#call.facts.caller);
      this.#limits.remark(say('over-budget', { whose, asked: target.group, instead: instead.group }));
      return instead;
    }
    throw this.#refuse(refusal);
  }

  #fallbacksOf(scope: BudgetScope, group: string): readonly string[] {
    const own = this.#limitsOf(scope)?.budgetFallbacks ?? {};
    const { fallbacks } = this.#settings;
    return own[group] ?? own['*'] ?? fallbacks[group] ?? fallbacks['*'] ?? [];
  }

  /** A group that the caller may not use, or that does not exist, is passed over. */
  #resolve(name: string): Resolution | undefined {
    try {
      return authorise(this.#context, this.#call.facts.caller, name, 'budget_fallbacks');
    } catch {
      return undefined;
    }
  }

  async #hasRoom(target: Resolution): Promise<boolean> {
    try {
      return (await this.#limits.hold.claimInstead(target)).admitted;
    } catch (thrown) {
      if (thrown instanceof GatewayError && thrown.kind === 'budget') return false;
      throw thrown;
    }
  }

  async #ask(target: Resolution, refusal: Refusal): Promise<void> {
    const { blocked, amount } = refusal;
    const { facts, controller } = this.#call;
    const decision: BudgetDecision = await this.#context.budgetQuestions.ask(
      blocked,
      {
        callId: facts.callId,
        scope: blocked.scope.kind,
        scopeId: blocked.scope.id,
        name: scopeName(blocked.scope, facts.caller),
        model: blocked.model ?? null,
        duration: blocked.duration ?? null,
        spend: blocked.spend,
        reserved: blocked.reserved,
        maxBudget: blocked.maxBudget,
        resetsAt: blocked.resetsAt ?? null,
        modelGroup: target.group,
        client: facts.client ?? null,
        estimate: amount,
      },
      this.#settings.askTimeoutMs,
      controller.signal,
    );
    if (decision === 'refuse') throw this.#refuse(refusal, ' Nobody allowed it.');
    if (decision === 'allow-once') this.#limits.hold.waive(blocked.account);
  }

  #refuse({ blocked, amount }: Refusal, further = ''): GatewayError {
    return budgetError(blocked, this.#call.facts.caller, amount, further);
  }
}
