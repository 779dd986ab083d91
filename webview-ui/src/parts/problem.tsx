import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { explain } from './explain.ts';
import { Icon } from './icon.tsx';

interface ProblemProps {
  /** What could not be done. */
  readonly title: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** What went wrong, why, and what to do about it. */
export function Problem({ title, error, onRetry }: ProblemProps): ReactNode {
  const { strings, transport } = useDashboard();
  return (
    <div className="problem" role="alert">
      <Icon name="error" className="failure" />
      <div>
        <strong>{title}</strong>
        <p>{explain(error, strings)}</p>
        <div className="actions">
          <button type="button" className="button" onClick={onRetry}>
            {strings.problems.retry}
          </button>
          {transport.runCommand === undefined ? null : (
            <button type="button" className="button quiet" onClick={() => transport.runCommand?.('torii.showLogs')}>
              {strings.gateway.showLogs}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
