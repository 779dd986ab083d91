import type { BlockedBudget } from '../../domain/budget.ts';
import type { BudgetQuestion } from '../../domain/budgetNotices.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { NoticeBus } from '../noticeBus.ts';

/** How a question ends: the request may pass this once, its budget may have room now, or it is refused. */
export type BudgetDecision = 'allow-once' | 'try-again' | 'refuse';

interface Waiting {
  readonly question: BudgetQuestion;
  readonly blocked: BlockedBudget;
  readonly decide: (decision: BudgetDecision) => void;
}

/** What is asked about a blocked request; the rest of the question follows from when it is asked. */
export type QuestionDetails = Omit<BudgetQuestion, 'id' | 'askedAt' | 'expiresAt'>;

/** Refused caps that are remembered. */
const MOST_REFUSED = 1000;

/** Requests that wait for somebody's word on their budget. In memory: they wait in this process. */
export class BudgetQuestions {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #notices: NoticeBus;
  readonly #waiting = new Map<string, Waiting>();
  readonly #refused = new Set<string>();

  constructor(clock: Clock, random: Random, notices: NoticeBus) {
    this.#clock = clock;
    this.#random = random;
    this.#notices = notices;
  }

  /** Oldest first. */
  list(): readonly BudgetQuestion[] {
    return [...this.#waiting.values()].map(({ question }) => question);
  }

  find(id: string): { readonly question: BudgetQuestion; readonly account: number } | undefined {
    const waiting = this.#waiting.get(id);
    return waiting === undefined ? undefined : { question: waiting.question, account: waiting.blocked.account };
  }

  /**
   * Asks, and resolves with the decision; a question that nobody answers in time is refused. A cap that somebody
   * refused to pass is not asked about again until it, or its window, is another one. Throws the signal's reason.
   */
  async ask(
    blocked: BlockedBudget,
    details: QuestionDetails,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<BudgetDecision> {
    if (this.#refused.has(capKey(blocked))) return 'refuse';
    signal.throwIfAborted();
    const askedAt = this.#clock.now();
    const id = Buffer.from(this.#random.bytes(12)).toString('hex');
    const question: BudgetQuestion = { ...details, id, askedAt, expiresAt: askedAt + timeoutMs };
    const done = new AbortController();
    try {
      return await new Promise<BudgetDecision>((resolve, reject) => {
        this.#waiting.set(id, { question, blocked, decide: resolve });
        this.#clock.sleep(timeoutMs, AbortSignal.any([signal, done.signal])).then(
          () => resolve('refuse'),
          () => reject(signal.reason ?? new GatewayError('cancelled', 'The question is over.')),
        );
        this.#notices.publish({ type: 'budget-question', question });
      });
    } finally {
      done.abort();
      this.#waiting.delete(id);
      this.#notices.publish({ type: 'budget-question-closed', id });
    }
  }

  /** False where the question is over. A refusal counts for all that wait for the same cap, and for those to come. */
  decide(id: string, decision: BudgetDecision): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return false;
    if (decision === 'allow-once') waiting.decide(decision);
    else this.#decideForCap(waiting.blocked, decision);
    return true;
  }

  #decideForCap(blocked: BlockedBudget, decision: BudgetDecision): void {
    if (decision === 'refuse') this.#remember(capKey(blocked));
    for (const other of this.#waiting.values()) {
      if (other.blocked.account === blocked.account) other.decide(decision);
    }
  }

  #remember(key: string): void {
    this.#refused.add(key);
    if (this.#refused.size <= MOST_REFUSED) return;
    for (const oldest of this.#refused) {
      this.#refused.delete(oldest);
      return;
    }
  }
}

function capKey({ account, maxBudget, resetsAt }: BlockedBudget): string {
  return `${account} ${maxBudget} ${resetsAt ?? ''}`;
}
