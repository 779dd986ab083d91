import { GatewayError } from '../../domain/errors.ts';
import { DestinationUnavailable } from '../destination.ts';

/** Credentials that are missing or have expired can be had later: nothing is lost by then. */
export function toUnavailable(thrown: unknown): never {
  if (thrown instanceof GatewayError) throw new DestinationUnavailable(thrown.message, thrown.retryAfterMs);
  throw thrown;
}
