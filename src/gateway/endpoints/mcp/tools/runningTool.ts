import { z } from 'zod';
import { defineTool, isoOf } from '../mcpTool.ts';

const MOST_RUNNING = 50;

/** The requests that run in this gateway now. */
export const runningTool = defineTool({
  name: 'torii_running',
  title: 'Running requests',
  description: 'Requests that run now: since when, which model, which client and which task.',
  input: z.object({}),
  output: z.object({
    requests: z.array(
      z.object({
        callId: z.string(),
        taskId: z.string().nullable(),
        since: z.string().nullable(),
        runningMs: z.number(),
        model: z.string(),
        client: z.string().nullable(),
        stream: z.boolean(),
      }),
    ),
    total: z.number(),
  }),
  read({ context, token }) {
    const now = context.clock.now();
    const running = context.activeRequests.list().filter((call) => token === undefined || call.token === token);
    const requests = running.slice(0, MOST_RUNNING).map((call) => ({
      callId: call.callId,
      taskId: call.taskId ?? null,
      since: isoOf(call.startedAt),
      runningMs: Math.max(0, Math.round(now - call.startedAt)),
      model: call.modelGroup,
      client: call.client ?? null,
      stream: call.stream,
    }));
    return Promise.resolve({ requests, total: running.length });
  },
});
