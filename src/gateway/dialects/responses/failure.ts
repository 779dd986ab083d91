import type { ErrorKind, GatewayError } from '../../../domain/errors.ts';

/** OpenAI's codes; Codex ends a turn on the first three and tries again after the others. */
const CODES: Readonly<Partial<Record<ErrorKind, string>>> = {
  'context-window': 'context_length_exceeded',
  budget: 'insufficient_quota',
  'bad-request': 'invalid_prompt',
  'content-policy': 'invalid_prompt',
  'rate-limit': 'rate_limit_exceeded',
  'no-deployment': 'rate_limit_exceeded',
};

/** `response.error` of a response that failed after its stream was begun. */
export function toResponseFailure(error: GatewayError): { readonly code: string; readonly message: string } {
  return { code: CODES[error.kind] ?? 'server_error', message: error.message };
}
