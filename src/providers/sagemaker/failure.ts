import { type ErrorKind, GatewayError } from '../../domain/errors.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import { redact } from '../aws/failure/redact.ts';
import { readSdkError } from '../aws/failure/sdkError.ts';
import { faultOf } from '../openai/errorBody.ts';
import { PREFIX } from './service.ts';

export interface EndpointPlace {
  readonly provider: string;
  readonly endpointName: string;
  readonly region: string;
}

const CONTEXT_WINDOW =
  /must be (?:<=|less than)|maximum context length|(?:prompt|input) is too long|too many (?:input )?tokens|max_model_len/i;

/** What the container's own status means. Source: TGI's API (422 validation, 424 generation, 429 overloaded) and HTTP. */
const BY_CONTAINER_STATUS: ReadonlyMap<number, ErrorKind> = new Map<number, ErrorKind>([
  [400, 'bad-request'],
  [404, 'not-found'],
  [408, 'timeout'],
  [413, 'too-large'],
  [422, 'bad-request'],
  [429, 'rate-limit'],
  [504, 'timeout'],
]);

/** TGI's `error_type`. */
const BY_CONTAINER_TYPE: ReadonlyMap<unknown, ErrorKind> = new Map<unknown, ErrorKind>([
  ['validation', 'bad-request'],
  ['overloaded', 'rate-limit'],
]);

/**
 * Failures that only SageMaker knows: an endpoint that is not there, and one whose container failed (status 424, with the
 * container's own status and words inside). Undefined for all others.
 */
export function recogniseFailure(thrown: unknown, place: EndpointPlace): GatewayError | undefined {
  const facts = readSdkError(thrown);
  const words = redact(facts.message);
  const options = {
    provider: place.provider,
    providerCode: facts.name,
    upstreamRequestId: facts.requestId,
    retryAfterMs: facts.retryAfterMs,
    cause: thrown,
  };
  if (facts.name === 'ValidationError' && /endpoint .*not found|could not find endpoint/i.test(words)) {
    return new GatewayError('not-found', notFound(place, words), options);
  }
  if (facts.name === 'ModelStreamError') {
    const timedOut = isObject(thrown) && thrown['ErrorCode'] === 'ModelInvocationTimeExceeded';
    return new GatewayError(timedOut ? 'timeout' : 'connection', `${PREFIX}${words}`, options);
  }
  if (facts.name !== 'ModelError' || !isObject(thrown)) return undefined;
  const status = typeof thrown['OriginalStatusCode'] === 'number' ? thrown['OriginalStatusCode'] : 500;
  const said = containerWords(thrown['OriginalMessage']) ?? words;
  return new GatewayError(
    kindOf(BY_CONTAINER_STATUS.get(status), said),
    `${PREFIX}${modelFailed(place, status, said)}`,
    options,
  );
}

/** A failure that the container reports in the place of an answer or in the midst of one; undefined for anything else. */
export function containerFault(json: unknown, provider: string): GatewayError | undefined {
  const fault = faultOf(json);
  if (fault === undefined) return undefined;
  const type = isObject(json) ? json['error_type'] : undefined;
  const words = redact(fault.message ?? 'The container reported an error without a message.');
  const status = Number(fault.code);
  const kind = BY_CONTAINER_TYPE.get(type) ?? BY_CONTAINER_STATUS.get(status);
  return new GatewayError(kindOf(kind, words), `${PREFIX}${words}`, {
    provider,
    providerCode: typeof type === 'string' ? type : (fault.type ?? fault.code),
  });
}

export function unreadableLine(): GatewayError {
  return new GatewayError(
    'connection',
    `${PREFIX}The stream holds something that is not JSON, or ended in its midst.`,
    {
      provider: 'sagemaker',
      providerCode: 'MalformedStream',
    },
  );
}

function kindOf(kind: ErrorKind | undefined, words: string): ErrorKind {
  if (kind === 'bad-request' && CONTEXT_WINDOW.test(words)) return 'context-window';
  return kind ?? 'unavailable';
}

function containerWords(message: unknown): string | undefined {
  if (typeof message !== 'string' || message.trim() === '') return undefined;
  return redact(faultOf(parseJson(message))?.message ?? message);
}

function notFound({ provider, endpointName, region }: EndpointPlace, words: string): string {
  return `${PREFIX}There is no endpoint "${endpointName}" in ${region}. Check its name in ${provider}/<endpoint>, aws_region_name, and that it is in service. (ValidationError: ${words})`;
}

function modelFailed({ endpointName, region }: EndpointPlace, status: number, words: string): string {
  return `The container of the endpoint "${endpointName}" in ${region} answered with status ${status}: ${words}`;
}
