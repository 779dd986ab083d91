/** What the gateway needs from the outside. Implementations are chosen under `src/compose/` alone. */
import type {
  BudgetAdmission,
  BudgetClaim,
  BudgetCrossing,
  BudgetScope,
  BudgetScopeKind,
  BudgetState,
  ScopeLimits,
} from './budget.ts';
import type { BudgetQuestion, BudgetWarning } from './budgetNotices.ts';
import type { ModelCard } from './capabilities.ts';
import type { ChatEvent, ChatRequest } from './chat.ts';
import type { Deployment } from './deployment.ts';
import type { AwsAccess } from './doctor.ts';
import type { JsonFields } from './jsonOutline.ts';
import type { NanoUsd } from './money.ts';
import type { ModelPrice } from './pricing.ts';
import type { GatewaySettings } from './settings.ts';
import type { PreparationNote, SpendRecord } from './spend.ts';
import type { Task, TaskFingerprint, TaskThread } from './task.ts';
import type { KeptAnswer, ThinkingScope } from './thinkingVault.ts';
import type { TraceFacts } from './traceExport.ts';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonic(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `run` after `ms`, unless the function that comes back is called before: the cheap way to watch over a time. */
  timer(ms: number, run: () => void): () => void;
}

export interface Random {
  /** In [0, 1). */
  next(): number;
  bytes(length: number): Uint8Array;
}

export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The settings in force. `current` changes as a whole when a good config is loaded. */
export interface SettingsSource {
  readonly current: GatewaySettings;
  onChange(listener: (settings: GatewaySettings) => void): () => void;
}

/** Knows models: capabilities, limits, prices. */
export interface ModelCatalog {
  describe(deployment: Deployment): ModelCard;
  /** What a model cost at an instant (epoch ms); undefined where that is not known. */
  priceAt(deployment: Deployment, at: number): ModelPrice | undefined;
}

/** What an attempt gives its provider besides the request. */
export interface ProviderCall {
  readonly callId: string;
  readonly deployment: Deployment;
  readonly card: ModelCard;
  /** Aborts when the client goes away or the attempt's time is over; the provider closes its socket at once. */
  readonly signal: AbortSignal;
  /** Unknown or unsupported parameters are dropped rather than refused. */
  readonly dropParams: boolean;
  /** Takes down what was done to the request for this deployment, for the trace. */
  note(note: PreparationNote): void;
}

/** An answer that has begun well: the provider has seen a good status, and the events follow. */
export interface ChatAnswer {
  /** The provider's response headers that are worth passing on, lower case, without secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly region: string | undefined;
  readonly upstreamRequestId: string | undefined;
  /**
   * The answer's events. Throws a GatewayError when the provider fails midway. Ending the iteration early
   * (`return`) closes the upstream socket. A pull-based stream: nobody reading means nothing is read upstream.
   */
  readonly events: AsyncIterable<ChatEvent>;
}

/** A piece of an answer that is passed on as it is, with what was observed in it. */
export interface RelayChunk {
  readonly bytes: Uint8Array;
  readonly events: readonly ChatEvent[];
}

export interface RelayAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly upstreamRequestId: string | undefined;
  readonly contentType: string;
  readonly chunks: RelayChunks;
}

/**
 * Whole SSE frames (or one JSON body), never half ones. A list where all of the answer is there already; what is still to come
 * has the rules of ChatAnswer.events.
 */
export type RelayChunks = AsyncIterable<RelayChunk> | readonly RelayChunk[];

/** Bytes that lie in several places. */
export interface JsonBytes {
  readonly length: number;
  at(place: number): number | undefined;
  /** Those between two places, as they lie; nothing is copied. */
  pieces(start: number, end: number): readonly Uint8Array[];
}

