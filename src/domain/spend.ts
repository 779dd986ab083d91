import type { TokenUsage } from './chat.ts';
import type { ErrorKind } from './errors.ts';
import type { NanoUsd } from './money.ts';
import type { CostParts, ModelPrice } from './pricing.ts';

/** Something that was done to a request so that its deployment takes it, for the trace. */
export interface PreparationNote {
  readonly code:
    | 'cache-plan'
    | 'thinking-restored'
    | 'thinking-left-out'
    | 'thinking-adapted'
    | 'tool-names-mapped'
    | 'inference-profile'
    | 'parameters-dropped'
    | 'history-mended'
    | 'mock-response'
    | 'budget-fallback'
    | 'paced'
    | 'continued';
  /** In words, without content of the prompt. */
  readonly detail: string;
}

/** One call to one deployment. Durations in ms, times in epoch ms. */
export interface AttemptRecord {
  readonly deploymentId: string;
  readonly group: string;
  readonly provider: string;
  readonly model: string;
  readonly region: string | undefined;
  readonly startedAt: number;
  /** Wait before this attempt: back-off, and waiting for a place within the deployment's own limits. */
  readonly waitMs: number;
  readonly durationMs: number;
  readonly timeToFirstTokenMs: number | undefined;
  readonly status: 'success' | 'failure';
  readonly httpStatus: number | undefined;
  readonly error: { readonly kind: ErrorKind; readonly code: string | undefined; readonly message: string } | undefined;
  readonly upstreamRequestId: string | undefined;
  /** Why this attempt came: the first one, a retry in the same group, or a fallback to another group. */
  readonly reason: 'first' | 'retry' | 'fallback';
  /** What was done to the request for this deployment. Rows of older versions have none. */
  readonly notes?: readonly PreparationNote[] | undefined;
}

/** A row of the ledger: one for every request that was authenticated, failed and aborted ones too. */
export interface SpendRecord {
  /** The gateway's id of the call (`x-litellm-call-id`). */
  readonly callId: string;
  /** Id of the answer (`chatcmpl-…`) where there was one, else the call id. LiteLLM's `request_id`. */
  readonly requestId: string;
  /** LiteLLM's `call_type`: `acompletion`, `aembedding`. */
  readonly callType: string;
  readonly token: string;
  readonly keyAlias: string | undefined;
  readonly userId: string | undefined;
  readonly teamId: string | undefined;
  readonly endUser: string | undefined;
  /** What the client asked for. */
  readonly modelGroup: string;
  /** Deployment that answered, or was tried last. */
  readonly modelId: string | undefined;
  readonly model: string | undefined;
  readonly provider: string | undefined;
  readonly region: string | undefined;
  readonly apiBase: string | undefined;
  readonly status: 'success' | 'failure';
  readonly httpStatus: number;
  readonly error: { readonly kind: ErrorKind; readonly code: string | undefined; readonly message: string } | undefined;
  readonly stream: boolean;
  readonly startedAt: number;
  readonly firstTokenAt: number | undefined;
  readonly endedAt: number;
  readonly usage: TokenUsage | undefined;
  /** The service tier that served the request, where the provider names one: it has prices of its own. */
  readonly serviceTier?: string | undefined;
  readonly price: ModelPrice | undefined;
  /** Undefined is "unknown": tokens were, or may have been, used whose price or count is not known. A request that never reached a model costs 0. */
  readonly cost: NanoUsd | undefined;
  readonly costParts: CostParts | undefined;
  /** Against the same tokens without a cache. */
  readonly cacheSavings: NanoUsd | undefined;
  readonly attempts: readonly AttemptRecord[];
  readonly sessionId: string | undefined;
  /** The task that the request belongs to; undefined for what is no conversation. Rows of older versions have none. */
  readonly taskId?: string | undefined;
  /** Product of the client's User-Agent, e.g. `Cline/4.0.12`. */
  readonly client: string | undefined;
  readonly tags: readonly string[];
  readonly ipAddress: string | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
}
