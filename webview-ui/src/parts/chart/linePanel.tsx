import type { ReactNode } from 'react';
import { toCsvLine } from '../../../../src/protocol/csv.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { useSavedPart } from '../../app/saved.tsx';
import type { LineData } from '../../series/lines.ts';
import { Icon } from '../icon.tsx';
import { Panel } from '../panel.tsx';
import { LineChart, type LineChartProps } from './lineChart.tsx';
import { LineTable } from './lineTable.tsx';

interface LinePanelProps extends Omit<LineChartProps, 'label' | 'form'> {
  /** Names what is kept of the panel, and its CSV file. */
  readonly id: string;
  readonly title: string;
  readonly note?: ReactNode;
  readonly total?: ReactNode;
  readonly form?: LineChartProps['form'];
  /** Stands between the title and the chart. */
  readonly children?: ReactNode;
}

const isTrue = (value: unknown): boolean => value === true;

function toCsv(data: LineData, time: string): string {
  const head = [time, ...data.lines.map(({ name }) => name)];
  const rows = data.rows.map(({ start, values }) => [new Date(start).toISOString(), ...values]);
  return [head, ...rows].map(toCsvLine).join('');
}

/** A chart over time with its legend, its numbers as a table, and as a file. */
export function LinePanel({
  id,
  title,
  note,
  total,
  data,
  step,
  scale,
  form = 'lines',
  children,
}: LinePanelProps): ReactNode {
  const { strings, transport } = useDashboard();
  const [asTable, setAsTable] = useSavedPart(`chart.${id}`, isTrue);
  const isEmpty = data.rows.every(({ values }) => values.every((value) => value === null));
  const chart = { data, step, scale, label: title };
  return (
    <Panel title={title} note={note} total={total} className="chartPanel linePanel">
      {children}
      <div className="chartBox">
        {isEmpty ? <p className="dim centred">{strings.speed.nothing}</p> : null}
        {!isEmpty && asTable ? <LineTable {...chart} /> : null}
        {isEmpty || asTable ? null : <LineChart {...chart} form={form} />}
      </div>
      <div className="chartFoot">
        {asTable || data.lines.length < 2 ? <span /> : <Legend data={data} />}
        <span className="chartLinks">
          {asTable ? (
            <button
              type="button"
              className="link"
              onClick={() => transport.saveFile(`torii-${id}.csv`, toCsv(data, strings.speed.time))}
            >
              <Icon name="export" />
              {strings.table.exportCsv}
            </button>
          ) : null}
          <button
            type="button"
            className="link"
            aria-label={`${asTable ? strings.chart.showChart : strings.chart.showTable}: ${title}`}
            onClick={() => setAsTable(!asTable)}
          >
            <Icon name={asTable ? 'graph' : 'table'} />
            {asTable ? strings.chart.showChart : strings.chart.showTable}
          </button>
        </span>
      </div>
    </Panel>
  );
}

function Legend({ data }: { data: LineData }): ReactNode {
  return (
    <ul className="legend">
      {data.lines.map(({ name, colour, dashed }) => (
        <li key={name}>
          <i className={dashed === true ? 'swatch dashed' : 'swatch'} style={{ color: colour }} />
          {name}
        </li>
      ))}
    </ul>
  );
}
