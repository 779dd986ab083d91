import type { ReactNode } from 'react';
import type { RequestSummary } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { COLUMNS, type Column } from './columns.ts';
import { RequestRow } from './requestRow.tsx';

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

function SkeletonRow(): ReactNode {
  return (
    <tr>
      {COLUMNS.map((column) => (
        <td key={column.name} className={column.className}>
          <Skeleton width={column.name === 'model' ? 12 : 3} />
        </td>
      ))}
    </tr>
  );
}

function HeadCell({ column }: { column: Column }): ReactNode {
  const { strings } = useDashboard();
  return (
    <th scope="col" className={column.className}>
      {strings.requests[column.name]}
    </th>
  );
}

/** One line for each request; undefined while loading. */
export function RequestTable({ requests }: { requests: readonly RequestSummary[] | undefined }): ReactNode {
  const { state, save } = useSaved();
  return (
    <table className="requests" aria-busy={requests === undefined}>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <HeadCell key={column.name} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {requests === undefined
          ? SKELETON_ROWS.map((name) => <SkeletonRow key={name} />)
          : requests.map((request) => (
              <RequestRow
                key={request.callId}
                request={request}
                open={state.openRequest === request.callId}
                onToggle={() => save({ openRequest: state.openRequest === request.callId ? null : request.callId })}
              />
            ))}
      </tbody>
    </table>
  );
}
