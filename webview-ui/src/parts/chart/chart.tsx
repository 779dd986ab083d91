import type { ReactNode } from 'react';
import { Deferred } from '../../app/deferred.ts';
import { DeferredPart } from '../../app/deferredPart.tsx';
import type { TimeChartProps } from './timeChart.tsx';
import { useNarrow } from './useNarrow.ts';

/** The library that draws charts is large, and figures come first. */
const timeChart = new Deferred(async () => (await import('./timeChart.tsx')).TimeChart);

/** A chart over time; where there is little room, only its shape with the first and the last step below. */
export function Chart<Row>(props: Omit<TimeChartProps<Row>, 'bare'>): ReactNode {
  const bare = useNarrow();
  const { rows, stepText } = props;
  const [first, last] = [rows[0], rows.at(-1)];
  return (
    <>
      <div className="chartArea">
        <DeferredPart part={timeChart}>{(TimeChart) => <TimeChart {...props} bare={bare} />}</DeferredPart>
      </div>
      {bare && first !== undefined && last !== undefined ? (
        <p className="pair dim chartEnds">
          <span>{stepText(first)}</span>
          <span>{stepText(last)}</span>
        </p>
      ) : null}
    </>
  );
}
