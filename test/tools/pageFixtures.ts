/** Answers for the pages of keys, teams, models, routing, errors, destinations and settings. */
import { sumTotals } from '../../src/gateway/endpoints/torii/totalsView.ts';
import type { DeploymentSummary, ModelList } from '../../src/protocol/api.ts';
import type { BudgetStandingList } from '../../src/protocol/budgets.ts';
import type { DestinationList } from '../../src/protocol/destinations.ts';
import type { DoctorReport } from '../../src/protocol/doctor.ts';
import type { Failures, Speed, SpeedSummary } from '../../src/protocol/insights.ts';
import type { Me } from '../../src/protocol/me.ts';
import type { ModelTestList } from '../../src/protocol/modelTests.ts';
import type { Routing } from '../../src/protocol/routing.ts';
import type { Settings } from '../../src/protocol/settings.ts';
import { overview, requestList } from './dashboardFixtures.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_IN_HOURS_MS = 49 * HOUR_MS;
const KEYS = 10_000;
const USD = 1_000_000_000;
const MODELS = [
  'claude-sonnet-4-5',
  'claude-3-7-sonnet',
  'nova-pro',
  'qwen3-coder-local',
  '社内モデル-日本語',
] as const;
const AGENTS = ['cline', 'claude-code', 'codex', 'continue', '田中さん', 'ci-pipeline', 'roo', 'aider'] as const;

function keyRow(index: number, now: number): Record<string, unknown> {
  const budget = index % 3 === 2 ? null : [5, 20, 2][index % 3];
  return {
    token: `hash-${index}`,
    key_name: `sk-...${(index * 7919).toString(36).padStart(4, '0').slice(-4)}`,
    key_alias: index % 11 === 10 ? null : `${AGENTS[index % AGENTS.length]}${index < AGENTS.length ? '' : `-${index}`}`,
    spend: index === 1 ? 17.84 : index === 3 ? 5 : Math.max(0, 4.2 - index * 0.37),
    max_budget: budget,
    budget_duration: budget === null ? null : '30d',
    budget_reset_at: budget === null ? null : new Date(now + 9 * DAY_MS).toISOString(),
    models: index % 4 === 1 ? ['claude-sonnet-4-5', 'nova-pro'] : [],
    user_id: index % 5 === 0 ? 'ann' : null,
    team_id: index % 3 === 0 ? 'tools' : null,
    rpm_limit: index % 2 === 0 ? 60 : null,
    tpm_limit: null,
    expires: index % 6 === 4 ? new Date(now - DAY_MS).toISOString() : null,
    blocked: index === 5,
    created_at: new Date(now - index * 7 * HOUR_MS).toISOString(),
  };
}

function keyPage(url: URL, now: number): Record<string, unknown> {
  const page = Number(url.searchParams.get('page'));
  const size = Number(url.searchParams.get('size'));
  const keys = Array.from({ length: size }, (_, index) => keyRow((page - 1) * size + index, now));
  return { keys, total_count: KEYS, current_page: page, total_pages: KEYS / size };
}

function teamPage(): Record<string, unknown> {
  const teams = [
    {
      ...{ team_id: 'tools', team_alias: 'Developer tools', spend: 84.1, max_budget: 150, budget_duration: '1mo' },
      ...{
        models: [],
        members_with_roles: [{ user_id: 'ann', user_email: 'ann@example.com', role: 'admin' }, { user_id: 'bo' }],
      },
    },
    { team_id: 'kenkyu', team_alias: '研究チーム', spend: 12.4, max_budget: 12, models: ['nova-pro'], blocked: true },
  ];
  return { teams, total: teams.length, total_pages: 1 };
}

function userPage(): Record<string, unknown> {
  const users = [
    {
      user_id: 'ann',
      user_email: 'ann@example.com',
      user_role: 'proxy_admin',
      spend: 41.2,
      teams: ['tools'],
      key_count: 3,
    },
    { user_id: 'bo', user_alias: '田中 洋子', spend: 3.1, max_budget: 10, teams: ['tools', 'kenkyu'], key_count: 1 },
  ];
  return { users, total: users.length, total_pages: 1 };
}

