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

const TICK = { fill: 'var(--torii-dim)', fontSize: 12 };
/** Points, and bars where there are many, stand at the edges of the chart; their labels need room there. */
const HALF_LABEL = { left: 28, right: 28 };
const NO_PADDING = { left: 0, right: 0 };
const MAX_LABELS = 8;
/** Beyond this many steps, points are small. */
const MANY = 31;

export interface ChartSeries<Row> {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly dashed?: boolean;
  /** In the chart's unit; null where nothing was measured. */
  readonly value: (row: Row) => number | null;
}

export interface TimeChartProps<Row> {
  /** Oldest first. */
  readonly rows: readonly Row[];
  readonly series: readonly ChartSeries<Row>[];
  readonly form: 'lines' | 'bars' | 'stack';
  /** What a row stands for: a day, or the begin of an hour. */
  readonly stepOf: (row: Row) => string | number;
  readonly stepText: (row: Row) => string;
  /** Round values, from zero to at least the largest one. */
  readonly ticks: readonly number[];
  readonly tickText: (value: number) => string;
  readonly tooltip: (row: Row) => ReactNode;
  /** What the chart shows and which keys move through it, for screen readers. */
  readonly label: string;
  /** px. */
  readonly widestBar: number;
  /** Without axes, where there is no room for them. */
  readonly bare: boolean;
}

/** At most eight steps get a label, evenly spaced and with the last one. */
function labelled<Row>({ rows, stepOf }: Pick<TimeChartProps<Row>, 'rows' | 'stepOf'>): (string | number)[] {
  const every = Math.ceil(rows.length / MAX_LABELS);
  return rows.filter((_, index) => (rows.length - 1 - index) % every === 0).map(stepOf);
}

function rowOf<Row>({ active, payload }: Pick<TooltipContentProps, 'active' | 'payload'>): Row | undefined {
  return active ? (payload[0]?.payload as Row | undefined) : undefined;
}

function shapes<Row>({ series, form, rows, widestBar }: TimeChartProps<Row>): readonly ReactNode[] {
  return series.map(({ key, name, colour, dashed, value }) => {
    const common = { name, dataKey: value, isAnimationActive: false };
    if (form !== 'lines') {
      const stack = form === 'stack' ? { stackId: 'all' } : {};
      return <Bar key={key} {...common} {...stack} fill={colour} maxBarSize={widestBar} />;
    }
    return (
      <Line
        key={key}
        {...common}
        type="linear"
        stroke={colour}
        strokeWidth={1.5}
        {...(dashed === true ? { strokeDasharray: '4 3' } : {})}
        dot={{ r: rows.length > MANY ? 1.5 : 2.5, strokeWidth: 0, fill: colour }}
        activeDot={{ r: 3 }}
        connectNulls={false}
      />
    );
  });
}

/** Lines or bars over time, from zero. With the keyboard, arrows move through time and show the same tooltip. */
export function TimeChart<Row>(props: TimeChartProps<Row>): ReactNode {
  const { rows, form, stepOf, stepText, ticks, tickText, tooltip, label, bare } = props;
  const textOf = new Map(rows.map((row) => [stepOf(row), stepText(row)]));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 200 }}>
      <ComposedChart
        data={[...rows]}
        margin={{ top: 8, right: form === 'lines' ? 8 : 0, bottom: 0, left: 0 }}
        barCategoryGap="22%"
        aria-label={label}
      >
        {bare ? null : <CartesianGrid vertical={false} stroke="var(--torii-grid)" />}
        <XAxis
          hide={bare}
          dataKey={stepOf}
          ticks={labelled(props)}
          tickFormatter={(step: string | number) => textOf.get(step) ?? ''}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          minTickGap={16}
          interval="equidistantPreserveEnd"
          padding={form === 'lines' || rows.length > MAX_LABELS ? HALF_LABEL : NO_PADDING}
          height={28}
          tickMargin={8}
        />
        <YAxis
          hide={bare}
          ticks={[...ticks]}
          domain={[0, ticks.at(-1) ?? 1]}
          tickFormatter={tickText}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width="auto"
          interval={0}
        />
        <Tooltip
          cursor={form === 'lines' ? { stroke: 'var(--torii-neutral)' } : { fill: 'var(--torii-hover)' }}
          isAnimationActive={false}
          content={(shown: TooltipContentProps) => {
            const row = rowOf<Row>(shown);
            return row === undefined ? null : tooltip(row);
          }}
        />
        {shapes(props)}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
