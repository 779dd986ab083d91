import { type ErrorKind, GatewayError } from '../../../domain/errors.ts';
import { isObject } from '../../../domain/json.ts';
import { redact } from '../../aws/failure/redact.ts';

/** Types of Anthropic's error object. Source: Anthropic "Errors". */
const KINDS: ReadonlyMap<unknown, ErrorKind> = new Map<unknown, ErrorKind>([
  ['invalid_request_error', 'bad-request'],
  ['authentication_error', 'authentication'],
  ['permission_error', 'permission'],
  ['not_found_error', 'not-found'],
  ['request_too_large', 'too-large'],
  ['rate_limit_error', 'rate-limit'],
  ['timeout_error', 'timeout'],
  ['overloaded_error', 'unavailable'],
  ['api_error', 'unavailable'],
]);

/** An error object of the Messages API in the midst of a stream. */
export function toMessagesFault(error: unknown): GatewayError {
  const { type, message } = isObject(error) ? error : {};
  const words = typeof message === 'string' ? redact(message) : 'The model reported an error without a message.';
  return new GatewayError(KINDS.get(type) ?? 'unavailable', `BedrockException: ${words}`, {
    provider: 'bedrock',
    providerCode: typeof type === 'string' ? type : undefined,
  });
}