function speedOf(seed: number, model: number): SpeedSummary {
  const base = 900 + 500 * model + 420 * Math.sin(seed * 1.7 + model);
  return {
    measured: 40 - 6 * model,
    durationP50: Math.round(base * 5),
    durationP95: Math.round(base * 13),
    timeToFirstTokenP50: Math.round(base),
    timeToFirstTokenP95: Math.round(base * 3.4),
    tokensPerSecondP50: 74 - 9 * model,
  };
}

function stepsOf(from: number, to: number): { readonly step: 'hour' | 'day'; readonly starts: readonly number[] } {
  const step = to - from > LONGEST_IN_HOURS_MS ? 'day' : 'hour';
  const length = step === 'day' ? DAY_MS : HOUR_MS;
  const starts: number[] = [];
  for (let start = from; start < to; start += length) starts.push(start);
  return { step, starts };
}

function speed(from: number, to: number): Speed {
  const { step, starts } = stepsOf(from, to);
  const used = starts.filter((_, index) => index % 5 !== 3);
  const models = MODELS.slice(0, 4);
  return {
    ...{ from, to, step, oneIn: 1 },
    all: used.map((start, index) => ({ start, ...speedOf(index, 1) })),
    points: used.flatMap((start, index) =>
      models.map((modelGroup, model) => ({ start, modelGroup, ...speedOf(index, model) })),
    ),
    models: models.map((modelGroup, model) => ({ modelGroup, ...speedOf(0, model) })),
  };
}

const FAILURES = [
  [
    'rate-limit',
    'ThrottlingException',
    429,
    'claude-sonnet-4-5',
    31,
    'Too many tokens, please wait before trying again.',
  ],
  ['context-window', 'ValidationException', 400, 'nova-pro', 6, 'Input is too long for requested model.'],
  [
    'authentication',
    'ExpiredTokenException',
    401,
    'claude-3-7-sonnet',
    3,
    'The security token included in the request is expired',
  ],
  [
    'rate-limit',
    'ThrottlingException',
    429,
    'claude-3-7-sonnet',
    2,
    'Too many requests, please wait before trying again.',
  ],
  ['connection', null, 502, 'qwen3-coder-local', 1, 'connect ECONNREFUSED 127.0.0.1:8000'],
] as const;

function failures(from: number, to: number, now: number): Failures {
  const { step, starts } = stepsOf(from, to);
  return {
    ...{ from, to, step, failures: 43, requests: 1204, fallbacks: 31 },
    groups: FAILURES.map(([kind, code, httpStatus, modelGroup, count, message], index) => ({
      ...{ kind, code, httpStatus, modelGroup, count, message, provider: code === null ? 'openai' : 'bedrock' },
      lastAt: now - index * 5 * HOUR_MS,
      callId: `4f1c2e7a-9d3b-4c58-8e21-00000000000${index}`,
    })),
    buckets: starts.flatMap((start, index) =>
      index % 3 === 0
        ? []
        : [{ start, kind: index % 2 === 0 ? 'rate-limit' : 'context-window', count: 2 + ((index * 5) % 9) }],
    ),
  };
}

function routing(): Routing {
  const lost = (capability: 'promptCaching' | 'images') => ({ capability, remedy: '' });
  return {
    configFile: '/home/dev/work/config.yaml',
    configInForce: true,
    models: [...MODELS],
    chains: [
      {
        kind: 'general',
        model: 'claude-sonnet-4-5',
        fallbacks: [
          { model: 'claude-3-7-sonnet', known: true, losses: [] },
          { model: 'nova-pro', known: true, losses: [lost('promptCaching')] },
          { model: 'qwen3-coder-local', known: true, losses: [lost('promptCaching'), lost('images')] },
        ],
      },
      { kind: 'general', model: 'nova-pro', fallbacks: [{ model: 'nova-lite', known: false, losses: [] }] },
      {
        kind: 'context_window',
        model: 'claude-3-7-sonnet',
        fallbacks: [{ model: 'claude-sonnet-4-5', known: true, losses: [] }],
      },
      { kind: 'default', model: null, fallbacks: [{ model: 'nova-pro', known: true, losses: [] }] },
    ],
    settings: {
      ...{ strategy: 'simple-shuffle', numRetries: 2, retryAfterMs: 0, timeoutMs: 600_000, streamTimeoutMs: null },
      ...{ maxFallbacks: 5, cooldownMs: 5000, cooldowns: true, allowedFails: null, preCallChecks: false },
      ...{
        weightedFailover: false,
        continueStreams: true,
        pacing: { enabled: true, maxWaitMs: 30_000, maxQueue: 100 },
      },
    },
  };
}

