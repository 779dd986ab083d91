import { z } from 'zod';
import { GatewayError } from '../../../../domain/errors.ts';
import type { AttemptRecord, SpendRecord } from '../../../../domain/spend.ts';
import { defineTool, isoOf, shortened, usdOf } from '../mcpTool.ts';

const MOST_ATTEMPTS = 20;
const MOST_NOTES = 20;

const attemptSchema = z.object({
  deployment: z.string(),
  model: z.string(),
  region: z.string().nullable(),
  reason: z.enum(['first', 'retry', 'fallback']),
  status: z.enum(['success', 'failure']),
  httpStatus: z.number().nullable(),
  error: z.string().nullable(),
  waitMs: z.number(),
  timeToFirstTokenMs: z.number().nullable(),
  durationMs: z.number(),
  upstreamRequestId: z.string().nullable(),
  notes: z.array(z.string()).describe('What Torii did to the request for this deployment'),
});

/** One request with everything but its content. */
export const traceTool = defineTool({
  name: 'torii_trace',
  title: 'Trace of a request',
  description:
    'One request: its attempts with errors and times, the parts of its cost, its tokens and its task. Never the content of prompts or answers.',
  input: z.object({ callId: z.string().describe('From torii_errors, or the header x-litellm-call-id.') }),
  output: z.object({
    callId: z.string(),
    taskId: z.string().nullable(),
    at: z.string().nullable(),
    durationMs: z.number(),
    model: z.string(),
    client: z.string().nullable(),
    key: z.string().nullable(),
    status: z.enum(['success', 'failure']),
    httpStatus: z.number(),
    error: z.string().nullable(),
    costUsd: z.number().nullable().describe('null is unknown'),
    costPartsUsd: z.record(z.string(), z.number().nullable()).nullable(),
    cacheSavingsUsd: z.number().nullable(),
    tokens: z.record(z.string(), z.number()).nullable(),
    attempts: z.array(attemptSchema),
  }),
  async read({ context, token }, { callId }) {
    const [row] = await context.spend.list({ requestId: callId, token }, { offset: 0, limit: 1 });
    if (row === undefined)
      throw new GatewayError('not-found', 'No request with this id, of those that this key may see.');
    return toTrace(row);
  },
});

function toTrace(row: SpendRecord) {
  return {
    callId: row.callId,
    taskId: row.taskId ?? null,
    at: isoOf(row.startedAt),
    durationMs: row.endedAt - row.startedAt,
    model: row.modelGroup,
    client: row.client ?? null,
    key: row.keyAlias ?? null,
    status: row.status,
    httpStatus: row.httpStatus,
    error: row.error === undefined ? null : shortened(row.error.message),
    costUsd: usdOf(row.cost),
    costPartsUsd:
      row.costParts === undefined
        ? null
        : Object.fromEntries(Object.entries(row.costParts).map(([name, cost]) => [name, usdOf(cost)])),
    cacheSavingsUsd: usdOf(row.cacheSavings),
    tokens: toTokens(row),
    attempts: row.attempts.slice(0, MOST_ATTEMPTS).map(toAttempt),
  };
}

function toTokens({ usage }: SpendRecord): Record<string, number> | null {
  if (usage === undefined) return null;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, reasoningTokens } = usage;
  const counted = { inputTokens, outputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens };
  return reasoningTokens === undefined ? counted : { ...counted, reasoningTokens };
}

function toAttempt(attempt: AttemptRecord): z.infer<typeof attemptSchema> {
  return {
    deployment: attempt.deploymentId,
    model: attempt.model,
    region: attempt.region ?? null,
    reason: attempt.reason,
    status: attempt.status,
    httpStatus: attempt.httpStatus ?? null,
    error: attempt.error === undefined ? null : shortened(attempt.error.message),
    waitMs: attempt.waitMs,
    timeToFirstTokenMs: attempt.timeToFirstTokenMs ?? null,
    durationMs: attempt.durationMs,
    upstreamRequestId: attempt.upstreamRequestId ?? null,
    notes: (attempt.notes ?? []).slice(0, MOST_NOTES).map(({ detail }) => shortened(detail)),
  };
}
