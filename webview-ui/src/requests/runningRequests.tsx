import type { ReactNode } from 'react';
import { useStatus } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Icon } from '../parts/icon.tsx';

/** The requests of this gateway that have no outcome yet, longest running first; nothing where none runs. */
export function RunningRequests(): ReactNode {
  const { strings, format, now } = useDashboard();
  const { data } = useStatus();
  const running = data?.running ?? [];
  if (running.length === 0) return null;
  return (
    <ul className="runningRequests" aria-label={strings.requests.runningNow}>
      {running.map(({ callId, modelGroup, client, startedAt }) => (
        <li key={callId}>
          <Icon name="play" />
          <span className="ellipsis" title={modelGroup}>
            {modelGroup}
          </span>
          <span className="dim ellipsis">{client ?? ''}</span>
          <span className="dim number">{strings.requests.runsSince(format.moment(startedAt, now()))}</span>
        </li>
      ))}
    </ul>
  );
}