function destinations(now: number): DestinationList {
  return {
    destinations: [
      {
        ...{ id: 'langfuse', kind: 'langfuse', address: 'https://langfuse.example.com', state: 'ok', queued: 0 },
        ...{ sent: 1204, dropped: 0, last_error: null, last_sent_at: now - 4000, content: true },
        ...{ transport: 'ingestion', version: '3.42.0' },
      },
      {
        ...{ id: 'mlflow', kind: 'mlflow-traces', address: 'http://127.0.0.1:5000', state: 'failing', queued: 218 },
        ...{ sent: 986, dropped: 3, last_sent_at: now - 2 * HOUR_MS, content: false, transport: 'otlp', version: null },
        last_error: {
          at: now - 60_000,
          message: 'connect ECONNREFUSED 127.0.0.1:5000. Start the MLflow server, or mend MLFLOW_TRACKING_URI.',
        },
      },
    ],
  };
}

function settings(): Settings {
  return {
    ...{ home: '/home/dev/.torii', configFile: '/home/dev/work/config.yaml', runsIn: 'window', runtime: 'Node 24.4.1' },
    prompts: { stored: true, maxAgeMs: 30 * DAY_MS },
    retention: { rowsMs: null },
    login: { masterKey: true, password: false, allowedHosts: ['code.example.com'] },
    limits: { maxRequestBytes: 50_000_000 },
  };
}

