import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { RequestList } from '../../../src/protocol/api.ts';
import { useRequests, useStatus } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useLive } from '../app/live.tsx';
import { Panel } from '../parts/panel.tsx';
import { Problem } from '../parts/problem.tsx';
import { RequestTable } from './requestTable.tsx';
import { RunningRequests } from './runningRequests.tsx';

/** Rows at first, and for each "show more"; the API gives at most 200. */
export const FIRST_PAGE = 20;
const LARGEST_PAGE = 200;

function LiveNote(): ReactNode {
  const { strings, format } = useDashboard();
  const { connected } = useLive();
  const status = useStatus();
  if (!status.isSuccess) return null;
  const running = status.data.activeRequests;
  const live = connected === false ? strings.requests.notLive : strings.requests.live;
  return (
    <span role="status">
      {running > 0 ? `${live} · ${strings.requests.running(running, format.integer(running))}` : live}
    </span>
  );
}

interface FootProps {
  readonly list: RequestList;
  readonly limit: number;
  readonly onMore: () => void;
}

function Foot({ list, limit, onMore }: FootProps): ReactNode {
  const { strings, format } = useDashboard();
  if (list.total <= list.requests.length) return null;
  return (
    <div className="tableFoot">
      <span className="dim number">
        {strings.requests.ofTotal(format.integer(list.requests.length), format.integer(list.total))}
      </span>
      {limit < LARGEST_PAGE ? (
        <button type="button" className="link" onClick={onMore}>
          {strings.requests.more}
        </button>
      ) : null}
    </div>
  );
}

function Body({ list }: { list: UseQueryResult<RequestList> }): ReactNode {
  const { strings } = useDashboard();
  if (list.isError && list.data === undefined) {
    return <Problem title={strings.problems.requests} error={list.error} onRetry={() => void list.refetch()} />;
  }
  return <RequestTable requests={list.data?.requests} />;
}

/** The newest requests; a row opens in place. */
export function RequestsPanel(): ReactNode {
  const { strings } = useDashboard();
  const [limit, setLimit] = useState(FIRST_PAGE);
  const list = useRequests(limit);
  return (
    <Panel title={strings.requests.title} note={<LiveNote />} className="requestsPanel">
      <RunningRequests />
      <Body list={list} />
      {list.data === undefined ? null : (
        <Foot list={list.data} limit={limit} onMore={() => setLimit(Math.min(limit + 2 * FIRST_PAGE, LARGEST_PAGE))} />
      )}
    </Panel>
  );
}
