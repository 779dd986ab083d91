import type { ReactNode } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { Chart } from '../parts/chart/chart.tsx';
import { ChartTooltip } from '../parts/chart/tooltip.tsx';
import type { CostRow, CostSeries } from '../series/costSeries.ts';
import { moneyScale } from '../series/scales.ts';

const WIDEST_BAR = 54;

function CostTooltip({ row, data }: { row: CostRow; data: CostSeries }): ReactNode {
  const { strings, format } = useDashboard();
  const lines = data.series.flatMap(({ name, colour }, index) => {
    const cost = row.costs[index] ?? 0;
    return cost === 0 ? [] : [{ name: name ?? strings.chart.other, colour, text: format.money(cost) }];
  });
  return (
    <ChartTooltip title={format.day(row.day)} total={format.money(row.total)} lines={lines}>
      {row.unknown > 0 ? (
        <div className="warn">{strings.tiles.unknownRequests(row.unknown, format.integer(row.unknown))}</div>
      ) : null}
    </ChartTooltip>
  );
}

/** Stacked bars, one for each day. */
export function CostChart({ data }: { data: CostSeries }): ReactNode {
  const { strings, format } = useDashboard();
  const scale = moneyScale(format);
  const ticks = scale.ticks(Math.max(0, ...data.rows.map(({ total }) => total)));
  return (
    <Chart
      rows={data.rows}
      series={data.series.map(({ name, colour }, index) => ({
        key: name ?? '',
        name: name ?? strings.chart.other,
        colour,
        value: ({ costs }: CostRow) => costs[index] ?? 0,
      }))}
      form="stack"
      stepOf={({ day }) => day}
      stepText={({ day }) => format.day(day)}
      ticks={ticks}
      tickText={(value) => scale.tick(value, ticks[1] ?? 1)}
      tooltip={(row) => <CostTooltip row={row} data={data} />}
      label={`${strings.chart.costByModel}, ${strings.chart.perDay}. ${strings.chart.keys}`}
      widestBar={WIDEST_BAR}
    />
  );
}
