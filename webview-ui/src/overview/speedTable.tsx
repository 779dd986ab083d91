import type { ReactNode } from 'react';
import type { Speed } from '../../../src/protocol/insights.ts';
import { type Dashboard, useDashboard } from '../app/dashboard.tsx';
import { Table } from '../parts/table/table.tsx';
import type { TableColumn } from '../parts/table/tableColumn.ts';

type ModelSpeed = Speed['models'][number];

function timeColumn(
  { strings, format }: Dashboard,
  name: 'durationP50' | 'durationP95' | 'timeToFirstTokenP50' | 'timeToFirstTokenP95',
  title: string,
  rank: number,
): TableColumn<ModelSpeed> {
  return {
    name,
    title,
    width: name.startsWith('time') ? 144 : 120,
    number: true,
    rank,
    cell: (row) => {
      const ms = row[name];
      return ms === null ? strings.none : format.duration(ms);
    },
    value: (row) => row[name],
  };
}

function columnsOf(dashboard: Dashboard): readonly TableColumn<ModelSpeed>[] {
  const { strings, format } = dashboard;
  const { speed, none } = strings;
  return [
    {
      name: 'model',
      title: speed.model,
      width: 200,
      grow: true,
      rank: 0,
      cell: ({ modelGroup }) => modelGroup,
      value: ({ modelGroup }) => modelGroup,
    },
    timeColumn(dashboard, 'timeToFirstTokenP50', speed.firstP50, 1),
    timeColumn(dashboard, 'timeToFirstTokenP95', speed.firstP95, 2),
    timeColumn(dashboard, 'durationP50', speed.durationP50, 3),
    timeColumn(dashboard, 'durationP95', speed.durationP95, 4),
    {
      name: 'rate',
      title: speed.rate,
      width: 150,
      number: true,
      rank: 5,
      cell: ({ tokensPerSecondP50: rate }) => (rate === null ? none : speed.perSecond(format.integer(rate))),
      value: ({ tokensPerSecondP50 }) => tokensPerSecondP50,
    },
    {
      name: 'answers',
      title: speed.answers,
      width: 90,
      number: true,
      rank: 6,
      cell: ({ measured }) => format.integer(measured),
      value: ({ measured }) => measured,
    },
  ];
}

/** How fast each model was in the whole period. */
export function SpeedTable({ speed }: { speed: Speed }): ReactNode {
  const dashboard = useDashboard();
  const { strings, format } = dashboard;
  const words = strings.speed;
  const rows = speed.models.toSorted((one, other) => other.measured - one.measured);
  return (
    <section className="spaced">
      <h2 className="sectionHead">
        {words.byModel}{' '}
        <span className="dim">
          {speed.oneIn === 1 ? words.byModelNote : words.sampled(format.integer(speed.oneIn))}
        </span>
      </h2>
      <Table
        id="speed"
        label={words.byModel}
        columns={columnsOf(dashboard)}
        rows={rows}
        rowKey={({ modelGroup }) => modelGroup}
      />
    </section>
  );
}
