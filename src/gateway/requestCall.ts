import { type BilledPart, billPart, sumBills, sumUsage } from '../domain/billedParts.ts';
import { type ChatEvent, promptTokens, type TokenUsage } from '../domain/chat.ts';
import type { Deployment } from '../domain/deployment.ts';
import { textOf } from '../domain/entities.ts';
import { GatewayError, messageOf } from '../domain/errors.ts';
import type { RunningCall } from '../domain/ports.ts';
import { type Cost, costOf, type ModelPrice } from '../domain/pricing.ts';
import type { ReportedUsage } from '../domain/reportedUsage.ts';
import type { AttemptRecord, PreparationNote, SpendRecord } from '../domain/spend.ts';
import { estimateTokens, estimateTokensOfBytes } from '../domain/tokenEstimate.ts';
import type { TraceFacts } from '../domain/traceExport.ts';
import { callerToken } from '../domain/virtualKey.ts';
import type { CallGuard } from './callGuard.ts';
import { describeCall, describeError } from './callMetadata.ts';
import type { CallWatch } from './callWatch.ts';
import type { GatewayContext } from './context.ts';
import type { RequestFacts } from './requestFacts.ts';
import { enterStep } from './requestSteps.ts';
import type { AttemptResult } from './routing/deploymentLoads.ts';
import { ToolInputs } from './toolInputs.ts';

const INTERRUPTED =
  'The gateway ended while this request ran, and could not finish it. What had streamed until then is priced as an estimate.';

/** The same for every call, and asked for with every look of the journal. */
let interruption: GatewayError | undefined;

/** How a request ended. */
export type Outcome =
  | { readonly status: 'success'; readonly requestId: string | undefined }
  | { readonly status: 'failure'; readonly error: GatewayError };

/** The deployment that is being tried, or that answered. */
export interface AttemptStart {
  readonly deployment: Deployment;
  readonly price: ModelPrice | undefined;
  readonly apiBase: string | undefined;
  readonly region: string | undefined;
  readonly waitMs: number;
  readonly reason: AttemptRecord['reason'];
  /** The `timeout` or `stream_timeout` that holds. */
  readonly timeoutMs: number;
  /** Tries after the first one that the group may have. */
  readonly maxRetries: number;
}

interface OpenAttempt {
  readonly notes: PreparationNote[];
  readonly start: AttemptStart;
  readonly startedAt: number;
  readonly since: number;
  firstTokenMs: number | undefined;
  upstreamRequestId: string | undefined;
}

/** One client request from admission to its one row in the ledger. */
export class RequestCall implements RunningCall {
  readonly facts: RequestFacts;
  readonly startedAt: number;
  /** The same on the clock that never goes back. */
  readonly since: number;
  /** Aborts the upstream: the client went away, or the gateway stops. */
  readonly controller = new AbortController();
  /** Set where limits hold for the call. */
  guard: CallGuard | undefined;
  /** Set where somebody is to have the call's trace. */
  trace: CallWatch | undefined;
  readonly #context: GatewayContext;
  readonly #attempts: AttemptRecord[] = [];
  readonly #brokenOff: BilledPart[] = [];
  #open: OpenAttempt | undefined;
  #answering: AttemptStart | undefined;
  #usage: ReportedUsage | undefined;
  #answerId: string | undefined;
  #firstTokenAt: number | undefined;
  #outputTokens = 0;
  #upstreamAnswered = false;
  #revision = 0;
  #finished: Promise<SpendRecord> | undefined;
  readonly #toolInputs = new ToolInputs((args) => this.#handOver(args));

  constructor(context: GatewayContext, facts: RequestFacts) {
    this.#context = context;
    this.facts = facts;
    this.startedAt = context.clock.now();
    this.since = context.clock.monotonic();
    const { callId, caller, taskId, modelGroup, client, stream } = facts;
    const request = { callId, token: callerToken(caller), taskId, modelGroup, client, stream };
    context.activeRequests.start({ ...request, startedAt: this.startedAt }, this.controller);
    context.notices.publish({ type: 'request-started', callId: facts.callId });
  }

  /** Id that the answer carries where its provider gave one and its bytes are relayed. */
  get answerId(): string | undefined {
    return this.#answerId;
  }

