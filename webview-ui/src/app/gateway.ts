import { useStatus } from '../api/queries.ts';
import type { GatewayView } from '../transport/transport.ts';
import { useDashboard } from './dashboard.tsx';
import { useLive } from './live.tsx';

/** The gateway's state: told by the editor, or, in a browser, seen from its answers. Undefined until known. */
export function useGateway(): GatewayView | undefined {
  const { surface } = useDashboard();
  const live = useLive();
  const status = useStatus();
  if (surface !== 'browser') return live.gateway;
  if (status.isSuccess) return { state: 'running', baseUrl: status.data.baseUrl, message: null };
  return undefined;
}

/** `http://127.0.0.1:4000` as `127.0.0.1:4000`. */
export function addressOf(baseUrl: string): string {
  return baseUrl.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
