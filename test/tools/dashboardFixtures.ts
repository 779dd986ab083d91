/** Answers of a gateway that has been used for two weeks: figures, failures, fallbacks, unknown costs, Japanese text. */

import { factsOf } from '../../src/domain/noteFacts.ts';
import { say } from '../../src/domain/noteTexts.ts';
import type { PreparationNote } from '../../src/domain/spend.ts';
import { sumTotals } from '../../src/gateway/endpoints/torii/totalsView.ts';
import type {
  Bucket,
  ModelList,
  Overview,
  RequestDetail,
  RequestList,
  RequestSummary,
  Status,
  TaskList,
  TaskSummaryView,
} from '../../src/protocol/api.ts';
import type { AuditList } from '../../src/protocol/audit.ts';
import type { LedgerState } from '../../src/protocol/billing.ts';

const DAY_MS = 86_400_000;
const USD = 1_000_000_000;

interface Profile {
  readonly modelGroup: string;
  /** Requests on a busy day. */
  readonly requests: number;
  /** Nano-USD for a request; null where the price is not known. */
  readonly cost: number | null;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
}

const PROFILES: readonly Profile[] = [
  { modelGroup: 'claude-sonnet-4-5', requests: 120, cost: 0.041 * USD, input: 2_100, output: 1_450, cached: 38_000 },
  { modelGroup: 'claude-3-7-sonnet', requests: 34, cost: 0.036 * USD, input: 2_900, output: 1_100, cached: 21_000 },
  { modelGroup: 'nova-pro', requests: 41, cost: 0.0094 * USD, input: 6_400, output: 640, cached: 0 },
  { modelGroup: 'qwen3-coder-local', requests: 26, cost: null, input: 9_200, output: 810, cached: 0 },
  { modelGroup: '社内モデル-日本語', requests: 9, cost: 0.0031 * USD, input: 1_800, output: 420, cached: 0 },
];

/** How busy each of the last days was, oldest first, repeated for longer spans. */
const RHYTHM = [0.55, 0.25, 0.6, 0.16, 0.95, 0.9, 0.62, 0.35, 0.93, 0.6, 0.94, 0.08, 1, 0.42] as const;

const NOTHING = sumTotals([]);

function toBucket(day: string, profile: Profile, load: number): Bucket {
  const requests = Math.max(1, Math.round(profile.requests * load));
  return {
    day,
    modelGroup: profile.modelGroup,
    requests,
    failures: Math.floor(requests / 45),
    fallbacks: profile.modelGroup.startsWith('claude-sonnet') ? Math.floor(requests / 20) : 0,
    unknownCostRequests: profile.cost === null ? requests : 0,
    cost: requests * (profile.cost ?? 0),
    cacheSavings: requests * profile.cached * 2_700,
    inputTokens: requests * profile.input,
    outputTokens: requests * profile.output,
    cacheReadTokens: requests * profile.cached,
    cacheWriteTokens: Math.round(requests * profile.cached * 0.06),
  };
}

export function overview(from: number, to: number, timeZone: string): Overview {
  const days = Math.ceil((to - 60_000 - from) / DAY_MS);
  const buckets = Array.from({ length: days }, (_, index) => {
    const day = new Date(from + index * DAY_MS + DAY_MS / 2).toISOString().slice(0, 10);
    const load = RHYTHM[(index + RHYTHM.length * 10 - days) % RHYTHM.length] ?? 1;
    return PROFILES.map((profile) => toBucket(day, profile, load));
  }).flat();
  const totals = sumTotals(buckets);
  const latency = { durationP50: 5_210, durationP95: 21_400, timeToFirstTokenP50: 1_380, timeToFirstTokenP95: 4_790 };
  return {
    from,
    to,
    timeZone,
    totals,
    previous: { ...totals, cost: Math.round(totals.cost * 1.22) },
    latency,
    buckets,
  };
}

export function emptyOverview(from: number, to: number, timeZone: string): Overview {
  const latency = { durationP50: null, durationP95: null, timeToFirstTokenP50: null, timeToFirstTokenP95: null };
  return { from, to, timeZone, totals: NOTHING, previous: NOTHING, latency, buckets: [] };
}

