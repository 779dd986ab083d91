import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { rangeNames } from '../time/ranges.ts';

/** The period is empty though the ledger is not: offers the next longer one. */
export function NothingInRange(): ReactNode {
  const { strings } = useDashboard();
  const { state, save } = useSaved();
  const { name } = state.range;
  const longer = name === 'custom' ? undefined : rangeNames[rangeNames.indexOf(name) + 1];
  return (
    <section className="panel nothing">
      <h2>{strings.chart.noneInRange}</h2>
      {longer === undefined ? null : (
        <p>
          <span className="dim">{strings.chart.noneInRangeHint}</span>{' '}
          <button type="button" className="link" onClick={() => save({ range: { name: longer } })}>
            {strings.chart.show(strings.range.names[longer])}
          </button>
        </p>
      )}
    </section>
  );
}
