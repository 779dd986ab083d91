import type { ReactNode } from 'react';
import type { RequestDetail, RequestSummary } from '../../../src/protocol/api.ts';
import { useRequest } from '../api/queries.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Problem } from '../parts/problem.tsx';
import { Attempts } from './attempts.tsx';
import { CostParts } from './costParts.tsx';
import { Preparation } from './preparation.tsx';

function Facts({ detail }: { detail: RequestDetail }): ReactNode {
  const { strings } = useDashboard();
  const facts: readonly (readonly [string, string | null])[] = [
    [strings.requests.status, String(detail.httpStatus)],
    [strings.requests.client, detail.client],
    [strings.detail.key, detail.keyAlias],
    [strings.requests.model, detail.model],
    [strings.detail.region, detail.region],
    [strings.detail.callId, detail.callId],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

interface RequestDetailProps {
  readonly callId: string;
  readonly error: RequestSummary['error'];
}

/** What happened to one request: the provider's words, its attempts on a time line, and what it cost. */
export function RequestDetailView({ callId, error }: RequestDetailProps): ReactNode {
  const { strings } = useDashboard();
  const query = useRequest(callId);
  if (query.isError && query.data === undefined) {
    return <Problem title={strings.problems.detail} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className="detail">
      {error === null ? null : (
        <div className="errorText">
          <strong className="failure">{strings.requests.kinds[error.kind] ?? error.kind}</strong>
          {error.code === null ? null : <span className="dim mono"> {error.code}</span>}
          <p>{strings.said(error.message)}</p>
        </div>
      )}
      {query.data === undefined ? (
        <div className="detailSpace" />
      ) : (
        <>
          <div className="detailColumns">
            <Attempts attempts={query.data.attempts} />
            <CostParts detail={query.data} />
          </div>
          <Preparation attempts={query.data.attempts} />
          <Facts detail={query.data} />
        </>
      )}
    </div>
  );
}