const SONNET = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const OLDER_SONNET = 'us.anthropic.claude-3-7-sonnet-20250219-v1:0';
const THROTTLED = {
  kind: 'rate-limit',
  code: 'ThrottlingException',
  message: 'Too many tokens, please wait before trying again.',
};

type Shape = Partial<RequestSummary> & { readonly ago: number };

const SHAPES: readonly Shape[] = [
  {
    ago: 12,
    durationMs: 6_900,
    timeToFirstTokenMs: 3_100,
    fellBack: true,
    model: OLDER_SONNET,
    cost: 0.0189 * USD,
    retries: 1,
  },
  { ago: 28, durationMs: 4_210, timeToFirstTokenMs: 1_240, cost: 0.012 * USD },
  { ago: 51, durationMs: 12_840, timeToFirstTokenMs: 1_610, outputTokens: 3_120, cost: 0.0713 * USD },
  {
    ago: 130,
    modelGroup: 'nova-pro',
    model: 'us.amazon.nova-pro-v1:0',
    client: 'claude-cli/2.0.31',
    status: 'failure',
    httpStatus: 400,
    durationMs: 810,
    timeToFirstTokenMs: null,
    error: {
      kind: 'context-window',
      code: 'ValidationException',
      message:
        'Input is too long for the requested model: 301,442 tokens, and nova-pro takes 300,000. Shorten the conversation, or add a context-window fallback for nova-pro.',
    },
    inputTokens: null,
    outputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    cost: 0,
  },
  {
    ago: 205,
    modelGroup: 'qwen3-coder-local',
    model: 'qwen3-coder',
    provider: 'openai',
    region: null,
    durationMs: 9_130,
    timeToFirstTokenMs: 340,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    inputTokens: 9_204,
    cost: null,
    client: 'OpenCode/0.9.1',
  },
  {
    ago: 262,
    modelGroup: '社内モデル-日本語',
    model: 'gpt-oss-120b',
    provider: 'openai',
    region: null,
    durationMs: 2_320,
    timeToFirstTokenMs: 480,
    inputTokens: 1_840,
    outputTokens: 402,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    cost: 0.0031 * USD,
    keyAlias: '開発チーム',
  },
  {
    ago: 300,
    status: 'failure',
    httpStatus: 499,
    durationMs: 2_900,
    error: { kind: 'cancelled', code: null, message: 'The client closed the connection.' },
    cost: 0.0044 * USD,
    outputTokens: 96,
  },
  { ago: 344, durationMs: 5_020, timeToFirstTokenMs: 1_190, cost: 0.0141 * USD },
  {
    ago: 402,
    modelGroup: 'claude-3-7-sonnet',
    model: OLDER_SONNET,
    durationMs: 192_000,
    timeToFirstTokenMs: 2_410,
    inputTokens: 14_020,
    outputTokens: 11_400,
    cost: 1.2403 * USD,
  },
  {
    ago: 520,
    status: 'failure',
    httpStatus: 429,
    durationMs: 3_420,
    timeToFirstTokenMs: null,
    error: THROTTLED,
    inputTokens: null,
    outputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    cost: 0,
  },
  { ago: 90_000, durationMs: 3_990, timeToFirstTokenMs: 1_410, cost: 0.0098 * USD },
  {
    ago: 90_420,
    modelGroup: 'nova-pro',
    model: 'us.amazon.nova-pro-v1:0',
    durationMs: 1_730,
    timeToFirstTokenMs: 410,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    cost: 0.00008 * USD,
  },
];

function toRequest({ ago, ...shape }: Shape, index: number, now: number): RequestSummary {
  return {
    callId: `4f1c2e7a-9d3b-4c58-8e21-${String(index).padStart(12, '0')}`,
    requestId: `chatcmpl-${index}`,
    callType: 'acompletion',
    startedAt: now - ago * 1000,
    durationMs: 4_000,
    timeToFirstTokenMs: null,
    status: 'success',
    httpStatus: 200,
    error: null,
    modelGroup: 'claude-sonnet-4-5',
    model: SONNET,
    provider: 'bedrock',
    region: 'us-east-1',
    stream: true,
    fellBack: false,
    retries: 0,
    client: 'Cline/4.0.12',
    keyAlias: null,
    taskId: null,
    inputTokens: 1_200,
    outputTokens: 340,
    cacheReadTokens: 9_000,
    cacheWriteTokens: 2_000,
    cost: 0,
    ...shape,
  };
}

