import type { ReactNode } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { useDashboard } from '../app/dashboard.tsx';
import type { CostRow, CostSeries, Series } from '../series/costSeries.ts';
import { roundTicks } from '../series/ticks.ts';

const NANO_PER_USD = 1_000_000_000;
const TICK = { fill: 'var(--torii-dim)', fontSize: 12 };
const MAX_BAR = 54;
const MAX_LABELS = 8;

interface TooltipBodyProps {
  readonly row: CostRow;
  readonly series: readonly Series[];
}

function TooltipBody({ row, series }: TooltipBodyProps): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <div className="tooltip" role="status">
      <div className="pair strong">
        <span>{format.day(row.day)}</span>
        <span className="number">{format.money(row.total)}</span>
      </div>
      {series.map(({ name, colour }, index) => {
        const cost = row.costs[index] ?? 0;
        return cost === 0 ? null : (
          <div className="pair" key={name ?? ''}>
            <span>
              <i className="swatch" style={{ background: colour }} />
              {name ?? strings.chart.other}
            </span>
            <span className="number">{format.money(cost)}</span>
          </div>
        );
      })}
      {row.unknown > 0 ? (
        <div className="warn">{strings.tiles.unknownRequests(row.unknown, format.integer(row.unknown))}</div>
      ) : null}
    </div>
  );
}

/** At most eight days get a label, evenly spaced and with today. */
function labelledDays(rows: readonly CostRow[]): readonly string[] {
  const step = Math.ceil(rows.length / MAX_LABELS);
  return rows.filter((_, index) => (rows.length - 1 - index) % step === 0).map(({ day }) => day);
}

function rowOf({ active, payload }: Pick<TooltipContentProps, 'active' | 'payload'>): CostRow | undefined {
  return active ? (payload[0]?.payload as CostRow | undefined) : undefined;
}

/** Stacked bars, one for each day. With the keyboard, arrows move through the days and show the same tooltip. */
export function CostChart({ data }: { data: CostSeries }): ReactNode {
  const { strings, format } = useDashboard();
  const ticks = roundTicks(Math.max(...data.rows.map(({ total }) => total)) / NANO_PER_USD);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 200 }}>
      <BarChart
        data={[...data.rows]}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="22%"
        aria-label={`${strings.chart.costByModel}, ${strings.chart.perDay}. ${strings.chart.keys}`}
      >
        <CartesianGrid vertical={false} stroke="var(--torii-grid)" />
        <XAxis
          dataKey="day"
          ticks={[...labelledDays(data.rows)]}
          tickFormatter={format.day}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          minTickGap={20}
          height={28}
          tickMargin={8}
        />
        <YAxis
          ticks={[...ticks]}
          domain={[0, ticks.at(-1) ?? 1]}
          tickFormatter={(usd: number) => format.axisMoney(usd, ticks[1] ?? 1)}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width="auto"
          interval={0}
        />
        <Tooltip
          cursor={{ fill: 'var(--torii-hover)' }}
          isAnimationActive={false}
          content={(props: TooltipContentProps) => {
            const row = rowOf(props);
            return row === undefined ? null : <TooltipBody row={row} series={data.series} />;
          }}
        />
        {data.series.map(({ name, colour }, index) => (
          <Bar
            key={name ?? ''}
            name={name ?? strings.chart.other}
            dataKey={(row: CostRow) => (row.costs[index] ?? 0) / NANO_PER_USD}
            stackId="cost"
            fill={colour}
            maxBarSize={MAX_BAR}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
