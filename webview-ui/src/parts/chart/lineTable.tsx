import type { ReactNode } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { ScrollBox } from '../scrollBox.tsx';
import type { LineChartProps } from './lineChart.tsx';
import { useStepLabel } from './stepLabel.ts';

/** The chart's numbers, newest first. */
export function LineTable({ data, step, scale, label }: Omit<LineChartProps, 'form'>): ReactNode {
  const { strings } = useDashboard();
  const stepLabel = useStepLabel(step);
  return (
    <ScrollBox label={strings.speed.asTable(label)}>
      <table className="number">
        <thead>
          <tr>
            <th scope="col">{strings.speed.time}</th>
            {data.lines.map(({ name }) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.toReversed().map(({ start, values }) => (
            <tr key={start}>
              <th scope="row">{stepLabel(start)}</th>
              {data.lines.map(({ name }, index) => {
                const value = values[index] ?? null;
                return (
                  <td key={name} className="number">
                    {value === null ? strings.none : scale.text(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
