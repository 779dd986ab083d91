/** Answers about single requests: a task of an agent with a fallback, a missed cache, thinking, tools and an image. */
import type { RequestSummary, TaskDetail } from '../../src/protocol/api.ts';
import type { TraceContentView, TraceDetail, TraceList, TraceSummary } from '../../src/protocol/traces.ts';
import { requestDetail, requestList, taskList, toAttempts } from './dashboardFixtures.ts';

const TITLE = 'Add retry with jitter to the uploader and test it';
const MINUTE_MS = 60_000;
/** Requests of the task's growing conversation. */
const TURNS = 14;

function toSummary(request: RequestSummary): TraceSummary {
  return {
    ...request,
    taskTitle: request.client?.startsWith('Cline') === true ? TITLE : null,
    sessionId: null,
    tags: [],
    attempts: toAttempts(request).map((attempt) => ({
      group: attempt.group,
      provider: attempt.provider,
      model: attempt.model,
      region: attempt.region,
      startedAt: attempt.startedAt,
      durationMs: attempt.durationMs,
      status: attempt.status,
      httpStatus: attempt.httpStatus,
      errorCode: attempt.error?.code ?? null,
      reason: attempt.reason,
    })),
  };
}

/** Many pages of the same few requests, at ever earlier times. */
export function traceList(query: URLSearchParams, none: boolean, now: number): TraceList {
  if (none) return { traces: [], nextCursor: null, total: 0 };
  const failures = query.get('status') === 'failure';
  const page = Number(query.get('cursor') ?? 0);
  const limit = query.get('task') === null ? Number(query.get('limit') ?? 50) : 8;
  const known = requestList(200, now).requests.filter(({ status }) => !failures || status === 'failure');
  const traces = Array.from({ length: limit }, (_, index) => {
    const place = page * limit + index;
    const request = known[place % known.length] ?? known[0];
    if (request === undefined) throw new Error('There is no request to show.');
    const round = Math.floor(place / known.length);
    const startedAt = request.startedAt - round * 47 * MINUTE_MS;
    return toSummary({ ...request, callId: round === 0 ? request.callId : `${request.callId}-${round}`, startedAt });
  });
  const last = query.get('task') !== null || page === 9;
  return { traces, nextCursor: last ? null : String(page + 1), total: query.get('text') === null ? 1_204 : null };
}

export function traceDetail(callId: string, now: number): TraceDetail | undefined {
  const detail = requestDetail(callId, now);
  if (detail === undefined) return undefined;
  const point = (place: string, index: number, tokens: number, state: 'hit' | 'written') => ({
    place,
    index,
    tokens,
    state,
  });
  return {
    ...detail,
    reasoningTokens: 120,
    cacheWrite5mTokens: 2_000,
    cacheWrite1hTokens: 0,
    serviceTier: null,
    userId: null,
    teamId: null,
    endUser: null,
    apiBase: null,
    metadata: {},
    task: {
      id: 'task-0',
      title: TITLE,
      position: 9,
      requests: 14,
      previousCallId: '4f1c2e7a-9d3b-4c58-8e21-000000000001',
      nextCallId: '4f1c2e7a-9d3b-4c58-8e21-000000000002',
    },
    cachePlan: {
      source: 'automatic',
      points: [
        point('tools', 11, 3_900, 'hit'),
        point('system', 0, 6_200, 'hit'),
        point('messages', 15, 9_000, 'hit'),
        point('messages', 17, 11_000, 'written'),
      ],
      reason: null,
      whyNone: null,
    },
    cacheBreak: {
      code: 'other-model',
      detail:
        'us.anthropic.claude-sonnet-4-5-20250929-v1:0, us-east-1 → us.anthropic.claude-3-7-sonnet-20250219-v1:0, us-east-1',
      comparedWith: '4f1c2e7a-9d3b-4c58-8e21-000000000001',
      lostTokens: 12_400,
    },
    content: { kept: detail.status === 'success', storing: detail.status === 'success' },
  };
}

/** The red and green lines of a test run. */
const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAARgAAAB4CAIAAACmb3o1AAABYklEQVR42u3asQ2AIBBAUUahcAwqC2tqJnESZ3IXG0ewsKEwFhKNCY+8CQi/OS6kNAKNgisAIYGQQEjAXUh7ni65LBASCAmEBEISEggJhARCAh+ygJBASCAkEBLwMKQYB6CRkEBIICQQEiAkEBIICYQECAmEBEICIZ3KOtMtqQgJIQkJIQkJIQlJSAhJSAjJ+BuEBEIChARCAiGBkAAhgZBASIAVIawmCQkhCQmEBEISEkISEkIy/gb/SICQQEggJBASICQQEggJhAS8E9JWMh/wKIWEkIQkJCEhJCEhJIQkJIQkJFcAQgIhgZAAIYGQQEggJEBIICSwIoSlJyEJCSEJCSEJCSEJCYQkJIRk/A1CAiGBkAAhgZBASCAkQEggJOgppMWpjqeDkISEkISEkISEkBwhISQhYfwNQgIhAUICIYGQQEiAkEBIICQQEiAkEBIICYQECAmEBEIChARCgh85AJONbQ3bR05eAAAAAElFTkSuQmCC';