  get callId(): string {
    return this.facts.callId;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Of the answer so far, as an estimate. */
  get outputTokens(): number {
    return this.#outputTokens;
  }

  get answering(): AttemptStart | undefined {
    return this.#answering;
  }

  /** How often another try (a retry, or a fallback group) was begun. */
  triesBy(reason: AttemptRecord['reason']): number {
    const done = this.#attempts.filter((attempt) => attempt.reason === reason).length;
    return done + (this.#open?.start.reason === reason ? 1 : 0);
  }

  /** ms that deployments had the request. */
  upstreamMs(): number {
    const done = this.#attempts.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return done + (this.#open === undefined ? 0 : this.#context.clock.monotonic() - this.#open.since);
  }

  beginAttempt(start: AttemptStart): void {
    const { clock } = this.#context;
    this.#open = {
      notes: [],
      start,
      startedAt: clock.now(),
      since: clock.monotonic(),
      firstTokenMs: undefined,
      upstreamRequestId: undefined,
    };
    this.#revision += 1;
    this.#answering = start;
    this.#upstreamAnswered = false;
    this.#usage = undefined;
    this.#outputTokens = 0;
    // A part that goes on with an answer is not its first.
    if (this.#brokenOff.length === 0) this.#firstTokenAt = undefined;
    this.#answerId = undefined;
  }

  /** Parts of the answer that came before it broke off, and that another deployment went on with. */
  get brokenOff(): readonly BilledPart[] {
    return this.#brokenOff;
  }

  /** The answer broke off, and another deployment is to go on with it: what has come so far stays on the bill. */
  breakOff(error: GatewayError): void {
    const usage = this.#usage ?? this.#estimate();
    const { deployment, price } = this.#answering ?? {};
    this.#brokenOff.push(billPart(deployment?.model ?? '', usage, price, this.#seconds()));
    this.#endAttempt(error);
    this.#usage = undefined;
    this.#outputTokens = 0;
    this.#upstreamAnswered = false;
  }

  /** Takes down what was done to the request for the deployment that is being tried. */
  note(note: PreparationNote): void {
    this.#open?.notes.push(note);
  }

  failAttempt(error: GatewayError): void {
    this.#endAttempt(error);
  }

  /** The deployment answered with a good status: from here on its tokens count. */
  upstreamAnswered(upstreamRequestId: string | undefined): void {
    this.#upstreamAnswered = true;
    this.#revision += 1;
    if (this.#open !== undefined) this.#open.upstreamRequestId = upstreamRequestId;
  }

  /** Watches the answer pass. */
  observe(event: ChatEvent): void {
    this.#revision += 1;
    this.#toolInputs.observe(event);
    switch (event.type) {
      case 'start':
        this.#answerId = event.id;
        break;
      case 'usage':
        this.#usage = event.usage;
        break;
      case 'text-delta':
      case 'thinking-delta':
        this.#outputTokens += event.tokens ?? estimateTokens(event.text);
        this.#markFirstToken();
        break;
      case 'tool-input-delta':
        this.#outputTokens += estimateTokens(event.text);
        this.#markFirstToken();
        break;
      case 'tool-input-start':
        this.#markFirstToken();
        break;
      default:
        break;
    }
  }

  observeUsage(usage: TokenUsage | undefined): void {
    this.#usage = usage;
  }

  /** How the attempt that is open has gone so far; undefined where none is. */
  attemptResult(): AttemptResult | undefined {
    const open = this.#open;
    if (open === undefined) return undefined;
    const usage = this.#usage;
    return {
      durationMs: this.#context.clock.monotonic() - open.since,
      firstTokenMs: this.facts.stream ? open.firstTokenMs : undefined,
      totalTokens: usage === undefined ? this.#outputTokens : promptTokens(usage) + usage.outputTokens,
      outputTokens: usage?.outputTokens ?? this.#outputTokens,
    };
  }

  /** Cost as far as it is known now. */
  cost(): Cost | undefined {
    return this.#usage === undefined ? undefined : costOf(this.#usage, this.#answering?.price, this.#seconds());
  }

  /** Resolves when the journal knows that the call has content: the first of it leaves for the client only after. */
  journaled(): Promise<void> {
    return this.#context.journal.write(this.callId);
  }

  get traceFacts(): TraceFacts | undefined {
    return this.trace?.facts;
  }

  interrupted(): SpendRecord {
    interruption ??= new GatewayError('interrupted', INTERRUPTED);
    const error = interruption;
    const running = this.#open === undefined ? [] : [this.#describeAttempt(this.#open, error)];
    return this.#toRecord({ status: 'failure', error }, [...this.#attempts, ...running]);
  }

  /** Settles the reservation and writes the row, once, whatever happens and however often it is called. */
  finish(outcome: Outcome): Promise<SpendRecord> {
    this.#finished ??= this.#settle(outcome);
    return this.#finished;
  }

  #handOver(args: string): void {
    if (this.facts.taskId !== undefined) this.#context.tasks.handed(this.facts.taskId, args);
  }

  #markFirstToken(): void {
    const open = this.#open;
    if (open === undefined || open.firstTokenMs !== undefined) return;
    const { clock } = this.#context;
    this.#firstTokenAt ??= clock.now();
    open.firstTokenMs = clock.monotonic() - open.since;
  }

  #endAttempt(error: GatewayError | undefined): void {
    if (this.#open === undefined) return;
    this.#attempts.push(this.#describeAttempt(this.#open, error));
    this.#open = undefined;
  }

  #describeAttempt(open: OpenAttempt, error: GatewayError | undefined): AttemptRecord {
    const { deployment, region, waitMs, reason } = open.start;
    return {
      deploymentId: deployment.id,
      group: deployment.group,
      provider: deployment.provider,
      model: deployment.model,
      region,
      startedAt: open.startedAt,
      waitMs,
      durationMs: this.#context.clock.monotonic() - open.since,
      timeToFirstTokenMs: open.firstTokenMs,
      status: error === undefined ? 'success' : 'failure',
      httpStatus: error?.status ?? 200,
      error: error && describeError(error),
      upstreamRequestId: error?.upstreamRequestId ?? open.upstreamRequestId,
      reason,
      notes: open.notes.length > 0 ? open.notes : undefined,
    };
  }

