import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useReducer, useRef } from 'react';
import { createThrottle, type Throttle, type Timers } from '../api/throttle.ts';
import { useDashboard } from './dashboard.tsx';
import { breaksOff, initialLiveState, type LiveState, reduceLiveState, startsAnew } from './liveState.ts';

/** An overview over a large ledger takes a fifth of a second; this keeps a busy agent from asking for it all the time. */
const REFRESH_MS = 2_000;

const timers: Timers = {
  set: (callback, delayMs) => setTimeout(callback, delayMs),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

const LiveContext = createContext<LiveState>(initialLiveState);

/** Marks all figures as old. A hidden page asks again only once it is seen. */
function refresh(client: QueryClient): void {
  void client.invalidateQueries({
    refetchType: document.hidden ? 'none' : 'active',
    predicate: ({ meta, state }) => !(typeof meta?.['live'] === 'function' && meta['live'](state.data) === false),
  });
}

/** Listens to the transport, keeps the gateway's state and refreshes the figures when something happened. */
export function LiveProvider({ children }: { children: ReactNode }): ReactNode {
  const { transport } = useDashboard();
  const client = useQueryClient();
  const [state, dispatch] = useReducer(reduceLiveState, initialLiveState);
  const latest = useRef(initialLiveState);
  useEffect(() => {
    const throttle: Throttle = createThrottle(() => refresh(client), REFRESH_MS, timers);
    const unsubscribe = transport.subscribe((event) => {
      const after = reduceLiveState(latest.current, event);
      const before = latest.current;
      if (event.type === 'notice' || startsAnew(before, after) || breaksOff(before, after)) throttle.run();
      latest.current = after;
      dispatch(event);
    });
    return () => {
      throttle.cancel();
      unsubscribe();
    };
  }, [transport, client]);
  return <LiveContext value={state}>{children}</LiveContext>;
}

export function useLive(): LiveState {
  return useContext(LiveContext);
}
