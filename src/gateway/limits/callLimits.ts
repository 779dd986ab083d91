import type { TokenUsage } from '../../domain/chat.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { RateLease } from '../../domain/rateLimiter.ts';
import type { CallGuard } from '../callGuard.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestCall } from '../requestCall.ts';
import { BudgetHold, type LimitWish } from './budgetHold.ts';
import { takePlace, tokensOf } from './rateAdmission.ts';
import { rateHeaders } from './rateHeaders.ts';

/** Everything that limits one call: its place among the requests of its caller, and the money that is held for it. */
export class CallLimits implements CallGuard {
  readonly hold: BudgetHold;
  readonly #context: GatewayContext;
  readonly #call: RequestCall;
  readonly #wish: LimitWish;
  #lease: RateLease | undefined;
  #ended = false;
  /** What is to be said of the first attempt, where it goes elsewhere than was asked. */
  #remark: string | undefined;

  constructor(context: GatewayContext, call: RequestCall, wish: LimitWish) {
    this.#context = context;
    this.#call = call;
    this.#wish = wish;
    this.hold = new BudgetHold(context, call.facts, wish);
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#lease === undefined ? {} : rateHeaders(this.#lease.statuses, this.#context.clock.now());
  }

  /** Takes a place for a request on a group, instead of one that it may have. Throws `rate-limit`. */
  takePlace(group: string): void {
    this.#lease?.end(0);
    this.#lease = undefined;
    this.#lease = takePlace(this.#context, this.#call.facts, group, this.#wish);
  }

  remark(text: string): void {
    this.#remark = text;
  }

  cover(deployment: Deployment): Promise<void> | undefined {
    if (this.#remark !== undefined) this.#call.note({ code: 'budget-fallback', detail: this.#remark });
    this.#remark = undefined;
    return this.hold.cover(deployment);
  }

  watch(outputTokens: number): Promise<void> | undefined {
    return this.hold.watch(outputTokens);
  }

  end(usage: TokenUsage | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#lease?.end(tokensOf(this.#context, usage));
  }
}
