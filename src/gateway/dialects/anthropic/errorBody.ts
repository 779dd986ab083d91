import type { GatewayError } from '../../../domain/errors.ts';

/** Anthropic's error types by status. Source: its API reference, "Errors", and the types of its SDK. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [400, 'invalid_request_error'],
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [408, 'timeout_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [500, 'api_error'],
  [503, 'overloaded_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
]);

export interface AnthropicErrorBody {
  readonly type: 'error';
  readonly error: { readonly type: string; readonly message: string };
  /** The gateway's id of the call. */
  readonly request_id: string | null;
}

export function toAnthropicError(error: GatewayError, callId: string | undefined): AnthropicErrorBody {
  const usual = error.status < 500 ? 'invalid_request_error' : 'api_error';
  return {
    type: 'error',
    error: { type: TYPES.get(error.status) ?? usual, message: error.message },
    request_id: callId ?? null,
  };
}
