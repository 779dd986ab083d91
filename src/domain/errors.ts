import { cutText } from './cutText.ts';

/**
 * The one error family. Inner layers throw it, the request lifecycle logs it once, one file per dialect turns it
 * into that dialect's body. Status codes follow LiteLLM's newest mapping.
 */
export type ErrorKind =
  | 'bad-request'
  | 'context-window'
  | 'content-policy'
  | 'authentication'
  | 'permission'
  | 'model-access'
  | 'not-found'
  | 'timeout'
  | 'conflict'
  | 'too-large'
  | 'rate-limit'
  | 'budget'
  | 'no-deployment'
  | 'cancelled'
  | 'interrupted'
  | 'connection'
  | 'internal'
  | 'unavailable';

interface KindTraits {
  readonly status: number;
  /** OpenAI's `error.type`. */
  readonly type: string;
  /** Whether another try, on the same or another deployment, can help. */
  readonly retryable: boolean;
}

const TRAITS: Readonly<Record<ErrorKind, KindTraits>> = {
  'bad-request': { status: 400, type: 'invalid_request_error', retryable: false },
  'context-window': { status: 400, type: 'invalid_request_error', retryable: false },
  'content-policy': { status: 400, type: 'invalid_request_error', retryable: false },
  authentication: { status: 401, type: 'auth_error', retryable: false },
  permission: { status: 403, type: 'permission_error', retryable: false },
  'model-access': { status: 403, type: 'key_model_access_denied', retryable: false },
  'not-found': { status: 404, type: 'not_found_error', retryable: false },
  timeout: { status: 408, type: 'timeout_error', retryable: true },
  conflict: { status: 409, type: 'conflict_error', retryable: true },
  'too-large': { status: 413, type: 'invalid_request_error', retryable: false },
  'rate-limit': { status: 429, type: 'throttling_error', retryable: true },
  budget: { status: 429, type: 'budget_exceeded', retryable: false },
  'no-deployment': { status: 429, type: 'no_deployment_available', retryable: true },
  cancelled: { status: 499, type: 'client_closed_request', retryable: false },
  interrupted: { status: 503, type: 'service_unavailable_error', retryable: true },
  connection: { status: 503, type: 'api_connection_error', retryable: true },
  internal: { status: 500, type: 'internal_server_error', retryable: true },
  unavailable: { status: 503, type: 'service_unavailable_error', retryable: true },
};

export interface GatewayErrorOptions {
  /** HTTP status where it differs from the kind's own. */
  readonly status?: number | undefined;
  readonly type?: string | undefined;
  /** The parameter at fault, e.g. `messages.3.content`. */
  readonly param?: string | undefined;
  readonly retryable?: boolean | undefined;
  /** How long the other side asked us to wait. */
  readonly retryAfterMs?: number | undefined;
  readonly provider?: string | undefined;
  /** The provider's own exception type, e.g. `ThrottlingException`. */
  readonly providerCode?: string | undefined;
  readonly upstreamRequestId?: string | undefined;
  /** Further headers of the answer, lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
}

/** Characters of a message: it may quote a body of many MB, and stays in rows, in rests and in what was checked. */
const LONGEST_MESSAGE = 10_000;
/** The same of the words beside it. */
const LONGEST_WORD = 200;

/** An error that may be shown to the client: its message holds no secret and says what to do where that is known. */
export class GatewayError extends Error {
  readonly kind: ErrorKind;
  readonly status: number;
  readonly type: string;
  readonly param: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly provider: string | undefined;
  readonly providerCode: string | undefined;
  readonly upstreamRequestId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ErrorKind, message: string, options: GatewayErrorOptions = {}) {
    super(cutText(message, LONGEST_MESSAGE), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GatewayError';
    const traits = TRAITS[kind];
    this.kind = kind;
    this.status = options.status ?? traits.status;
    this.type = options.type ?? traits.type;
    this.param = cutWord(options.param);
    this.retryable = options.retryable ?? traits.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.provider = options.provider;
    this.providerCode = cutWord(options.providerCode);
    this.upstreamRequestId = cutWord(options.upstreamRequestId);
    this.headers = options.headers ?? {};
  }

  /** The same error in other words. */
  withMessage(message: string): GatewayError {
    return new GatewayError(this.kind, message, { ...this, cause: this.cause });
  }
}

function cutWord(word: string | undefined): string | undefined {
  return word === undefined ? undefined : cutText(word, LONGEST_WORD);
}

/** Any thrown value as a GatewayError; what is not one already becomes an internal error that hides its text from clients. */
export function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  return new GatewayError('internal', 'Internal error in the gateway. The log holds the details.', {
    cause: thrown,
    retryable: false,
  });
}

/** What a thrown value says of itself. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
