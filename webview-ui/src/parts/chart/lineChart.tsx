import type { ReactNode } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import type { LineData, LineRow } from '../../series/lines.ts';
import type { Scale } from '../../series/scales.ts';
import { Chart } from './chart.tsx';
import { useStepLabel } from './stepLabel.ts';
import { ChartTooltip } from './tooltip.tsx';

const WIDEST_BAR = 24;

export interface LineChartProps {
  readonly data: LineData;
  readonly step: 'hour' | 'day';
  readonly scale: Scale;
  readonly form: 'lines' | 'bars';
  /** What the chart shows, for screen readers. */
  readonly label: string;
}

/** A measure, or a few, over time. */
export function LineChart({ data, step, scale, form, label }: LineChartProps): ReactNode {
  const { strings } = useDashboard();
  const stepLabel = useStepLabel(step);
  const ticks = scale.ticks(Math.max(0, ...data.rows.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const text = (value: number | null | undefined): string => (value == null ? strings.none : scale.text(value));
  return (
    <Chart
      rows={data.rows}
      series={data.lines.map((line, index) => ({
        ...line,
        key: line.name,
        value: ({ values }: LineRow) => values[index] ?? null,
      }))}
      form={form}
      stepOf={({ start }) => start}
      stepText={({ start }) => stepLabel(start)}
      ticks={ticks}
      tickText={(value) => scale.tick(value, ticks[1] ?? 1)}
      tooltip={(row) => (
        <ChartTooltip
          title={stepLabel(row.start)}
          lines={data.lines.map((line, index) => ({ ...line, text: text(row.values[index]) }))}
        />
      )}
      label={`${label}. ${strings.speed.keys}`}
      widestBar={WIDEST_BAR}
    />
  );
}
