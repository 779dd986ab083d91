import type { ReactNode } from 'react';
import type { TaskSummaryView } from '../../../../src/protocol/api.ts';
import { type Dashboard, useDashboard } from '../../app/dashboard.tsx';
import { useSaved } from '../../app/saved.tsx';
import { Answer } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Table } from '../../parts/table/table.tsx';
import type { TableColumn } from '../../parts/table/tableColumn.ts';
import { TimeRange } from '../../parts/timeRange.tsx';
import { useTasks } from './taskQueries.ts';

function columnsOf({ strings, format, now }: Dashboard): readonly TableColumn<TaskSummaryView>[] {
  return [
    {
      name: 'task',
      title: strings.traces.task,
      width: 300,
      grow: true,
      rank: 0,
      cell: ({ title }) => title,
      value: ({ title }) => title,
    },
    {
      name: 'agent',
      title: strings.traces.agent,
      width: 120,
      rank: 3,
      cell: ({ client }) => client ?? strings.none,
      value: ({ client }) => client,
    },
    {
      name: 'cost',
      title: strings.requests.cost,
      width: 96,
      number: true,
      rank: 1,
      cell: ({ cost }) => format.money(cost),
      value: ({ cost }) => cost,
    },
    {
      name: 'time',
      title: strings.requests.time,
      width: 120,
      rank: 2,
      cell: ({ lastAt }) => format.moment(lastAt, now()),
      value: ({ lastAt }) => lastAt,
      csv: ({ lastAt }) => new Date(lastAt).toISOString(),
    },
  ];
}

/** The tasks of a period. */
export function TasksPage(): ReactNode {
  const dashboard = useDashboard();
  const { strings } = dashboard;
  const { state, save } = useSaved();
  const tasks = useTasks(state.range);
  return (
    <>
      <PageHead title={strings.traces.title} />
      <div className="pageBar">
        <TimeRange period={state.range} onChange={(range) => save({ range })} />
      </div>
      <Answer query={tasks} problem={strings.traces.problem}>
        {(list) =>
          list.total === 0 ? (
            <Empty title={strings.traces.none}>
              <p className="dim">{strings.traces.noneHint}</p>
            </Empty>
          ) : (
            <Table
              id="tasks"
              label={strings.traces.title}
              columns={columnsOf(dashboard)}
              rows={list.tasks}
              rowKey={({ id }) => id}
              total={list.total}
            />
          )
        }
      </Answer>
    </>
  );
}
