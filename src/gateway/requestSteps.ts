import { channel } from 'node:diagnostics_channel';

/**
 * Steps of a request's way through the gateway, in the order in which they come first. Some come again: a retry is planned
 * and prepared anew. When the provider's client sends and has its answer, Node's and undici's own channels tell.
 */
export type RequestStep =
  | 'auth'
  | 'receive'
  | 'parse'
  | 'task'
  | 'open'
  | 'admit'
  | 'plan'
  | 'prepare'
  | 'journal'
  | 'relay'
  | 'price'
  | 'settle'
  | 'tell'
  | 'write';

/** Where each step is told of; `test/bench/stepRecorder.ts` listens. Without a listener it costs a call of an empty function. */
const steps = channel('torii:request-step');

/** Says that a request's way enters a step; the one before has ended. */
export function enterStep(step: RequestStep): void {
  steps.publish(step);
}
