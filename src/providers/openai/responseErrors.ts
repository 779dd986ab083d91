import type { ErrorKind } from '../../domain/errors.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { UpstreamFault } from './errorBody.ts';
import { readFault } from './errorBody.ts';
import type { OpenedExchange } from './exchange.ts';
import { retryAfterMs } from './retryAfter.ts';
import { maskSecrets } from './secrets.ts';

const KIND_BY_STATUS: Readonly<Record<number, ErrorKind>> = {
  401: 'authentication',
  402: 'permission',
  403: 'permission',
  404: 'not-found',
  405: 'not-found',
  408: 'timeout',
  409: 'conflict',
  413: 'too-large',
  429: 'rate-limit',
  500: 'internal',
  502: 'unavailable',
  503: 'unavailable',
  504: 'timeout',
  529: 'unavailable',
};

/** Codes and types of an error object in a stream, where there is no status. Source: OpenAI "Error codes", vLLM, LiteLLM. */
const STATUS_BY_NAME: readonly (readonly [RegExp, number])[] = [
  [/rate_?limit|throttl|too_many_requests|insufficient_quota|overloaded/i, 429],
  [/auth|api_key/i, 401],
  [/permission/i, 403],
  [/not_?found/i, 404],
  [/timeout/i, 504],
  [/unavailable|engine/i, 503],
  [/invalid_request|bad_?request|context_length|content_(?:filter|policy)/i, 400],
];

const CONTEXT_WINDOW =
  /context_length_exceeded|exceed_context_size|maximum context length|context (?:length|window|size)|(?:prompt|input) is too long|too many (?:input )?tokens|longer than the maximum model length/i;
const CONTENT_POLICY =
  /content_policy_violation|content_filter|content (?:management )?policy|safety system|ResponsibleAIPolicyViolation/i;

/** An answer with a status of failure. `text` is its body, or the beginning of it. */
export function toResponseError(status: number, text: string, exchange: OpenedExchange): GatewayError {
  const fault = readFault(text);
  const message = fault.message ?? `${describeStatus(status, exchange)}.`;
  return makeError(status, { ...fault, message }, exchange);
}

/** An error object in the place of an answer, or in the midst of one. */
export function toFaultError(fault: UpstreamFault, exchange: OpenedExchange): GatewayError {
  const message = fault.message ?? `The server at ${exchange.target.host} reported an error without a message.`;
  return makeError(statusOf(fault), { ...fault, message }, exchange);
}

/** An answer that is not what the request asked for: HTML of a proxy, text that is not JSON. */
export function unreadableAnswer(exchange: OpenedExchange, detail: string): GatewayError {
  const where = exchange.target.host;
  return new GatewayError('unavailable', `The server at ${where} sent ${detail}. Check that api_base ends in /v1.`, {
    status: 502,
    provider: 'openai',
    upstreamRequestId: exchange.upstreamRequestId,
  });
}

function makeError(status: number, fault: UpstreamFault & { message: string }, exchange: OpenedExchange): GatewayError {
  const kind = kindOf(status, fault);
  return new GatewayError(kind, maskSecrets(fault.message, exchange.target.secrets), {
    ...(status === 504 ? { status } : {}),
    provider: 'openai',
    providerCode: fault.code ?? fault.type,
    param: fault.param,
    retryAfterMs: retryAfterMs(exchange.headers, exchange.context.clock.now()),
    upstreamRequestId: exchange.upstreamRequestId,
  });
}

function kindOf(status: number, fault: UpstreamFault): ErrorKind {
  const words = `${fault.code ?? ''} ${fault.type ?? ''} ${fault.message ?? ''}`;
  if (status === 400 || status === 413 || status === 422) {
    if (CONTEXT_WINDOW.test(words)) return 'context-window';
  }
  if ((status === 400 || status === 403) && CONTENT_POLICY.test(words)) return 'content-policy';
  return KIND_BY_STATUS[status] ?? (status >= 500 ? 'internal' : 'bad-request');
}

function statusOf(fault: UpstreamFault): number {
  const code = Number(fault.code);
  if (code >= 400 && code < 600) return code;
  const names = `${fault.code ?? ''} ${fault.type ?? ''}`;
  const named = STATUS_BY_NAME.find(([pattern]) => pattern.test(names));
  if (named !== undefined) return named[1];
  return CONTEXT_WINDOW.test(fault.message ?? '') ? 400 : 500;
}

function describeStatus(status: number, exchange: OpenedExchange): string {
  const where = `The server at ${exchange.target.host} answered with status ${status}`;
  if (status >= 300 && status < 400) return `${where}, a redirect. Check api_base`;
  if (status === 404) return `${where}. Check that api_base ends in /v1 and that the server knows the model`;
  if (status === 401 || status === 403) return `${where}. Check the api_key of the deployment`;
  return where;
}
