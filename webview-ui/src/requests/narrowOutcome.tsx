import type { ReactNode } from 'react';
import type { RequestSummary } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { Icon } from '../parts/icon.tsx';
import { outcomeOf } from './requestFacts.ts';

/** Where the column of outcomes has no room: what went wrong, as an icon with its word. */
export function NarrowOutcome({ request }: { request: RequestSummary }): ReactNode {
  const { strings } = useDashboard();
  const outcome = outcomeOf(request);
  if (outcome === 'done') return null;
  const words = strings.requests.outcomes[outcome];
  return (
    <span className="narrowOnly" title={words}>
      <Icon
        name={outcome === 'failed' ? 'error' : 'circle-slash'}
        className={outcome === 'failed' ? 'failure' : 'dim'}
      />
      <span className="hidden">{words}</span>{' '}
    </span>
  );
}
