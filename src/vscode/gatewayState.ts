import type { FromWorker } from '../protocol/worker.ts';

type WorkerFailure = Extract<FromWorker, { type: 'failed' }>['code'];

/** Why there is no gateway. `crashed`: the thread ended by itself. */
export type FailureCode = WorkerFailure | 'crashed';

/** What this window knows of the gateway. `attached`: another window owns it and this one uses it. */
export type ControllerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly baseUrl: string }
  | { readonly kind: 'attached'; readonly baseUrl: string }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly detail: string; readonly port: number };

/** Base URL of a gateway that answers, or undefined. */
export function liveBaseUrl(state: ControllerState): string | undefined {
  return state.kind === 'running' || state.kind === 'attached' ? state.baseUrl : undefined;
}
