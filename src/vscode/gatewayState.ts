import type { RunsIn } from '../protocol/api.ts';
import type { FromWorker } from '../protocol/worker.ts';

type WorkerFailure = Extract<FromWorker, { type: 'failed' }>['code'];

/** Why there is no gateway. `crashed`: the thread ended by itself. `port-silent`: who holds the port says nothing. */
export type FailureCode = WorkerFailure | 'crashed' | 'port-silent';

/** A gateway of this home that this window uses and does not run. */
export interface Attachment {
  readonly baseUrl: string;
  readonly runsIn: RunsIn;
  readonly version: string;
}

/** What this window knows of the gateway. `attached`: it runs elsewhere and this window uses it. */
export type ControllerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly baseUrl: string }
  | ({ readonly kind: 'attached' } & Attachment)
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly detail: string; readonly port: number };

/** Base URL of a gateway that answers, or undefined. */
export function liveBaseUrl(state: ControllerState): string | undefined {
  return state.kind === 'running' || state.kind === 'attached' ? state.baseUrl : undefined;
}
