import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { toAnthropicError } from '../../../../src/gateway/dialects/anthropic/errorBody.ts';

describe('an error', () => {
  it('has the shape of Anthropic, with the id of the call', () => {
    expect(toAnthropicError(new GatewayError('rate-limit', 'Slow down.'), 'call-1')).toEqual({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Slow down.' },
      request_id: 'call-1',
    });
    expect(toAnthropicError(new GatewayError('internal', 'x'), undefined).request_id).toBeNull();
  });

  it.each([
    ['bad-request', undefined, 'invalid_request_error'],
    ['context-window', undefined, 'invalid_request_error'],
    ['authentication', undefined, 'authentication_error'],
    ['permission', undefined, 'permission_error'],
    ['model-access', undefined, 'permission_error'],
    ['not-found', undefined, 'not_found_error'],
    ['timeout', undefined, 'timeout_error'],
    ['timeout', 504, 'timeout_error'],
    ['conflict', undefined, 'invalid_request_error'],
    ['too-large', undefined, 'request_too_large'],
    ['rate-limit', undefined, 'rate_limit_error'],
    ['budget', undefined, 'rate_limit_error'],
    ['no-deployment', undefined, 'rate_limit_error'],
    ['connection', undefined, 'overloaded_error'],
    ['unavailable', 529, 'overloaded_error'],
    ['unavailable', 502, 'api_error'],
    ['internal', undefined, 'api_error'],
  ] as const)('of kind %s with status %s has type %s', (kind, status, type) => {
    expect(toAnthropicError(new GatewayError(kind, 'x', { status }), undefined).error.type).toBe(type);
  });
});
