import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import type { CostRow, CostSeries, Series } from '../series/costSeries.ts';

function Row({ row, series }: { row: CostRow; series: readonly Series[] }): ReactNode {
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
      <td className="number">
        {text(row.total)}
        {row.unknown > 0 ? <span className="warn"> {strings.tiles.unknownMore(format.integer(row.unknown))}</span> : null}
      </td>
    </tr>
  );
}

/** The chart's numbers, newest day first. */
export function CostTable({ data }: { data: CostSeries }): ReactNode {
  const { strings } = useDashboard();
  return (
    <section className="scrollBox" tabIndex={0} aria-label={strings.chart.costByModel}>
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
          </tr>
        </thead>
        <tbody>
          {data.rows.toReversed().map((row) => (
            <Row key={row.day} row={row} series={data.series} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
