import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import type { CostRow } from '../series/costSeries.ts';

/** Cost per day as small bars, today's brighter; the numbers follow as a table for screen readers. */
export function Sparkline({ rows }: { rows: readonly CostRow[] }): ReactNode {
  const { strings, format } = useDashboard();
  const largest = Math.max(1, ...rows.map(({ total }) => total));
  return (
    <>
      <div className="sparkline" aria-hidden="true">
        {rows.map(({ day, total }) => (
          <span key={day} title={`${format.day(day)}  ${format.money(total)}`}>
            <i style={{ height: `${(total / largest) * 100}%` }} />
          </span>
        ))}
      </div>
      <table className="hidden">
        <caption>
          {strings.requests.cost}, {strings.chart.perDay}
        </caption>
        <thead>
          <tr>
            <th scope="col">{strings.chart.day}</th>
            <th scope="col">{strings.requests.cost}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, total }) => (
            <tr key={day}>
              <th scope="row">{format.day(day)}</th>
              <td>{format.money(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
