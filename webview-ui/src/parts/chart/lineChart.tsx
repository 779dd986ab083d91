import type { ReactNode } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { useDashboard } from '../../app/dashboard.tsx';
import type { LineData, LineRow } from '../../series/lines.ts';
import type { Scale } from '../../series/scales.ts';
import { dayOf } from '../../time/days.ts';

const TICK = { fill: 'var(--torii-dim)', fontSize: 12 };
/** Points stand at the edges of the chart; their labels need room there. */
const HALF_LABEL = { left: 18, right: 18 };
const NO_PADDING = { left: 0, right: 0 };
const MAX_BAR = 24;
const MAX_LABELS = 8;
/** Beyond this many steps, points are small. */
const MANY = 31;

export interface LineChartProps {
  readonly data: LineData;
  readonly step: 'hour' | 'day';
  readonly scale: Scale;
  readonly form: 'lines' | 'bars';
  /** What the chart shows, for screen readers. */
  readonly label: string;
}

/** `10:00` of an hour, `Nov 15` of a day. */
export function useStepLabel(step: 'hour' | 'day'): (start: number) => string {
  const { format, timeZone } = useDashboard();
  return (start) => (step === 'hour' ? format.clock(start).slice(0, 5) : format.day(dayOf(start, timeZone)));
}

function TooltipBody({ row, data, step, scale }: { row: LineRow } & Omit<LineChartProps, 'form' | 'label'>): ReactNode {
  const { strings } = useDashboard();
  const stepLabel = useStepLabel(step);
  return (
    <div className="tooltip" role="status">
      <div className="strong">{stepLabel(row.start)}</div>
      {data.lines.map(({ name, colour }, index) => {
        const value = row.values[index] ?? null;
        return (
          <div className="pair" key={name}>
            <span>
              <i className="swatch" style={{ background: colour }} />
              {name}
            </span>
            <span className="number">{value === null ? strings.none : scale.text(value)}</span>
          </div>
        );
      })}
    </div>
  );
}

/** At most eight steps get a label, evenly spaced and with the last one. */
function labelled(rows: readonly LineRow[]): readonly number[] {
  const every = Math.ceil(rows.length / MAX_LABELS);
  return rows.filter((_, index) => (rows.length - 1 - index) % every === 0).map(({ start }) => start);
}

function rowOf({ active, payload }: Pick<TooltipContentProps, 'active' | 'payload'>): LineRow | undefined {
  return active ? (payload[0]?.payload as LineRow | undefined) : undefined;
}

function series({ data, form }: Pick<LineChartProps, 'data' | 'form'>): readonly ReactNode[] {
  return data.lines.map(({ name, colour, dashed }, index) => {
    const common = { key: name, name, dataKey: (row: LineRow) => row.values[index] ?? null, isAnimationActive: false };
    if (form === 'bars') return <Bar {...common} key={name} fill={colour} maxBarSize={MAX_BAR} />;
    return (
      <Line
        {...common}
        key={name}
        type="linear"
        stroke={colour}
        strokeWidth={1.5}
        {...(dashed === true ? { strokeDasharray: '4 3' } : {})}
        dot={{ r: data.rows.length > MANY ? 1.5 : 2.5, strokeWidth: 0, fill: colour }}
        activeDot={{ r: 3 }}
        connectNulls={false}
      />
    );
  });
}

/** Lines or bars over time, from zero. With the keyboard, arrows move through time and show the same tooltip. */
export function LineChart({ data, step, scale, form, label }: LineChartProps): ReactNode {
  const { strings } = useDashboard();
  const stepLabel = useStepLabel(step);
  const largest = Math.max(0, ...data.rows.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const ticks = scale.ticks(largest);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 560, height: 180 }}>
      <ComposedChart
        data={[...data.rows]}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        aria-label={`${label}. ${strings.speed.keys}`}
      >
        <CartesianGrid vertical={false} stroke="var(--torii-grid)" />
        <XAxis
          dataKey="start"
          ticks={[...labelled(data.rows)]}
          tickFormatter={stepLabel}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          minTickGap={16}
          interval="equidistantPreserveEnd"
          padding={form === 'lines' ? HALF_LABEL : NO_PADDING}
          height={26}
          tickMargin={8}
        />
        <YAxis
          ticks={[...ticks]}
          domain={[0, ticks.at(-1) ?? 1]}
          tickFormatter={(value: number) => scale.tick(value, ticks[1] ?? 1)}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width="auto"
          interval={0}
        />
        <Tooltip
          cursor={form === 'bars' ? { fill: 'var(--torii-hover)' } : { stroke: 'var(--torii-neutral)' }}
          isAnimationActive={false}
          content={(props: TooltipContentProps) => {
            const row = rowOf(props);
            return row === undefined ? null : <TooltipBody row={row} data={data} step={step} scale={scale} />;
          }}
        />
        {series({ data, form })}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