export function requestList(limit: number, now: number): RequestList {
  const requests = SHAPES.map((shape, index) => toRequest(shape, index, now));
  return { requests: requests.slice(0, limit), total: 1_204 };
}

type Attempt = RequestDetail['attempts'][number];

function noteOf(code: PreparationNote['code'], detail: string): Attempt['notes'][number] {
  return { code, detail, facts: [...factsOf({ code, detail })] };
}

export function toAttempts(request: RequestSummary): readonly Attempt[] {
  const last: Attempt = {
    deploymentId: 'd1',
    group: request.modelGroup,
    provider: request.provider ?? 'bedrock',
    model: request.model ?? SONNET,
    region: request.region,
    startedAt: request.startedAt,
    waitMs: 0,
    notes: [
      noteOf('cache-plan', 'automatic: tools.11 (~3900 tokens), system.0 (~6200 tokens), messages.15 (~9000 tokens)'),
      noteOf('thinking-restored', say('restored', { turns: 6 })),
    ],
    durationMs: request.durationMs,
    timeToFirstTokenMs: request.timeToFirstTokenMs,
    status: request.status,
    httpStatus: request.httpStatus,
    error: request.error,
    upstreamRequestId: null,
    reason: 'first',
  };
  if (!request.fellBack) return [last];
  const failed: Attempt = {
    ...last,
    model: SONNET,
    status: 'failure',
    httpStatus: 429,
    error: THROTTLED,
    durationMs: 840,
    timeToFirstTokenMs: null,
  };
  const { startedAt } = request;
  return [
    failed,
    {
      ...failed,
      deploymentId: 'd2',
      region: 'us-west-2',
      startedAt: startedAt + 1_340,
      waitMs: 500,
      durationMs: 660,
      reason: 'retry',
    },
    {
      ...last,
      deploymentId: 'd3',
      startedAt: startedAt + 2_000,
      durationMs: 4_900,
      timeToFirstTokenMs: 1_400,
      reason: 'fallback',
    },
  ];
}

export function requestDetail(callId: string, now: number): RequestDetail | undefined {
  const request = requestList(200, now).requests.find((candidate) => candidate.callId === callId);
  if (request === undefined) return undefined;
  const costParts = {
    input: 3_600_000,
    output: 5_100_000,
    cacheRead: 2_700_000,
    cacheWrite5m: 7_500_000,
    cacheWrite1h: 0,
  };
  const known = request.cost !== null && request.inputTokens !== null;
  return {
    ...request,
    attempts: [...toAttempts(request)],
    costParts: known ? costParts : null,
    cacheSavings: known ? 22_800_000 : null,
    price: null,
    rawUsage: null,
    sessionId: null,
    tags: [],
  };
}

export function modelList(): ModelList {
  return {
    groups: PROFILES.map(({ modelGroup }) => ({ name: modelGroup, deployments: [], fallbacks: [], aliases: [] })),
  };
}

export function status(now: number): Status {
  return {
    version: '0.1.0',
    pid: 1,
    startedAt: now - DAY_MS,
    baseUrl: 'http://127.0.0.1:4000',
    configFile: '/home/dev/.torii/config.yaml',
    diagnostics: [],
    configInForce: true,
    tightestBudget: null,
    modelGroups: PROFILES.length,
    today: NOTHING,
    activeRequests: 2,
    running: [
      { callId: 'running-0', modelGroup: 'claude-sonnet-4-5', client: 'Cline 3.35.0', startedAt: now - 41_000 },
      { callId: 'running-1', modelGroup: 'nova-pro', client: null, startedAt: now - 2_000 },
    ],
  };
}

export function ledger(): LedgerState {
  const file = '/home/dev/.torii/torii.db';
  return { file, bytes: 61_480_960, freeBytes: 18_350_080, keptBodies: 0, keptBodyBytes: 0 };
}

export function brokenConfig(now: number): Status {
  const place = { file: '/home/dev/.torii/config.yaml', line: 12, column: 7, endLine: 12, endColumn: 20 };
  const mistake = { ...place, code: 'unknown-model', path: 'router_settings.fallbacks.0' };
  return {
    ...status(now),
    configInForce: false,
    diagnostics: [
      {
        ...mistake,
        severity: 'error',
        message: 'The fallback “claude-3-7-sonet” is not a model group. Did you mean “claude-3-7-sonnet”?',
      },
    ],
  };
}

