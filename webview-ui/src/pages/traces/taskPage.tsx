import type { ReactNode } from 'react';
import type { TaskDetail } from '../../../../src/protocol/api.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { RouteLink, useNavigation } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { Tile, Unbroken } from '../../overview/tile.tsx';
import { Answer } from '../../parts/answer.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Table } from '../../parts/table/table.tsx';
import { clientName } from '../../requests/requestFacts.ts';
import { taskTitle } from '../../requests/taskTitle.ts';
import { costIsUnknown, hitRate, promptTokens } from '../../series/totals.ts';
import { ActivityPanel } from './activityPanel.tsx';
import { toContextTurns } from './contextGrowth.ts';
import { ContextPanel } from './contextPanel.tsx';
import { requestColumns } from './requestColumns.tsx';
import { ScoresPanel } from './scoresPanel.tsx';
import { useTask, useTracesOfTask } from './traceQueries.ts';

function Tiles({ task }: { task: TaskDetail }): ReactNode {
  const { strings, format } = useDashboard();
  const rate = hitRate(task);
  const input = promptTokens(task);
  const duration = task.lastAt - task.firstAt;
  return (
    <dl className="tiles">
      <Tile label={strings.tiles.cost} value={costIsUnknown(task) ? strings.unknown : format.money(task.cost)}>
        {strings.sidebar.saved(format.money(task.cacheSavings))}
      </Tile>
      <Tile label={strings.tiles.requests} value={format.integer(task.requests)}>
        {task.failures > 0 ? (
          <span className="failure">{strings.tiles.failed(task.failures, format.integer(task.failures))}</span>
        ) : (
          strings.tiles.noneFailed
        )}
        {task.fallbacks > 0 ? ` · ${strings.tiles.fellBack(task.fallbacks, format.integer(task.fallbacks))}` : null}
      </Tile>
      <Tile label={strings.tiles.tokens} value={format.compact(input + task.outputTokens)}>
        <Unbroken text={strings.tiles.inAndOut(format.compact(input), format.compact(task.outputTokens))} />
      </Tile>
      <Tile label={strings.sidebar.hitRate} value={rate === undefined ? strings.none : format.percent(rate)}>
        {task.models.join(', ')}
      </Tile>
      <Tile label={strings.requests.duration} value={format.duration(duration)}>
        {task.client === null ? strings.none : clientName(task.client)}
        {task.keyAlias === null ? '' : ` · ${task.keyAlias}`}
      </Tile>
    </dl>
  );
}

function Requests({ task }: { task: TaskDetail }): ReactNode {
  const dashboard = useDashboard();
  const { strings } = dashboard;
  const { go } = useNavigation();
  const traces = useTracesOfTask(task.id);
  const columns = requestColumns(dashboard).filter(({ name }) => name !== 'task');
  return (
    <section className="taskRequests">
      <h2>{strings.traces.requests}</h2>
      <Answer query={traces} problem={strings.traces.problem}>
        {(list) => (
          <Table
            id="task-requests"
            label={strings.traces.requests}
            columns={columns}
            rows={list.traces}
            rowKey={({ callId }) => callId}
            counted={{ shown: list.traces.length, total: list.total ?? undefined }}
            onOpen={({ callId }) => go(formatRoute('traces', [callId]))}
          />
        )}
      </Answer>
    </section>
  );
}

/** One piece of work of an agent: what it cost, how its context has grown, and its requests. */
export function TaskPage({ id }: { id: string }): ReactNode {
  const dashboard = useDashboard();
  const { strings, format, now } = dashboard;
  const task = useTask(id);
  const crumbs = <RouteLink to={formatRoute('traces')}>{strings.traces.title}</RouteLink>;
  const { data } = task;
  if (data === undefined) {
    return (
      <>
        <PageHead title={strings.traces.task} crumbs={crumbs} />
        <div className="panel">
          <Answer query={task} problem={strings.task.problem}>
            {() => null}
          </Answer>
        </div>
      </>
    );
  }
  const turns = toContextTurns(data.requestList);
  return (
    <>
      <PageHead
        title={taskTitle(data, dashboard)}
        crumbs={
          <>
            {crumbs} › {format.moment(data.firstAt, now())} – {format.moment(data.lastAt, now())}
          </>
        }
      />
      <div className="taskTiles">
        <Tiles task={data} />
      </div>
      {turns.length > 1 ? <ContextPanel turns={turns} /> : null}
      <div className="taskScores">
        <ScoresPanel target={{ task_id: id }} />
        <ActivityPanel activity={data.activity ?? []} />
      </div>
      <Requests task={data} />
    </>
  );
}
