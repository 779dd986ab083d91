import { GatewayMismatch, GatewayRefusal } from '../apiClient/gatewayClient.ts';
import { messageOf } from '../domain/errors.ts';

/**
 * Why the gateway cannot be read. `mismatch`: it is of another version, and says what this one does not understand.
 * `no-news`: it can be read, but tells of nothing by itself.
 */
export type GatewayProblem =
  | { readonly kind: 'no-news' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'refused'; readonly message: string };

export function problemOf(thrown: unknown): GatewayProblem {
  if (thrown instanceof GatewayMismatch) return { kind: 'mismatch' };
  if (thrown instanceof GatewayRefusal && thrown.status === 0) return { kind: 'unreachable' };
  return { kind: 'refused', message: messageOf(thrown) };
}