/** What was done to keys, models and the config of late. */
export function auditList(now: number): AuditList {
  const base = { actorToken: null, onBehalfOf: null, ipAddress: '127.0.0.1', route: null, before: null, after: null };
  const entry = (minutes: number, given: Partial<AuditList['entries'][number]>): AuditList['entries'][number] => ({
    ...base,
    id: `audit-${minutes}`,
    at: now - minutes * 60_000,
    action: 'updated',
    objectKind: 'key',
    objectId: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    actor: 'admin',
    ...given,
  });
  const entries = [
    entry(3, {
      route: 'POST /key/update',
      onBehalfOf: 'mori@example.com',
      before: { max_budget: 5, models: ['sonnet'] },
      after: { max_budget: 10, models: ['sonnet', 'haiku'] },
    }),
    entry(41, {
      action: 'login-refused',
      objectKind: 'session',
      objectId: 'admin',
      actor: 'dashboard',
      ipAddress: '192.168.0.17',
    }),
    entry(75, {
      action: 'created',
      objectKind: 'model',
      objectId: 'extra-1',
      after: { model_name: 'extra', litellm_params: { model: 'bedrock/anthropic.claude-sonnet-4', api_key: '***' } },
    }),
    entry(190, {
      action: 'reloaded',
      objectKind: 'config',
      objectId: '/home/dev/.torii/config.yaml',
      actor: 'gateway',
      ipAddress: null,
      after: { inForce: true, deployments: 7, errors: 0 },
    }),
    entry(1500, {
      action: 'rotated',
      actor: 'ann',
      after: { key_alias: 'ci-nightly', rotation_count: 2 },
      before: { key_alias: 'ci-nightly' },
    }),
  ];
  return { entries, total: 128 };
}

const TASKS = [
  { title: 'Add retry with jitter to the uploader and test it', client: 'Cline/4.1.13', ago: 0, minutes: 3 },
  { title: 'ログイン画面のバリデーションを直して', client: 'Cline/4.1.13', ago: 26, minutes: 8 },
  { title: 'Summarise the design document', client: 'claude-cli/2.0.31', ago: 70, minutes: 1 },
  {
    title: 'Why does the nightly build fail on arm64 since the upgrade of the tool chain?',
    client: 'Kilo-Code/5.2.0',
    ago: 300,
    minutes: 22,
  },
] as const;

/** Tasks of the last hours, newest first, as many as a busy quarter has. */
export function taskList(now: number): TaskList {
  const tasks = Array.from({ length: 180 }, (_, index): TaskSummaryView => {
    const { title, client, ago, minutes } = TASKS[index % TASKS.length] ?? TASKS[0];
    const lastAt = now - (ago + Math.floor(index / TASKS.length) * 1_440) * 60_000;
    const requests = 3 + ((index * 7) % 31);
    const untitled = index % 9 === 4;
    return {
      ...NOTHING,
      id: `task-${index}`,
      // The gateway's words for a task of which no prompt is kept.
      title: untitled ? `${client}, 2026-11-20 22:20 UTC` : title,
      titleFrom: untitled ? 'client' : 'prompt',
      client,
      keyAlias: index % 3 === 0 ? null : 'cline',
      models: index % 5 === 1 ? ['claude-sonnet-4-5', 'claude-3-7-sonnet'] : ['claude-sonnet-4-5'],
      firstAt: lastAt - minutes * 60_000,
      lastAt,
      requests,
      failures: index % 6 === 2 ? 1 : 0,
      fallbacks: index % 5 === 1 ? 2 : 0,
      unknownCostRequests: index % 7 === 3 ? requests : 0,
      cost: index % 7 === 3 ? 0 : requests * 0.034 * USD,
      cacheSavings: requests * 0.081 * USD,
      inputTokens: requests * 2_100,
      outputTokens: requests * 840,
      cacheReadTokens: requests * 39_000,
      cacheWriteTokens: requests * 2_300,
    };
  });
  return { tasks, total: 1_312 };
}