/** A JSON object with the bytes that it was parsed from. */
export interface JsonSource {
  readonly bytes: JsonBytes;
  readonly fields: JsonFields;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface RelayRequest {
  /** The client's body, parsed. Never changed by the provider. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The client's body as it came: values that are the same need no writing again. */
  readonly source?: JsonSource | undefined;
  readonly stream: boolean;
  /** The client asked for usage in the stream; otherwise the provider adds the wish and keeps the extra frame to itself. */
  readonly includeUsage: boolean;
  /** What the `model` field of the answer is to say. */
  readonly responseModel: string;
}

export interface EmbeddingRequest {
  readonly model: string;
  readonly input: readonly string[] | readonly (readonly number[])[];
  readonly dimensions: number | undefined;
  readonly encodingFormat: 'float' | 'base64' | undefined;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface EmbeddingAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly upstreamRequestId: string | undefined;
  readonly model: string | undefined;
  readonly embeddings: readonly (readonly number[] | string)[];
  /** Undefined where the provider did not count. */
  readonly promptTokens: number | undefined;
  readonly rawUsage: unknown;
}

/** A request as it would leave: with its headers, the secret ones too, and the body's JSON. */
export interface RequestDescription {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One vendor's protocol. Every method throws GatewayError for any failure, with the provider's words and no secret. */
export interface Provider {
  readonly name: string;
  chat(request: ChatRequest, call: ProviderCall): Promise<ChatAnswer>;
  /** Present where the provider speaks OpenAI's chat completions itself: bytes are relayed and only observed. */
  relayChat?(request: RelayRequest, call: ProviderCall): Promise<RelayAnswer>;
  embed?(request: EmbeddingRequest, call: ProviderCall): Promise<EmbeddingAnswer>;
  /** What `chat`, or `relayChat` for a RelayRequest, would send; nothing is sent. For debugging. */
  describeRequest?(request: ChatRequest | RelayRequest, call: ProviderCall): Promise<RequestDescription>;
  /** Where a deployment's requests go, for headers and the ledger; no secrets, no query. */
  endpoint(deployment: Deployment): { readonly apiBase: string | undefined; readonly region: string | undefined };
  /** Present where requests are signed for AWS. Undefined for a deployment whose model string the provider refuses. */
  awsAccess?(deployment: Deployment): AwsAccess | undefined;
  close(): Promise<void>;
}

export interface ProviderRegistry {
  find(name: string): Provider | undefined;
  names(): readonly string[];
}

export interface SpendFilter {
  readonly token?: string | undefined;
  readonly userId?: string | undefined;
  /** Matches the call id and the answer's id. */
  readonly requestId?: string | undefined;
  /** Epoch ms, inclusive. */
  readonly from?: number | undefined;
  /** Epoch ms, exclusive. */
  readonly to?: number | undefined;
  readonly model?: string | undefined;
  readonly status?: 'success' | 'failure' | undefined;
  readonly taskId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly keyAlias?: string | undefined;
  readonly endUser?: string | undefined;
  readonly modelId?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Known costs only, nano-USD, both inclusive. */
  readonly minCost?: NanoUsd | undefined;
  readonly maxCost?: NanoUsd | undefined;
  /** HTTP status, or the provider's own code of the error. */
  readonly errorCode?: string | undefined;
  /** Part of the error's message, in any case. */
  readonly errorText?: string | undefined;
}

export interface SpendPage {
  readonly offset: number;
  readonly limit: number;
  /** Newest first where it is left out. */
  readonly sortBy?: 'cost' | 'tokens' | 'startedAt' | 'endedAt' | undefined;
  readonly ascending?: boolean | undefined;
}

/** Sums over a group of requests. Costs are nano-USD; `unknownCostRequests` counts those whose cost is not in `cost`. */
export interface SpendTotals {
  readonly requests: number;
  readonly failures: number;
  /** Requests that a fallback group answered. */
  readonly fallbacks: number;
  readonly unknownCostRequests: number;
  readonly cost: NanoUsd;
  readonly cacheSavings: NanoUsd;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

export interface SpendBucket extends SpendTotals {
  /** Local date `YYYY-MM-DD` in the zone that was asked for. */
  readonly day: string;
  readonly modelGroup: string;
}

export interface LatencySummary {
  /** ms; undefined where nothing was measured. */
  readonly durationP50: number | undefined;
  readonly durationP95: number | undefined;
  readonly timeToFirstTokenP50: number | undefined;
  readonly timeToFirstTokenP95: number | undefined;
}

export interface SpendStore {
  /** Ends a call: its row is safe when this resolves. Whoever reads rows, totals or spend from then on sees it in all of them. */
  settle(record: SpendRecord): Promise<void>;
  list(filter: SpendFilter, page: SpendPage): Promise<readonly SpendRecord[]>;
  count(filter: SpendFilter): Promise<number>;
  find(callId: string): Promise<SpendRecord | undefined>;
  totals(filter: SpendFilter): Promise<SpendTotals>;
  /** Sums per model group. */
  byModel(filter: SpendFilter): Promise<readonly (SpendTotals & { readonly modelGroup: string })[]>;
  /** Tokens that have requests in a range, `limit` at most. */
  tokens(filter: SpendFilter, limit: number): Promise<readonly string[]>;
  /** Sums per local day and model group, oldest day first. `timeZone` is an IANA name. */
  byDayAndModel(range: {
    readonly from: number;
    readonly to: number;
    readonly timeZone: string;
  }): Promise<readonly SpendBucket[]>;
  latency(filter: SpendFilter): Promise<LatencySummary>;
}

/** A call that runs, as its journal sees it. */
export interface RunningCall {
  readonly callId: string;
  /** Changes whenever there is something new to write down. */
  readonly revision: number;
  /** The row that the call gets if nothing more is ever heard of it: a failure, priced for what has streamed so far. */
  interrupted(): SpendRecord;
  /** What destinations are to have besides, without secrets; undefined where none is to have the call. */
  readonly traceFacts?: TraceFacts | undefined;
}

/** Keeps the calls that run, so that each has its row even when the process is killed. */
export interface CallJournal {
  /** Takes a call up. It is written down within a moment, unless it ends before. */
  begin(call: RunningCall): void;
  /** Writes a call down as it is now. Never rejects. The first content leaves for the client only after it. */
  write(callId: string): Promise<void>;
  /** The call has its row. */
  end(callId: string): void;
  /** Calls that other processes run on this ledger. */
  elsewhere(): number;
}

/** A task with what its requests add up to. */
export interface TaskSummary extends Task, SpendTotals {
  readonly keyAlias: string | undefined;
  /** Model groups that were asked for, most used first. */
  readonly models: readonly string[];
}

export interface TaskFilter {
  readonly token?: string | undefined;
  /** Heard of at or after this time, epoch ms. */
  readonly from?: number | undefined;
  /** Begun before this time, epoch ms. */
  readonly to?: number | undefined;
  /** Has a request of this model group, with this outcome, of the key with this alias. */
  readonly model?: string | undefined;
  readonly status?: 'success' | 'failure' | undefined;
  readonly keyAlias?: string | undefined;
  /** Part of the title or the client, in any case. */
  readonly text?: string | undefined;
}

/** The tasks of the ledger, and the fingerprints by which a conversation is known again after a restart. */
export interface TaskStore {
  /** Threads of a key that begin alike, newest first. */
  threads(token: string, alike: Pick<TaskFingerprint, 'root' | 'opening'>): Promise<readonly TaskThread[]>;
  /** Adds them, or brings what is there up to date: the earliest beginning and the first title stay. */
  save(tasks: readonly Task[], threads: readonly TaskThread[]): Promise<void>;
  /** Newest first. */
  list(filter: TaskFilter, page: { readonly offset: number; readonly limit: number }): Promise<readonly TaskSummary[]>;
  count(filter: TaskFilter): Promise<number>;
  find(id: string): Promise<TaskSummary | undefined>;
}

/**
 * Limits, spend and reservations of keys, users, teams, members, customers, tags, models, deployments and everything
 * together. What calls cost is added when they are settled (`SpendStore.settle`).
 */
export interface BudgetStore {
  /** Sets or replaces the limits of a scope; undefined takes them away. What was spent is kept, and counts. */
  define(scope: BudgetScope, limits: ScopeLimits | undefined): Promise<void>;
  /** From memory. */
  limitsOf(scope: BudgetScope): ScopeLimits | undefined;
  /** Limits of those scopes that have any, from memory. */
  limitsAmong(scopes: readonly BudgetScope[]): ReadonlyMap<BudgetScope, ScopeLimits>;
  /** Ids of the scopes of a kind that have limits. */
  defined(kind: BudgetScopeKind): readonly string[];
  /** By id; a scope that has neither limits nor spend has a state of zeros. */
  states(kind: BudgetScopeKind, ids: readonly string[]): Promise<ReadonlyMap<string, BudgetState>>;
  /** Sets the spend of all windows of a scope, as LiteLLM's `reset_spend` does. */
  resetSpend(scope: BudgetScope, spend: NanoUsd): Promise<void>;
  /** Allows more in one counter (`BlockedBudget.account`) until it resets. */
  raise(account: number, by: NanoUsd): Promise<void>;
  /**
   * Holds the expected cost of a call against every budget that it counts for, or says which one has no room. One
   * atomic statement: two processes on one ledger cannot both take the last dollar. A further claim of the same call
   * replaces its former one. Calls that no budget can refuse are admitted without a query.
   */
  reserve(claim: BudgetClaim): Promise<BudgetAdmission>;
  /** Gives back what a call holds, without a row. */
  release(callId: string): Promise<void>;
  /** Tells of budgets that were passed, once they are; gives back the function that ends it. */
  onCrossing(listener: (crossing: BudgetCrossing) => void): () => void;
}

/**
 * Keeps the signed thinking of answers for clients that do not send it back. Bounded in age and size; what cannot be
 * read any more counts as absent.
 */
export interface ThinkingVault {
  /** Keeps an answer's thinking under each of the keys; a key that was used before stands for the newer answer. */
  remember(scope: ThinkingScope, keys: readonly string[], answer: KeptAnswer): Promise<void>;
  /** By key, those that are known in this scope. */
  recall(scope: ThinkingScope, keys: readonly string[]): Promise<ReadonlyMap<string, KeptAnswer>>;
}

/** Tells those who watch that something changed; never carries content of prompts. */
export type GatewayNotice =
  | { readonly type: 'request-finished'; readonly callId: string }
  | { readonly type: 'request-started'; readonly callId: string }
  | { readonly type: 'settings-changed' }
  | { readonly type: 'keys-changed' }
  | { readonly type: 'audit-changed' }
  | { readonly type: 'destinations-changed' }
  | { readonly type: 'scores-changed' }
  | { readonly type: 'budget-warning'; readonly warning: BudgetWarning }
  | { readonly type: 'budget-question'; readonly question: BudgetQuestion }
  | { readonly type: 'budget-question-closed'; readonly id: string }
  | { readonly type: 'agent-seen'; readonly keyAlias: string };
