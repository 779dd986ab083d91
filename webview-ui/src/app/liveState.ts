import type { GatewayView, TransportEvent } from '../transport/transport.ts';

export interface LiveState {
  /** Undefined until the editor has told; in a browser the gateway itself is the source. */
  readonly gateway: GatewayView | undefined;
  /** Whether notices arrive; undefined until that is known. */
  readonly connected: boolean | undefined;
}

export const initialLiveState: LiveState = { gateway: undefined, connected: undefined };

export function reduceLiveState(state: LiveState, event: TransportEvent): LiveState {
  switch (event.type) {
    case 'gateway':
      return { ...state, gateway: { state: event.state, baseUrl: event.baseUrl, message: event.message } };
    case 'connection':
      return { ...state, connected: event.connected };
    default:
      return state;
  }
}

/** True while the gateway can be asked. */
export function isServing(gateway: GatewayView): boolean {
  return gateway.state === 'running' || gateway.state === 'attached';
}

/** Whether the notices have just broken off: the gateway may be gone, and only a question tells. */
export function breaksOff(before: LiveState, after: LiveState): boolean {
  return before.connected === true && after.connected === false;
}

/** Whether an event means that everything on the page may be out of date: a new gateway, or notices were missed. */
export function startsAnew(before: LiveState, after: LiveState): boolean {
  const serving = (state: LiveState): boolean => state.gateway !== undefined && isServing(state.gateway);
  return (!serving(before) && serving(after)) || (before.connected === false && after.connected === true);
}
