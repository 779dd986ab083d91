import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { ScrollBox } from '../parts/scrollBox.tsx';
import type { CostRow, CostSeries, Series } from '../series/costSeries.ts';

interface RowProps {
  readonly row: CostRow;
  readonly series: readonly Series[];
  /** Whether there is a column for requests of unknown cost. */
  readonly withUnknown: boolean;
}

function Row({ row, series, withUnknown }: RowProps): ReactNode {
  const { strings, format } = useDashboard();
  const text = (cost: number): string => (cost === 0 ? strings.none : format.money(cost));
  return (
    <tr>
      <th scope="row">{format.day(row.day)}</th>
      {series.map(({ name }, index) => (
        <td key={name ?? ''} className="number">
          {text(row.costs[index] ?? 0)}
        </td>
      ))}
      <td className="number">{text(row.total)}</td>
      {withUnknown ? (
        <td className="number">{row.unknown === 0 ? strings.none : format.integer(row.unknown)}</td>
      ) : null}
    </tr>
  );
}

/** The chart's numbers, newest day first. */
export function CostTable({ data }: { data: CostSeries }): ReactNode {
  const { strings } = useDashboard();
  const withUnknown = data.rows.some(({ unknown }) => unknown > 0);
  return (
    <ScrollBox label={`${strings.chart.costByModel}, ${strings.chart.perDay}`}>
      <table className="number">
        <thead>
          <tr>
            <th scope="col">{strings.chart.day}</th>
            {data.series.map(({ name }) => (
              <th key={name ?? ''} scope="col" className="number">
                {name ?? strings.chart.other}
              </th>
            ))}
            <th scope="col" className="number">
              {strings.chart.total}
            </th>
            {withUnknown ? (
              <th scope="col" className="number">
                {strings.chart.unknownColumn}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {data.rows.toReversed().map((row) => (
            <Row key={row.day} row={row} series={data.series} withUnknown={withUnknown} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