function deployment(values: Partial<DeploymentSummary>): DeploymentSummary {
  return {
    ...{ id: 'a', provider: 'bedrock', model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', region: 'us-east-1' },
    ...{ apiBase: 'https://bedrock-runtime.us-east-1.amazonaws.com', health: 'ready', coolingUntil: null },
    ...{ inputPrice: 3, outputPrice: 15, cacheReadPrice: 0.3, cacheWritePrice: 3.75 },
    ...{ maxInputTokens: 200_000, maxOutputTokens: 64_000, mode: 'chat' },
    supports: { tools: true, images: true, documents: true, thinking: true, promptCaching: true },
    source: { file: '/home/dev/work/config.yaml', line: 12 },
    ...values,
  };
}

function models(now: number): ModelList {
  const plain = { tools: true, images: false, documents: false, thinking: false, promptCaching: false };
  const west = { id: 'b', region: 'us-west-2', health: 'cooling', coolingUntil: now + 4200 } as const;
  const local = {
    id: 'd',
    provider: 'openai',
    model: 'qwen3-coder',
    region: null,
    apiBase: 'http://127.0.0.1:8000/v1',
  };
  const free = { inputPrice: null, outputPrice: null, cacheReadPrice: null, cacheWritePrice: null };
  const nova = { id: 'c', model: 'amazon.nova-pro-v1:0', inputPrice: 0.8, outputPrice: 3.2, maxInputTokens: 300_000 };
  return {
    groups: [
      {
        ...{ name: MODELS[0], fallbacks: ['claude-3-7-sonnet', 'nova-pro'], aliases: ['sonnet'] },
        deployments: [deployment({}), deployment(west)],
      },
      { name: MODELS[2], fallbacks: [], aliases: [], deployments: [deployment({ ...nova, supports: plain })] },
      {
        ...{ name: MODELS[3], fallbacks: [], aliases: [] },
        deployments: [deployment({ ...local, ...free, maxInputTokens: null, health: 'unavailable', supports: plain })],
      },
    ],
  };
}

function modelTests(now: number): ModelTestList {
  return {
    tests: [
      {
        ...{ deploymentId: 'a', modelGroup: MODELS[0], callId: 'c', at: now - HOUR_MS, ok: true, durationMs: 412 },
        ...{ cost: 75_000, inputTokens: 8, outputTokens: 1, error: null },
      },
    ],
  };
}

/** A key that is no administrator's. */
export function ownKey(now: number): Me {
  const { buckets, totals } = overview(now - 30 * DAY_MS, now, 'UTC');
  return {
    role: 'key',
    key: {
      ...{ name: 'sk-...9Xkq', alias: 'cline', userId: null, teamId: 'tools', teamAlias: 'Developer tools' },
      ...{ models: ['claude-sonnet-4-5', 'nova-pro'], spend: 4.1 * USD, maxBudget: 5 * USD },
      ...{ resetsAt: now + 9 * DAY_MS, expiresAt: null },
    },
    own: {
      today: sumTotals(buckets.slice(0, 1)),
      month: totals,
      models: MODELS.slice(0, 2).map((modelGroup) => ({
        modelGroup,
        ...sumTotals(buckets.filter((bucket) => bucket.modelGroup === modelGroup)),
      })),
      requests: [...requestList(8, now).requests],
    },
  };
}

const doctor: DoctorReport = {
  checks: [
    { id: 'config', group: 'config', status: 'ok', hop: 'Torii', summary: 'The config is in force.', duration_ms: 1 },
    {
      ...{ id: 'credentials', group: 'aws', status: 'failure', hop: 'Torii → AWS STS', duration_ms: 412 },
      summary: 'The credentials have expired.',
      detail: 'ExpiredTokenException: The security token included in the request is expired',
      fix: 'Run aws sso login, then check again.',
    },
    {
      ...{
        id: 'price',
        group: 'models',
        subject: 'qwen3-coder-local',
        status: 'warning',
        hop: 'Torii',
        duration_ms: 2,
      },
      summary: 'Its price is not known.',
      fix: 'Set input_cost_per_token and output_cost_per_token.',
    },
  ],
};

function budgets(now: number): BudgetStandingList {
  const none = { model: null, duration: null, resetsAt: null };
  return {
    budgets: [
      {
        ...none,
        scope: 'key',
        scopeId: 'h',
        name: 'cline',
        spend: 4.9 * USD,
        maxBudget: 5 * USD,
        duration: '1d',
        resetsAt: now + 6 * HOUR_MS,
      },
      {
        ...none,
        scope: 'global',
        scopeId: '',
        name: '',
        spend: 84.1 * USD,
        maxBudget: 150 * USD,
        duration: '1mo',
        resetsAt: now + 9 * DAY_MS,
      },
      { ...none, scope: 'team', scopeId: 't', name: '研究チーム', spend: 2.2 * USD, maxBudget: 12 * USD },
    ],
    total: 3,
  };
}

const NOTHING = {
  budgets: [],
  total: 0,
  total_count: 0,
  total_pages: 0,
  keys: [],
  teams: [],
  users: [],
  destinations: [],
} as const;

/** The body for a path of these pages; undefined for any other. */
export function pageAnswer(url: URL, options: { readonly now: number; readonly none: boolean }): unknown {
  const { now, none } = options;
  const [from, to] = ['from', 'to'].map((name) => Number(url.searchParams.get(name))) as [number, number];
  const answers: Readonly<Record<string, () => unknown>> = {
    '/key/list': () => (none ? NOTHING : keyPage(url, now)),
    '/v2/team/list': () => (none ? NOTHING : teamPage()),
    '/user/list': () => (none ? NOTHING : userPage()),
    '/torii/speed': () => speed(from, to),
    '/torii/failures': () =>
      none ? { ...failures(from, to, now), failures: 0, groups: [], buckets: [] } : failures(from, to, now),
    '/torii/budgets': () => (none ? NOTHING : budgets(now)),
    '/torii/doctor': () => doctor,
    '/torii/models': () => (none ? { groups: [] } : models(now)),
    '/torii/routing': routing,
    '/torii/routing/fallbacks': routing,
    '/torii/destinations': () => (none ? NOTHING : destinations(now)),
    '/torii/settings': settings,
    '/torii/model-tests': () => modelTests(now),
    '/key/generate': () => ({ key: 'sk-test-5d1f0c9b7a3e48d29c6f' }),
    '/torii/model-tests/a': () => modelTests(now).tests[0],
    '/torii/destinations/langfuse/test': () => ({ ok: true, detail: 'Langfuse 3.42.0 takes traces.' }),
    '/torii/destinations/mlflow/test': () => ({ ok: false, detail: 'connect ECONNREFUSED 127.0.0.1:5000' }),
    '/torii/me': () => ({ role: 'admin', key: null, own: null }),
  };
  return answers[url.pathname]?.();
}
