import type { TaskSummary } from '../../../domain/ports.ts';
import { productOf } from '../../../domain/task.ts';
import type { TaskSummaryView } from '../../../protocol/api.ts';
import { toTotals } from './totalsView.ts';

/** A task as lists show it. */
export function toTaskView(task: TaskSummary): TaskSummaryView {
  const { id, title, client, keyAlias, models, firstAt, lastAt } = task;
  return {
    ...toTotals(task),
    id,
    title: title ?? neutralTitle(task),
    titleFrom: title === undefined ? 'client' : 'prompt',
    client: client ?? null,
    keyAlias: keyAlias ?? null,
    models: [...models],
    firstAt,
    lastAt,
  };
}

/** Says nothing of the prompt: who worked, and when it began (UTC). */
function neutralTitle({ client, firstAt }: TaskSummary): string {
  const who = productOf(client) || 'Unknown client';
  return `${who}, ${new Date(firstAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