export function traceContent(): TraceContentView {
  const tool = { type: 'function', function: { name: 'read_file', parameters: { type: 'object' } } };
  return {
    request: {
      model: 'claude-sonnet-4-5',
      stream: true,
      temperature: 0.2,
      tools: [tool],
      messages: [
        { role: 'system', content: 'You are Cline, a skilled software engineer. '.repeat(60) },
        { role: 'user', content: 'The upload test is flaky. Add retry with jitter.' },
        {
          role: 'assistant',
          reasoning_content: 'The uploader swallows the status. I should read it first…',
          content: 'Let me look at the uploader.',
          tool_calls: [{ id: 't1', function: { name: 'read_file', arguments: '{"path":"src/upload.ts"}' } }],
        },
        {
          role: 'tool',
          tool_call_id: 't1',
          content: 'export async function upload(file: File) {\n  await fetch(url, { method: "PUT", body: file });\n}',
        },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'テストの失敗はこの画面です。' },
            { type: 'image_url', image_url: { url: PICTURE } },
          ],
        },
      ],
    },
    response: {
      streamed: true,
      text: 'The response is never checked. I will throw on a status of 5xx and retry with full jitter, three times at most.',
      thinking: [{ type: 'thinking', text: 'fetch only rejects on network errors, so a 503 counts as success.' }],
      tool_calls: [
        {
          id: 't2',
          name: 'replace_in_file',
          arguments:
            '{"path":"src/upload.ts","diff":"- await fetch(url, …)\\n+ await withRetry(() => put(url, file))"}',
        },
      ],
      finish_reason: 'tool_use',
    },
  };
}

/** A task whose context grows with each turn, and whose cache was missed once. */
export function taskDetail(now: number): TaskDetail {
  const task = taskList(now).tasks[0];
  const example = requestList(1, now).requests[0];
  if (task === undefined || example === undefined) throw new Error('There is no task to show.');
  const requestListOf = Array.from({ length: TURNS }, (_, index) => {
    const missed = index === 8;
    const known = 6_000 + index * 2_600;
    return {
      ...example,
      callId: `4f1c2e7a-9d3b-4c58-8e21-00000000000${index % 5}`,
      startedAt: now - (TURNS - index) * 14_000,
      fellBack: missed,
      inputTokens: 400 + (index % 3) * 150,
      cacheReadTokens: missed || index === 0 ? 0 : known - 2_600,
      cacheWriteTokens: missed || index === 0 ? known : 2_600,
      outputTokens: 240 + ((index * 97) % 600),
      cost: missed ? 89_000_000 : 18_900_000 + index * 2_100_000,
    };
  });
  const activity = {
    agent: 'cline',
    toolCalls: 31,
    toolFailures: 2,
    editsAccepted: 9,
    editsRejected: 1,
    linesAdded: 214,
    linesRemoved: 37,
    votesUp: 1,
    votesDown: 0,
    tools: [],
    joinedBy: 'session',
    firstAt: task.firstAt,
    lastAt: task.lastAt,
  } as const;
  return { ...task, requestList: requestListOf.toReversed(), activity: [{ ...activity, tools: [] }] };
}

export const ANSWERED_CALL = '4f1c2e7a-9d3b-4c58-8e21-000000000001';
const ANSWER = [
  'fetch rejects on network errors only, so a 503 counts as success.\n\n',
  'Check response.ok, throw on 5xx, and retry with full jitter, three times at most.',
] as const;

/** A streamed answer of OpenAI's chat, with thinking. */
export function chatStream(): string {
  const deltas = [{ reasoning_content: 'The status is never read.' }, ...ANSWER.map((content) => ({ content }))];
  const events = deltas.map((delta) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}`);
  return [...events, 'data: [DONE]', ''].join('\n\n');
}

export function chatAnswer(): unknown {
  return { choices: [{ index: 0, message: { role: 'assistant', content: ANSWER.join('') }, finish_reason: 'stop' }] };
}

export function scoreList(now: number): unknown {
  const base = { trace_id: ANSWERED_CALL, task_id: null, author: 'default_user_id', comment: null };
  return {
    scores: [
      { ...base, id: 's1', name: 'thumb', value: 1, data_type: 'BOOLEAN', created_at: now - 2 * MINUTE_MS },
      {
        ...base,
        id: 's2',
        name: 'correctness',
        value: 0.8,
        data_type: 'NUMERIC',
        comment: 'Jitter is right, the cap is missing.',
        created_at: now - 6 * MINUTE_MS,
      },
    ],
  };
}
