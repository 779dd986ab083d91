import type { ErrorKind } from '../../../domain/errors.ts';
import type { SdkErrorFacts } from './sdkError.ts';

const BY_NAME: ReadonlyMap<string, ErrorKind> = new Map<string, ErrorKind>([
  ['ThrottlingException', 'rate-limit'],
  ['Throttling', 'rate-limit'],
  ['TooManyRequestsException', 'rate-limit'],
  ['ServiceQuotaExceededException', 'rate-limit'],
  ['AccessDeniedException', 'permission'],
  ['AccessDenied', 'permission'],
  ['ExpiredToken', 'authentication'],
  ['ExpiredTokenException', 'authentication'],
  ['UnrecognizedClientException', 'authentication'],
  ['InvalidClientTokenId', 'authentication'],
  ['InvalidIdentityToken', 'authentication'],
  ['InvalidSignatureException', 'authentication'],
  ['SignatureDoesNotMatch', 'authentication'],
  ['IncompleteSignatureException', 'authentication'],
  ['MissingAuthenticationTokenException', 'authentication'],
  ['CredentialsProviderError', 'authentication'],
  ['TokenProviderError', 'authentication'],
  ['ValidationException', 'bad-request'],
  ['ValidationError', 'bad-request'],
  ['SerializationException', 'bad-request'],
  ['ResourceNotFoundException', 'not-found'],
  ['ConflictException', 'conflict'],
  ['ModelNotReadyException', 'unavailable'],
  ['ServiceUnavailableException', 'unavailable'],
  ['InternalServerException', 'unavailable'],
  ['InternalFailure', 'unavailable'],
  ['ServiceUnavailable', 'unavailable'],
  ['InternalDependencyException', 'unavailable'],
  ['InternalStreamFailure', 'unavailable'],
  ['ModelTimeoutException', 'timeout'],
  ['RequestTimeout', 'timeout'],
  ['ModelErrorException', 'connection'],
  ['ModelStreamErrorException', 'connection'],
  ['ModelStreamError', 'connection'],
]);

/** LiteLLM's mapping of bare status codes for Bedrock. */
const BY_STATUS: ReadonlyMap<number, ErrorKind> = new Map<number, ErrorKind>([
  [400, 'bad-request'],
  [401, 'authentication'],
  [403, 'permission'],
  [404, 'not-found'],
  [408, 'timeout'],
  [409, 'conflict'],
  [413, 'too-large'],
  [422, 'bad-request'],
  [429, 'rate-limit'],
  [500, 'unavailable'],
  [502, 'unavailable'],
  [503, 'unavailable'],
  [504, 'timeout'],
]);

const CONTEXT_WINDOW =
  /too many tokens|expected maxLength:|input is too long|prompt is too long|prompt: length: 1\.\.|too many input tokens|exceeds? the (?:model's )?(?:maximum )?context|maximum context length|input length and .?max_tokens.? exceed/i;
const CONTENT_POLICY = /blocked by (?:our )?content filter|content filtering policy|content policy/i;
const BAD_CREDENTIALS =
  /unable to locate credentials|security token included in the request is (?:invalid|expired)|could not load credentials/i;

/** The kind of a failure: by Node's code, by the service's words, by the exception's type, by the status. */
export function toErrorKind(facts: SdkErrorFacts): ErrorKind {
  if (facts.code !== undefined && facts.statusCode === undefined)
    return facts.code === 'ETIMEDOUT' ? 'timeout' : 'connection';
  const named = BY_NAME.get(facts.name) ?? BY_NAME.get(capitalised(facts.name));
  const byStatus = facts.statusCode === undefined ? undefined : BY_STATUS.get(facts.statusCode);
  if (BAD_CREDENTIALS.test(facts.message)) return 'authentication';
  const kind = named ?? byStatus;
  if (kind === 'bad-request' && CONTEXT_WINDOW.test(facts.message)) return 'context-window';
  if (kind === 'bad-request' && CONTENT_POLICY.test(facts.message)) return 'content-policy';
  if (kind !== undefined) return kind;
  return facts.name === 'TimeoutError' ? 'timeout' : 'connection';
}

/** In a stream exceptions are typed in lower camel case. */
function capitalised(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
