import type { ReactNode } from 'react';
import type { RequestSummary } from '../../../../src/protocol/api.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { Icon } from '../../parts/icon.tsx';
import { answeringModel, outcomeOf } from '../../requests/requestFacts.ts';

export function Tokens({ count }: { count: number | null }): ReactNode {
  const { strings, format } = useDashboard();
  if (count === null) return <span className="dim">{strings.none}</span>;
  return <span title={strings.tiles.exactTokens(count, format.integer(count))}>{format.compact(count)}</span>;
}

export function Cost({ cost }: { cost: number | null }): ReactNode {
  const { strings, format } = useDashboard();
  return cost === null ? <span className="dim">{strings.unknown}</span> : format.money(cost);
}

interface ModelProps {
  readonly request: RequestSummary;
  /** Below the line of its task, which names the model that was asked for. */
  readonly brief?: boolean;
}

/** The model that was asked for, and the one that answered where it is another. */
export function Model({ request, brief = false }: ModelProps): ReactNode {
  const { strings } = useDashboard();
  const answering = answeringModel(request);
  if (answering === undefined) {
    return (
      <span
        title={request.error === null ? (request.model ?? undefined) : strings.said(request.error.message)}
        className={outcomeOf(request) === 'failed' ? 'failure' : ''}
      >
        {request.modelGroup}
      </span>
    );
  }
  return (
    <span title={strings.requests.answeredBy(answering)}>
      {brief ? null : `${request.modelGroup} `}
      <span className="warn">
        <Icon name="arrow-right" />
        {answering}
      </span>
    </span>
  );
}
