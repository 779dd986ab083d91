import type { SpendRecord } from '../../src/domain/spend.ts';
import type { CallTrace } from '../../src/domain/traceExport.ts';

const START = Date.UTC(2026, 10, 26, 1, 2, 3, 456);

/** A call that a fallback answered, with a cache, and what a test names. */
export function callTrace(
  given: Partial<Omit<CallTrace, 'record'>> & { readonly record?: Partial<SpendRecord> } = {},
): CallTrace {
  const { record, ...rest } = given;
  return {
    record: { ...RECORD, ...record },
    metadata: { user_agent: 'Cline/4.0.12 (linux)', ticket: 'T-1' },
    parameters: { temperature: 0.2, stream: true, stop: ['END'], thinking: { type: 'enabled', budget_tokens: 2048 } },
    teamAlias: 'blue',
    userEmail: 'hanako@example.com',
    content: {
      request: { messages: [{ role: 'user', content: 'What is a torii?' }] },
      response: { role: 'assistant', content: 'A gate of a shrine.', finish_reason: 'stop' },
    },
    ...rest,
  };
}

const RECORD: SpendRecord = {
  callId: 'd573a45b-f699-2a5a-0650-b187b836aff9',
  requestId: 'chatcmpl-d573a45b',
  callType: 'acompletion',
  token: 'ab'.repeat(32),
  keyAlias: 'cline',
  userId: 'user-1',
  teamId: 'team-1',
  endUser: 'hanako',
  modelGroup: 'claude',
  modelId: 'deployment-2',
  model: 'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
  provider: 'bedrock',
  region: 'us-west-2',
  apiBase: 'https://bedrock-runtime.us-west-2.amazonaws.com',
  status: 'success',
  httpStatus: 200,
  error: undefined,
  stream: true,
  startedAt: START,
  firstTokenAt: START + 900,
  endedAt: START + 2500,
  usage: {
    inputTokens: 100,
    outputTokens: 20,
    cacheReadTokens: 1000,
    cacheWrite5mTokens: 300,
    cacheWrite1hTokens: 0,
    raw: {},
  },
  price: undefined,
  cost: 2_025_000,
  costParts: { input: 300_000, output: 300_000, cacheRead: 300_000, cacheWrite5m: 1_125_000, cacheWrite1h: 0 },
  cacheSavings: 2_000_000,
  attempts: [
    {
      deploymentId: 'deployment-1',
      group: 'claude',
      provider: 'bedrock',
      model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      region: 'us-east-1',
      startedAt: START + 5,
      waitMs: 0,
      durationMs: 300,
      timeToFirstTokenMs: undefined,
      status: 'failure',
      httpStatus: 429,
      error: { kind: 'rate-limit', code: 'ThrottlingException', message: 'Too many requests.' },
      upstreamRequestId: 'request-1',
      reason: 'first',
    },
    {
      deploymentId: 'deployment-2',
      group: 'claude-fallback',
      provider: 'bedrock',
      model: 'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
      region: 'us-west-2',
      startedAt: START + 400,
      waitMs: 95,
      durationMs: 2100,
      timeToFirstTokenMs: 500,
      status: 'success',
      httpStatus: 200,
      error: undefined,
      upstreamRequestId: 'request-2',
      reason: 'fallback',
      notes: [{ code: 'cache-plan', detail: 'two cache points' }],
    },
  ],
  sessionId: undefined,
  taskId: 'task_1',
  client: 'Cline/4.0.12',
  tags: ['mine'],
  ipAddress: '192.0.2.1',
  metadata: {},
};
