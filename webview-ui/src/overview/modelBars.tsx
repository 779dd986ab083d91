import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { OTHER_COLOUR } from '../series/colours.ts';
import type { Ranked } from '../series/ranking.ts';

interface ModelBarsProps {
  readonly rows: readonly Ranked[];
  readonly colours: ReadonlyMap<string, string>;
  readonly text: (value: number) => string;
  readonly title?: (value: number) => string;
  /** Says how many of a model's requests failed. */
  readonly withFailures?: boolean;
  /** Stout bars, where they have a panel to themselves. */
  readonly large?: boolean;
}

/** Horizontal bars, longest first; each has its number as text. */
export function ModelBars({
  rows,
  colours,
  text,
  title,
  withFailures = false,
  large = false,
}: ModelBarsProps): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <ul className={large ? 'modelBars large' : 'modelBars'}>
      {rows.map(({ name, value, share, failures }) => (
        <li key={name ?? ''}>
          <div className="pair">
            <span className="ellipsis" title={name}>
              {name ?? strings.chart.other}
            </span>
            <span className="number" title={title?.(value)}>
              {withFailures && failures > 0 ? (
                <span className="failure">{strings.tiles.failed(failures, format.integer(failures))} · </span>
              ) : null}
              {text(value)}
            </span>
          </div>
          <div className="meter" aria-hidden="true">
            <span
              className="meterFill"
              style={{
                width: `${share * 100}%`,
                background: name === undefined ? OTHER_COLOUR : (colours.get(name) ?? OTHER_COLOUR),
              }}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
