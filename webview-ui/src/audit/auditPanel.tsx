import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AuditList } from '../../../src/protocol/audit.ts';
import { useAudit } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Panel } from '../parts/panel.tsx';
import { Problem } from '../parts/problem.tsx';
import { AuditTable } from './auditTable.tsx';

/** Lines at first, and for each "show more"; the API gives at most 200. */
const FIRST_PAGE = 10;
const LARGEST_PAGE = 200;

function Body({ list }: { list: UseQueryResult<AuditList> }): ReactNode {
  const { strings } = useDashboard();
  if (list.isError && list.data === undefined) {
    return <Problem title={strings.problems.audit} error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (list.data?.total === 0) return <p className="dim auditEmpty">{strings.audit.empty}</p>;
  return <AuditTable entries={list.data?.entries} />;
}

function Foot({ list, onMore }: { list: AuditList; onMore: () => void }): ReactNode {
  const { strings, format } = useDashboard();
  if (list.total <= list.entries.length) return null;
  return (
    <div className="tableFoot">
      <span className="dim number">
        {strings.audit.ofTotal(format.integer(list.entries.length), format.integer(list.total))}
      </span>
      {list.entries.length < LARGEST_PAGE ? (
        <button type="button" className="link" onClick={onMore}>
          {strings.audit.more}
        </button>
      ) : null}
    </div>
  );
}

/** Who changed what, newest first; a line opens in place. */
export function AuditPanel(): ReactNode {
  const { strings } = useDashboard();
  const [limit, setLimit] = useState(FIRST_PAGE);
  const list = useAudit(limit);
  return (
    <Panel title={strings.audit.title} note={strings.audit.note} className="auditPanel">
      <Body list={list} />
      {list.data === undefined ? null : (
        <Foot list={list.data} onMore={() => setLimit(Math.min(limit + 3 * FIRST_PAGE, LARGEST_PAGE))} />
      )}
    </Panel>
  );
}
