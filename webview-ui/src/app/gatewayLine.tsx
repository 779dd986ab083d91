import type { ReactNode } from 'react';
import { useStatus } from '../api/queries.ts';
import { useDashboard } from './dashboard.tsx';
import { addressOf, useGateway } from './gateway.ts';
import { isServing } from './liveState.ts';

/** Where the gateway runs, and in which window. */
export function GatewayLine(): ReactNode {
  const { strings, surface } = useDashboard();
  const gateway = useGateway();
  const status = useStatus();
  if (status.isError) return <span className="gatewayLine dim">{strings.gateway.unreachable}</span>;
  if (gateway === undefined) return <span className="gatewayLine" />;
  if (!isServing(gateway)) {
    const words = { starting: strings.gateway.starting, failed: strings.gateway.failed };
    return (
      <span className="gatewayLine dim">
        {gateway.state === 'starting' || gateway.state === 'failed' ? words[gateway.state] : strings.gateway.stopped}
      </span>
    );
  }
  const address = addressOf(gateway.baseUrl ?? '');
  const window = gateway.state === 'attached' ? strings.gateway.otherWindow : strings.gateway.thisWindow;
  return (
    <span className="gatewayLine">
      <span className="stateDot" aria-hidden="true" />
      {surface === 'sidebar' ? null : <span className="gatewayLong">{strings.gateway.runningOn(address)}</span>}
      <span className={surface === 'sidebar' ? '' : 'gatewayShort'} title={address}>
        {surface === 'sidebar' ? address : `:${address.split(':').at(-1)}`}
      </span>
      {surface === 'browser' ? null : <span className="dim gatewayWindow">{window}</span>}
    </span>
  );
}
