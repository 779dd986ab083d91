import { GatewayError } from '../../domain/errors.ts';

/** The config is written in a way that is left to a person. `why` ends a sentence that begins with "the config". */
export function byHand(why: string): GatewayError {
  return new GatewayError('conflict', `The config is not changed: ${why}. Change it by hand.`, { retryable: false });
}
