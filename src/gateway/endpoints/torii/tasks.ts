import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';
import { TASKS_PATH, type TaskDetail, type TaskList } from '../../../protocol/api.ts';
import type { GatewayContext } from '../../context.ts';
import { readQuery } from '../../readQuery.ts';
import { epochMs, page } from './query.ts';
import { toRequestSummary } from './requestView.ts';
import { toTaskView } from './taskView.ts';

const MOST_REQUESTS = 200;

const named = z.string().min(1).max(200).optional();
const tasksQuery = z.object({
  ...page,
  from: epochMs.optional(),
  to: epochMs.optional(),
  model: named,
  status: z.enum(['success', 'failure']).optional(),
  key: named,
  text: named,
});

/** The tasks of the ledger. Admin only. */
export function registerTasks(server: FastifyInstance, context: GatewayContext): void {
  server.get(TASKS_PATH, { config: { dashboard: true } }, async (request): Promise<TaskList> => {
    const { limit, offset, key, ...rest } = readQuery(tasksQuery, request);
    const filter = { ...rest, keyAlias: key };
    // What was heard of a moment ago counts, too.
    await context.tasks.flush();
    const [tasks, total] = await Promise.all([
      context.taskStore.list(filter, { limit, offset }),
      context.taskStore.count(filter),
    ]);
    return { tasks: tasks.map(toTaskView), total };
  });

  server.get<{ Params: { id: string } }>(
    `${TASKS_PATH}/:id`,
    { config: { dashboard: true } },
    async (request): Promise<TaskDetail> => await toDetail(context, request.params.id),
  );
}

async function toDetail(context: GatewayContext, id: string): Promise<TaskDetail> {
  await context.tasks.flush();
  const [task, rows, activity] = await Promise.all([
    context.taskStore.find(id),
    context.spend.list({ taskId: id }, { offset: 0, limit: MOST_REQUESTS }),
    context.activityStore.find(id),
  ]);
  if (task === undefined) throw new GatewayError('not-found', 'No task with this id is in the ledger.');
  const told = activity.map(({ tools, ...sums }) => ({ ...sums, tools: [...tools] }));
  return { ...toTaskView(task), requestList: rows.map(toRequestSummary), activity: told };
}
