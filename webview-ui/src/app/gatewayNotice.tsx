import type { ReactNode } from 'react';
import { Icon } from '../parts/icon.tsx';
import type { EditorCommand, GatewayView } from '../transport/transport.ts';
import { useDashboard } from './dashboard.tsx';

function Command({ command, label, quiet }: { command: EditorCommand; label: string; quiet?: boolean }): ReactNode {
  const { transport } = useDashboard();
  return (
    <button
      type="button"
      className={quiet === true ? 'button quiet' : 'button'}
      onClick={() => transport.runCommand?.(command)}
    >
      {label}
    </button>
  );
}

/** Stands in for the figures while there is no gateway to ask: what is the matter, and the action that mends it. */
export function GatewayNotice({ gateway }: { gateway: GatewayView }): ReactNode {
  const { strings } = useDashboard();
  const { gateway: words } = strings;
  if (gateway.state === 'starting') {
    return (
      <div className="gatewayNotice" role="status">
        <p className="dim">{words.starting}</p>
      </div>
    );
  }
  const failed = gateway.state === 'failed';
  return (
    <div className="gatewayNotice" role={failed ? 'alert' : 'status'}>
      <h2>
        <Icon name={failed ? 'error' : 'circle-slash'} className={failed ? 'failure' : 'dim'} />
        {failed ? words.failed : words.stopped}
      </h2>
      <p className={failed ? '' : 'dim'}>{failed ? (gateway.message ?? words.failedHint) : words.stoppedHint}</p>
      <div className="actions">
        {failed ? <Command command="torii.showLogs" label={words.showLogs} /> : null}
        <Command command="torii.startProxy" label={words.start} quiet={failed} />
      </div>
    </div>
  );
}
