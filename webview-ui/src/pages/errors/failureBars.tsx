import type { ReactNode } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import type { FailureBar } from './failureRows.ts';

interface FailureBarsProps {
  readonly bars: readonly FailureBar[];
  readonly label: (name: string) => string;
  /** The one that the page is narrowed down to. */
  readonly chosen: string | undefined;
  readonly onChoose: (name: string | undefined) => void;
}

/** Horizontal bars, longest first. Each is a button that narrows the page down to it, and back. */
export function FailureBars({ bars, label, chosen, onChoose }: FailureBarsProps): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <ul className="modelBars">
      {bars.map(({ name, count, share }) => (
        <li key={name}>
          <button
            type="button"
            className="barButton"
            aria-pressed={chosen === name}
            title={chosen === name ? strings.errors.showAll : strings.errors.only(label(name))}
            onClick={() => onChoose(chosen === name ? undefined : name)}
          >
            <span className="pair">
              <span className="ellipsis">{label(name)}</span>
              <span className="number">{format.integer(count)}</span>
            </span>
            <span className="meter" aria-hidden="true">
              <span className="meterFill" style={{ width: `${share * 100}%`, background: 'var(--torii-failure)' }} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
