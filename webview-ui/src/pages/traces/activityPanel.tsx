import type { ReactNode } from 'react';
import type { TaskDetail } from '../../../../src/protocol/api.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { Panel } from '../../parts/panel.tsx';
import { clientName } from '../../requests/requestFacts.ts';

type Activity = NonNullable<TaskDetail['activity']>[number];

/** One agent's figures; those of which it told nothing are left out. */
function Figures({ activity }: { activity: Activity }): ReactNode {
  const { strings, format } = useDashboard();
  const { task } = strings;
  const pair = (one: number, other: number): string => `${format.integer(one)} / ${format.integer(other)}`;
  const figures: readonly (readonly [string, string, boolean])[] = [
    [task.toolCalls, pair(activity.toolCalls, activity.toolFailures), activity.toolCalls > 0],
    [
      task.edits,
      pair(activity.editsAccepted, activity.editsRejected),
      activity.editsAccepted + activity.editsRejected > 0,
    ],
    [task.lines, pair(activity.linesAdded, activity.linesRemoved), activity.linesAdded + activity.linesRemoved > 0],
    [task.votes, pair(activity.votesUp, activity.votesDown), activity.votesUp + activity.votesDown > 0],
  ];
  return (
    <dl className="factLines">
      {figures.map(([name, value, told]) =>
        told ? (
          <div key={name} className="pair">
            <dt className="dim">{name}</dt>
            <dd className="number">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** What agents told of their own work on a task. */
export function ActivityPanel({ activity }: { activity: readonly Activity[] }): ReactNode {
  const { strings } = useDashboard();
  return activity.map((one) => (
    <Panel key={`${one.agent} ${one.firstAt}`} title={clientName(one.agent)} note={strings.task.told}>
      <Figures activity={one} />
    </Panel>
  ));
}