  async #settle(outcome: Outcome): Promise<SpendRecord> {
    enterStep('price');
    this.#endAttempt(outcome.status === 'failure' ? outcome.error : undefined);
    const record = this.#toRecord(outcome, this.#attempts);
    const { activeRequests, journal, notices, spend } = this.#context;
    try {
      enterStep('settle');
      await spend.settle(record);
    } catch (cause) {
      // The client's answer is paid for already: a full disk must not take it away as well.
      const reason = messageOf(cause);
      this.#context.logger.error('The ledger took no row for a request', { callId: record.callId, reason });
    } finally {
      enterStep('tell');
      journal.end(this.callId);
      this.guard?.end(record.usage);
      activeRequests.end(this.callId);
      notices.publish({ type: 'request-finished', callId: this.facts.callId });
      this.trace?.offer(record);
      this.#count(record);
    }
    return record;
  }

  #count(record: SpendRecord): void {
    const { metrics } = this.#context;
    if (!metrics.on) return;
    const holder = this.facts.caller.role === 'key' ? this.facts.caller : undefined;
    metrics.observe(record, {
      teamAlias: textOf(holder?.team?.fields, 'team_alias'),
      userEmail: textOf(holder?.user?.fields, 'user_email'),
    });
  }

  #toRecord(outcome: Outcome, attempts: readonly AttemptRecord[]): SpendRecord {
    const { facts } = this;
    const failure = outcome.status === 'failure' ? outcome.error : undefined;
    const usage = this.#usage ?? this.#estimateBrokenOff(outcome);
    const bill = sumBills([...this.#brokenOff, this.#bill(usage, outcome)]);
    const [first, ...others] = [...this.#brokenOff.map((part) => part.usage), ...(usage === undefined ? [] : [usage])];
    const { deployment } = this.#answering ?? {};
    const key = facts.caller.role === 'key' ? facts.caller.key : undefined;
    return {
      callId: facts.callId,
      requestId: (outcome.status === 'success' ? outcome.requestId : undefined) ?? facts.callId,
      callType: facts.callType,
      token: callerToken(facts.caller),
      keyAlias: key?.keyAlias,
      userId: key?.userId,
      teamId: key?.teamId,
      endUser: facts.endUser,
      modelGroup: facts.modelGroup,
      modelId: deployment?.id,
      model: deployment?.model,
      provider: deployment?.provider,
      region: this.#answering?.region,
      apiBase: this.#answering?.apiBase,
      status: outcome.status,
      httpStatus: failure?.status ?? 200,
      error: failure && describeError(failure),
      stream: facts.stream,
      startedAt: this.startedAt,
      firstTokenAt: this.#firstTokenAt,
      endedAt: this.#context.clock.now(),
      usage: first === undefined ? undefined : sumUsage([first, ...others]),
      serviceTier: this.#usage?.serviceTier,
      price: this.#answering?.price,
      ...bill,
      attempts,
      sessionId: facts.sessionId,
      taskId: facts.taskId,
      client: facts.client,
      tags: facts.tags,
      ipAddress: facts.ipAddress,
      metadata: describeCall(facts.traceId, this.#brokenOff),
    };
  }

  #bill(usage: TokenUsage | undefined, outcome: Outcome): Pick<SpendRecord, 'cost' | 'costParts' | 'cacheSavings'> {
    const price = this.#answering?.price;
    if (usage === undefined) {
      // A request that no model answered costs nothing; one that a model answered without counting is unknown.
      const free = outcome.status === 'failure' && !this.#upstreamAnswered;
      return { cost: free ? 0 : undefined, costParts: undefined, cacheSavings: free ? 0 : undefined };
    }
    return billPart(this.#answering?.deployment.model ?? '', usage, price, this.#seconds());
  }

  /** How long the model that answers has taken, or took. */
  #seconds(): number {
    const sinceMs = this.#open === undefined ? undefined : this.#context.clock.monotonic() - this.#open.since;
    return (sinceMs ?? this.#attempts.at(-1)?.durationMs ?? 0) / 1000;
  }

  /** An answer that broke off was paid for, although nobody counted it: an estimate, marked as one, is nearer the truth than nothing. */
  #estimateBrokenOff(outcome: Outcome): TokenUsage | undefined {
    return outcome.status === 'success' || !this.#upstreamAnswered ? undefined : this.#estimate();
  }

  #estimate(): TokenUsage {
    return {
      inputTokens: estimateTokensOfBytes(this.facts.bodyBytes),
      outputTokens: this.#outputTokens,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      raw: { estimated: true },
    };
  }
}
