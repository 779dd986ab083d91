import { type ReactNode, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ScrollBox } from '../../parts/scrollBox.tsx';
import type { ContextTurn } from './contextGrowth.ts';

/** Where tokens came from, from the bottom of a bar up. */
const PARTS = ['cacheRead', 'cacheWrite', 'input'] as const;

function Bar({ turn, most }: { turn: ContextTurn; most: number }): ReactNode {
  const { strings, format } = useDashboard();
  const title = strings.task.turnTitle(turn.turn, format.integer(turn.total), format.integer(turn.cacheRead));
  return (
    <RouteLink to={formatRoute('traces', [turn.callId])} className="contextBar" title={title}>
      <span className="hidden">{title}</span>
      {PARTS.map((part) => (
        <i key={part} className={part} style={{ height: `${(turn[part] / most) * 100}%` }} />
      ))}
    </RouteLink>
  );
}

function Numbers({ turns }: { turns: readonly ContextTurn[] }): ReactNode {
  const { strings, format } = useDashboard();
  const { lines } = strings.detail;
  return (
    <ScrollBox label={`${strings.task.context}, ${strings.task.perRequest}`}>
      <table className="number">
        <thead>
          <tr>
            <th scope="col">{strings.task.turn}</th>
            <th scope="col" className="number">
              {lines.cacheRead}
            </th>
            <th scope="col" className="number">
              {strings.task.cacheWrite}
            </th>
            <th scope="col" className="number">
              {lines.input}
            </th>
            <th scope="col" className="number">
              {lines.output}
            </th>
            <th scope="col" className="number">
              {strings.requests.cost}
            </th>
          </tr>
        </thead>
        <tbody>
          {turns.map((turn) => (
            <tr key={turn.turn}>
              <th scope="row">{turn.turn}</th>
              <td className="number">{format.integer(turn.cacheRead)}</td>
              <td className="number">{format.integer(turn.cacheWrite)}</td>
              <td className="number">{format.integer(turn.input)}</td>
              <td className="number">{format.integer(turn.output)}</td>
              <td className="number">{turn.cost === null ? strings.unknown : format.money(turn.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** How the context of a task has grown, request by request, and how much of it came from a cache. */
export function ContextPanel({ turns }: { turns: readonly ContextTurn[] }): ReactNode {
  const { strings, format } = useDashboard();
  const [asTable, setAsTable] = useState(false);
  const most = Math.max(1, ...turns.map(({ total }) => total));
  const { lines } = strings.detail;
  const names = { cacheRead: lines.cacheRead, cacheWrite: strings.task.cacheWrite, input: lines.input };
  return (
    <Panel
      title={strings.task.context}
      note={strings.task.perRequest}
      total={strings.task.most(format.compact(most))}
      className="contextPanel"
    >
      <div className="contextBox">
        {asTable ? (
          <Numbers turns={turns} />
        ) : (
          <div className="contextBars">
            {turns.map((turn) => (
              <Bar key={turn.turn} turn={turn} most={most} />
            ))}
          </div>
        )}
      </div>
      <div className="chartFoot">
        <ul className="legend">
          {PARTS.map((part) => (
            <li key={part}>
              <i className={`swatch ${part}`} />
              {names[part]}
            </li>
          ))}
        </ul>
        <button type="button" className="link" onClick={() => setAsTable(!asTable)}>
          <Icon name={asTable ? 'graph' : 'table'} />
          {asTable ? strings.chart.showChart : strings.chart.showTable}
        </button>
      </div>
    </Panel>
  );
}
