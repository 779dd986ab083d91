import type { ReactNode } from 'react';
import type { Overview } from '../../../src/protocol/api.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useSaved } from '../app/saved.tsx';
import { Icon } from '../parts/icon.tsx';
import { Panel } from '../parts/panel.tsx';
import { MAX_SERIES } from '../series/colours.ts';
import type { CostSeries } from '../series/costSeries.ts';
import { rankModels } from '../series/ranking.ts';
import { costIsUnknown } from '../series/totals.ts';
import { periodName } from '../time/periodName.ts';
import { CostChart } from './costChart.tsx';
import { CostTable } from './costTable.tsx';
import { ModelBars } from './modelBars.tsx';

function Legend({ data }: { data: CostSeries }): ReactNode {
  const { strings } = useDashboard();
  return (
    <ul className="legend">
      {data.series.map(({ name, colour }) => (
        <li key={name ?? ''}>
          <i className="swatch" style={{ background: colour }} />
          {name ?? strings.chart.other}
        </li>
      ))}
    </ul>
  );
}

function ByDay({ data }: { data: CostSeries }): ReactNode {
  const { strings } = useDashboard();
  const { state, save } = useSaved();
  const { costAsTable } = state;
  return (
    <>
      <div className="chartBox">{costAsTable ? <CostTable data={data} /> : <CostChart data={data} />}</div>
      <div className="chartFoot">
        {costAsTable ? <span /> : <Legend data={data} />}
        <button type="button" className="link" onClick={() => save({ costAsTable: !costAsTable })}>
          <Icon name={costAsTable ? 'graph' : 'table'} />
          {costAsTable ? strings.chart.showChart : strings.chart.showTable}
        </button>
      </div>
    </>
  );
}

interface CostPanelProps {
  readonly overview: Overview;
  readonly data: CostSeries;
  readonly colours: ReadonlyMap<string, string>;
}

/** What each model cost: by day, or, for a single day, one bar for each model. */
export function CostPanel({ overview, data, colours }: CostPanelProps): ReactNode {
  const { strings, format } = useDashboard();
  const { range } = useSaved().state;
  const { totals, buckets } = overview;
  const oneDay = data.rows.length === 1;
  const unknown = costIsUnknown(totals);
  const rows = rankModels(buckets, 'cost', MAX_SERIES);
  return (
    <Panel
      title={strings.chart.costByModel}
      note={oneDay ? periodName(range, strings, format) : strings.chart.perDay}
      total={unknown ? strings.unknown : format.money(totals.cost)}
      className="chartPanel"
    >
      {unknown ? <p className="dim centred">{strings.chart.costUnknown}</p> : null}
      {!unknown && oneDay ? <ModelBars rows={rows} colours={colours} text={format.money} large /> : null}
      {!unknown && !oneDay ? <ByDay data={data} /> : null}
    </Panel>
  );
}
