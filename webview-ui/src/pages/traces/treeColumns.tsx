import type { ReactNode } from 'react';
import type { TaskSummaryView } from '../../../../src/protocol/api.ts';
import { type Dashboard, useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { shortModelName } from '../../format/modelName.ts';
import { Icon } from '../../parts/icon.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import type { TableColumn } from '../../parts/table/tableColumn.ts';
import { OutcomeLabel } from '../../requests/outcomeLabel.tsx';
import { cacheShare, clientName, inputOf, outcomeOf } from '../../requests/requestFacts.ts';
import { taskTitle } from '../../requests/taskTitle.ts';
import { costIsUnknown, hitRate } from '../../series/totals.ts';
import { Cost, Model, Tokens } from './cells.tsx';
import { type TreeItem, taskOutcome, taskTokens } from './taskTree.ts';

type Column = TableColumn<TreeItem>;
const NANO_PER_USD = 1e9;

/** What one line of the tree shows in a column, by its kind. */
type Cells = { readonly [Kind in TreeItem['kind']]?: (item: Extract<TreeItem, { kind: Kind }>) => ReactNode };

function cellOf(cells: Cells): (item: TreeItem) => ReactNode {
  return (item) => {
    switch (item.kind) {
      case 'task':
        return cells.task?.(item);
      case 'request':
        return cells.request?.(item);
      case 'attempt':
        return cells.attempt?.(item);
      case 'waiting':
        return cells.waiting?.(item);
    }
  };
}

function taskValue<T extends string | number | boolean | null>(
  read: (task: TaskSummaryView) => T,
): (item: TreeItem) => T | null {
  return (item) => (item.kind === 'task' ? read(item.task) : null);
}

function Twisty({ open }: { open: boolean | undefined }): ReactNode {
  if (open === undefined) return <span className="noTwisty" />;
  return <Icon name={open ? 'chevron-down' : 'chevron-right'} className="dim" />;
}

function TaskStatus({ task }: { task: TaskSummaryView }): ReactNode {
  const { strings, format } = useDashboard();
  const outcome = taskOutcome(task);
  if (outcome !== 'partly') return <OutcomeLabel outcome={outcome} />;
  return (
    <span className="outcome warn">
      <Icon name="warning" className="warn" />
      {strings.tiles.failed(task.failures, format.integer(task.failures))}
    </span>
  );
}

function taskCost(task: TaskSummaryView): number | null {
  return costIsUnknown(task) ? null : task.cost;
}

function nameColumn(dashboard: Dashboard): Column {
  const { strings, format, now } = dashboard;
  return {
    name: 'name',
    title: strings.traces.task,
    width: 300,
    grow: true,
    rank: 0,
    cell: cellOf({
      task: ({ task, open }) => (
        <span className="treeName" title={taskTitle(task, dashboard)}>
          <Twisty open={open} />
          <RouteLink to={formatRoute('traces', ['task', task.id])} className="rowLink ellipsis">
            {taskTitle(task, dashboard)}
          </RouteLink>
        </span>
      ),
      request: ({ request, open }) => (
        <span className="treeName">
          <Twisty open={open} />
          <RouteLink to={formatRoute('traces', [request.callId])} className="rowLink">
            {format.moment(request.startedAt, now())}
          </RouteLink>
          {request.error === null ? null : (
            <span className="dim ellipsis" title={strings.said(request.error.message)}>
              {strings.requests.kinds[request.error.kind] ?? request.error.kind}
            </span>
          )}
        </span>
      ),
      attempt: ({ attempt }) => (
        <span className="treeName dim">
          <Twisty open={undefined} />
          <span className="ellipsis" title={attempt.model}>
            {attempt.region ?? attempt.provider}
            {attempt.reason === 'first' ? '' : ` · ${strings.detail[attempt.reason]}`}
          </span>
          {attempt.errorCode === null ? null : (
            <span className="failure ellipsis" title={attempt.errorCode}>
              {attempt.errorCode}
            </span>
          )}
        </span>
      ),
      waiting: () => <Skeleton width={16} />,
    }),
    csv: taskValue((task) => taskTitle(task, dashboard)),
  };
}

function whoColumns({ strings }: Dashboard): readonly Column[] {
  return [
    {
      name: 'status',
      title: strings.requests.status,
      width: 112,
      rank: 3,
      cell: cellOf({
        task: ({ task }) => <TaskStatus task={task} />,
        request: ({ request }) => <OutcomeLabel outcome={outcomeOf(request)} />,
        attempt: ({ attempt }) => (
          <span className={attempt.status === 'failure' ? 'attemptEnd failure' : 'attemptEnd dim'}>
            {attempt.status === 'failure'
              ? (attempt.httpStatus ?? strings.requests.outcomes.failed)
              : strings.requests.outcomes.done}
          </span>
        ),
      }),
      csv: taskValue(taskOutcome),
    },
    {
      name: 'agent',
      title: strings.traces.agent,
      width: 104,
      rank: 6,
      cell: cellOf({
        task: ({ task }) => (
          <span title={task.client ?? undefined}>{task.client === null ? strings.none : clientName(task.client)}</span>
        ),
      }),
      csv: taskValue(({ client }) => client),
    },
    {
      name: 'model',
      title: strings.requests.model,
      width: 190,
      rank: 4,
      cell: cellOf({
        task: ({ task }) => {
          const [first = strings.none, ...others] = task.models;
          return (
            <span title={task.models.join(', ')}>
              {first}
              {others.length === 0 ? null : <span className="dim"> +{others.length}</span>}
            </span>
          );
        },
        request: ({ request }) => <Model request={request} brief />,
        attempt: ({ attempt }) => (
          <span className="dim" title={attempt.model}>
            {shortModelName(attempt.model)}
          </span>
        ),
      }),
      csv: taskValue(({ models }) => models.join(' ')),
    },
  ];
}

function figureColumns({ strings, format }: Dashboard): readonly Column[] {
  return [
    {
      name: 'requests',
      title: strings.traces.requests,
      width: 84,
      number: true,
      rank: 7,
      cell: cellOf({ task: ({ task }) => format.integer(task.requests) }),
      csv: taskValue(({ requests }) => requests),
    },
    {
      name: 'tokens',
      title: strings.detail.tokens,
      width: 76,
      number: true,
      rank: 5,
      cell: cellOf({
        task: ({ task }) => <Tokens count={taskTokens(task)} />,
        request: ({ request }) => {
          const input = inputOf(request);
          return <Tokens count={input === null ? null : input + (request.outputTokens ?? 0)} />;
        },
      }),
      csv: taskValue(taskTokens),
    },
    {
      name: 'cache',
      title: strings.requests.cache,
      width: 72,
      number: true,
      rank: 8,
      cell: cellOf({
        task: ({ task }) => {
          const rate = hitRate(task);
          return rate === undefined ? strings.none : format.percent(rate);
        },
        request: ({ request }) => {
          const share = cacheShare(request);
          return share === undefined ? <span className="dim">{strings.none}</span> : format.percent(share);
        },
      }),
      csv: taskValue(({ cacheReadTokens }) => cacheReadTokens),
    },
    {
      name: 'cost',
      title: strings.requests.cost,
      width: 88,
      narrow: 70,
      number: true,
      rank: 1,
      cell: cellOf({
        task: ({ task }) => <Cost cost={taskCost(task)} />,
        request: ({ request }) => <Cost cost={request.cost} />,
      }),
      csv: taskValue((task) => (taskCost(task) === null ? null : task.cost / NANO_PER_USD)),
    },
  ];
}

function timeColumns({ strings, format, now }: Dashboard): readonly Column[] {
  return [
    {
      name: 'duration',
      title: strings.requests.duration,
      width: 92,
      number: true,
      rank: 9,
      cell: cellOf({
        task: ({ task }) => format.duration(task.lastAt - task.firstAt),
        request: ({ request }) => format.duration(request.durationMs),
        attempt: ({ attempt }) => <span className="dim">{format.duration(attempt.durationMs)}</span>,
      }),
      csv: taskValue(({ firstAt, lastAt }) => lastAt - firstAt),
    },
    {
      name: 'last',
      title: strings.traces.last,
      width: 130,
      number: true,
      rank: 2,
      cell: cellOf({ task: ({ task }) => format.moment(task.lastAt, now()) }),
      csv: taskValue(({ lastAt }) => new Date(lastAt).toISOString()),
    },
  ];
}

/** Columns of the tree of tasks. A file has the tasks alone. */
export function treeColumns(dashboard: Dashboard): readonly Column[] {
  return [nameColumn(dashboard), ...whoColumns(dashboard), ...figureColumns(dashboard), ...timeColumns(dashboard)];
}
