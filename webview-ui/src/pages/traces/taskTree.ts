import type { TaskSummaryView } from '../../../../src/protocol/api.ts';
import type { TraceSummary } from '../../../../src/protocol/traces.ts';
import { promptTokens } from '../../series/totals.ts';

export type AttemptBrief = TraceSummary['attempts'][number];

/** A line of the tree: a task, a request in it, an attempt of that; or the place of requests that are on their way. */
export type TreeItem =
  | { readonly kind: 'task'; readonly key: string; readonly task: TaskSummaryView; readonly open: boolean }
  | {
      readonly kind: 'request';
      readonly key: string;
      readonly request: TraceSummary;
      readonly open: boolean | undefined;
    }
  | { readonly kind: 'attempt'; readonly key: string; readonly request: TraceSummary; readonly attempt: AttemptBrief }
  | { readonly kind: 'waiting'; readonly key: string };

/** Depth of each kind of line, from 1. */
export const LEVELS = { task: 1, request: 2, attempt: 3, waiting: 2 } as const;

/** The lines of the tree, from the top. `open` holds the keys of what is open; `requests` those of open tasks. */
export function toTreeItems(
  tasks: readonly TaskSummaryView[],
  requests: ReadonlyMap<string, readonly TraceSummary[] | undefined>,
  open: ReadonlySet<string>,
): readonly TreeItem[] {
  return tasks.flatMap((task): readonly TreeItem[] => {
    const isOpen = open.has(task.id);
    const line: TreeItem = { kind: 'task', key: task.id, task, open: isOpen };
    if (!isOpen) return [line];
    const own = requests.get(task.id);
    if (own === undefined) return [line, { kind: 'waiting', key: `${task.id} …` }];
    return [line, ...own.flatMap((request) => toRequestItems(request, open))];
  });
}

/** A request that was answered at once has no attempts worth a line. */
function toRequestItems(request: TraceSummary, open: ReadonlySet<string>): readonly TreeItem[] {
  const key = request.callId;
  const several = request.attempts.length > 1;
  const isOpen = several ? open.has(key) : undefined;
  const line: TreeItem = { kind: 'request', key, request, open: isOpen };
  if (isOpen !== true) return [line];
  return [
    line,
    ...request.attempts.map(
      (attempt, index): TreeItem => ({ kind: 'attempt', key: `${key} ${index}`, request, attempt }),
    ),
  ];
}

export type TaskOutcome = 'done' | 'partly' | 'failed';

/** How a task went: whether some or all of its requests failed. */
export function taskOutcome({ requests, failures }: Pick<TaskSummaryView, 'requests' | 'failures'>): TaskOutcome {
  if (failures === 0) return 'done';
  return failures === requests ? 'failed' : 'partly';
}

/** All tokens of a task, cached ones included. */
export function taskTokens(task: TaskSummaryView): number {
  return promptTokens(task) + task.outputTokens;
}
