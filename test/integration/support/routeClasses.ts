import type { TestGateway } from './gateway.ts';
import { answer } from './management.ts';

/** Kinds of callers, in the order of the columns below. The first four are always refused. */
export const KINDS = [
  ...(['none', 'wrong', 'expired', 'blocked'] as const),
  ...(['llm_api', 'management', 'read_only', 'default', 'admin viewer', 'user viewer', 'user', 'team admin'] as const),
  ...(['proxy admin', 'master'] as const),
] as const;
export type Kind = (typeof KINDS)[number];

interface RouteClass {
  /** For each kind after the first four: `+` is let in, `-` is refused with 401 or 403. */
  readonly lets: string;
  readonly routes: readonly string[];
}

const both = (nouns: readonly string[], routes: readonly string[]): readonly string[] =>
  nouns.flatMap((noun) => routes.map((route) => route.replace('…', noun)));

const CHAT = ['chat/completions', 'completions', 'embeddings'];
const CUSTOMERS = ['customer', 'end_user'];

/** Every route that is not open, by whom it lets in. */
const ROUTE_CLASSES: Readonly<Record<string, RouteClass>> = {
  'calls of models': {
    lets: '+--+-+++++',
    routes: [
      ...both(
        ['/v1', '', '/openai/deployments/:model', '/engines/:model'],
        CHAT.map((path) => `POST …/${path}`),
      ),
      ...both(['/v1', ''], ['POST …/messages', 'POST …/messages/count_tokens', 'DELETE …/responses/:id']),
      ...both(['/v1', '', '/openai/v1', '/openai/deployments/:model'], ['POST …/responses']),
      ...['DELETE /openai/v1/responses/:id', 'POST /utils/transform_request', 'POST /utils/token_counter'],
      ...['traces', 'metrics', 'logs'].map((signal) => `POST /v1/${signal}`),
    ],
  },
  'what calls have left, and what models take': {
    lets: '+--+++++++',
    routes: [...both(['/v1', '', '/openai/v1'], ['GET …/responses/:id']), 'GET /utils/supported_openai_params'],
  },
  'names of models': { lets: '+-++++++++', routes: both(['/v1', ''], ['GET …/models', 'GET …/models/*']) },
  'what is mine': {
    lets: '-+++++++++',
    routes: [
      ...both(['/v1', ''], ['GET …/model/info']),
      ...['GET /model_group/info', 'GET /key/info', 'POST /v2/key/info', 'POST /key/health', 'GET /key/list'],
      ...['GET /key/aliases', 'GET /team/info', 'GET /team/list', 'GET /v2/team/list', 'GET /team/available'],
      ...[
        'GET /torii/me',
        'GET /user/info',
        'GET /v2/user/info',
        'GET /user/available_roles',
        'GET /organization/list',
      ],
    ],
  },
  'figures for agents': { lets: '--++++++++', routes: both(['POST', 'GET', 'DELETE'], ['… /torii/mcp']) },
  'keys of mine': {
    lets: '-+----++++',
    routes: [
      ...[
        'generate',
        'service-account/generate',
        'update',
        'delete',
        'regenerate',
        ':key/regenerate',
        ':key/reset_spend',
      ].map((path) => `POST /key/${path}`),
    ],
  },
  'members of my teams': {
    lets: '-+-+-+++++',
    routes: [
      ...['member_add', 'bulk_member_add', 'member_update', 'member_delete', 'permissions_update'].map(
        (path) => `POST /team/${path}`,
      ),
    ],
  },
  'permissions in my teams': { lets: '-+-+++++++', routes: ['GET /team/permissions_list'] },
  'spend of mine': {
    lets: '---+++++++',
    routes: [
      ...['', '/v2', '/ui', '/session/ui', '/ui/:requestId'].map((path) => `GET /spend/logs${path}`),
      'POST /spend/calculate',
    ],
  },
  'activity of mine': {
    lets: '-+-+++++++',
    routes: ['GET /user/daily/activity', 'GET /user/daily/activity/aggregated', 'GET /team/daily/activity'],
  },
  'sums for users': { lets: '----++++++', routes: ['GET /spend/keys', 'GET /spend/users', 'GET /spend/tags'] },
  tags: { lets: '-+--++++++', routes: ['GET /tag/list', 'GET /tag/daily/activity'] },
  'what managers may see': {
    lets: '-+--+---++',
    routes: [
      ...['GET /user/list', 'GET /budget/list', 'GET /budget/settings', 'POST /budget/info', 'GET /access_group/list'],
      ...['GET /access_group/:group/info', 'GET /organization/info'],
      ...both(CUSTOMERS, ['GET /…/info', 'GET /…/list', 'GET /…/daily/activity']),
    ],
  },
  'what managers may change': {
    lets: '-+------++',
    routes: [
      ...['block', 'unblock', 'bulk_update'].map((path) => `POST /key/${path}`),
      ...['new', 'update', 'delete', 'block', 'unblock', 'model/add', 'model/delete'].map(
        (path) => `POST /team/${path}`,
      ),
      ...['new', 'update', 'bulk_update', 'delete'].map((path) => `POST /user/${path}`),
      ...['new', 'update', 'delete'].flatMap((path) => [
        `POST /budget/${path}`,
        `POST /tag/${path}`,
        `POST /model/${path}`,
      ]),
      ...both(
        CUSTOMERS,
        ['new', 'update', 'delete', 'block', 'unblock'].map((path) => `POST /…/${path}`),
      ),
      ...['POST /tag/info', 'POST /access_group/new', 'PUT /access_group/:group/update'],
      ...['DELETE /access_group/:group/delete', 'PATCH /model/:id/update', 'POST /model/:id/update'],
      ...['new', 'update', 'member_add', 'member_update', 'member_delete'].map((path) => `POST /organization/${path}`),
      'DELETE /organization/delete',
    ],
  },
  'what everybody spends': {
    lets: '----+---++',
    routes: [
      ...['GET /metrics', 'GET /metrics/'],
      ...['', '/logs', '/keys', '/teams', '/models', '/provider', '/tags', '/all_tag_names', '/report'].map(
        (path) => `GET /global/spend${path}`,
      ),
      ...['', '/model', '/exceptions', '/exceptions/deployment'].map((path) => `GET /global/activity${path}`),
      ...['GET /audit', 'GET /audit/:id', 'GET /torii/audit'],
      ...['GET /torii/destinations', 'GET /torii/scores', 'GET /torii/mlflow'],
      ...['GET /health/latest', 'GET /health/history', 'GET /health/services'],
      ...[
        'status',
        'overview',
        'requests',
        'requests/:callId',
        'agents',
        'models',
        'tasks',
        'tasks/:id',
        'traces',
        'traces/:callId',
        'traces/:callId/content',
        'speed',
        'failures',
        'routing',
        'spend-caps',
      ].map((path) => `GET /torii/${path}`),
      ...[
        'model-tests',
        'settings',
        'budgets',
        'budget-requests',
        'export/usage.csv',
        'export/usage.json',
        'events',
        'ledger',
      ].map((path) => `GET /torii/${path}`),
    ],
  },
  'what administrators alone may do': {
    lets: '--------++',
    routes: [
      ...['POST /global/spend/end_users', 'POST /global/spend/refresh', 'POST /global/spend/reset'],
      ...['POST /torii/budget-requests/:id', 'POST /torii/reprice', 'POST /torii/shutdown'],
      ...[
        'GET /health',
        'POST /health/test_connection',
        'POST /torii/model-tests/:id',
        'PUT /torii/routing/fallbacks',
        'PUT /torii/spend-caps',
      ],
      ...[...['start', 'stop', 'link'].map((step) => `POST /torii/mlflow/${step}`)],
      ...['POST /torii/scores', 'DELETE /torii/scores/:id'],
      ...['test', 'pause', 'resume', 'flush'].map((step) => `POST /torii/destinations/:id/${step}`),
      ...['POST /torii/ledger/backup', 'POST /torii/ledger/vacuum', 'POST /torii/doctor'],
    ],
  },
};

/** Routes that anybody may call. */
const OPEN_ROUTES: readonly string[] = [
  ...['GET /routes', 'GET /health/liveliness', 'GET /health/liveness', 'GET /health/readiness', 'GET /torii/identity'],
  ...[
    'GET /openapi.json',
    'GET /docs',
    'GET /',
    'GET /ui',
    'GET /ui/',
    'GET /ui/:file',
    'POST /ui/login',
    'POST /ui/logout',
  ],
];

/** In the order of KINDS. */
const OPEN = '+'.repeat(KINDS.length);

/** Every route there should be, and for each of KINDS whether it is let in (`+`) or refused with 401 or 403 (`-`). */
export const EXPECTED_ROUTES: ReadonlyMap<string, string> = new Map([
  ...OPEN_ROUTES.map((route) => [route, OPEN] as const),
  ...Object.values(ROUTE_CLASSES).flatMap(({ lets, routes }) => routes.map((route) => [route, `----${lets}`] as const)),
]);

/** Every route there is, as the gateway tells anybody. */
export async function routesOf(gateway: TestGateway): Promise<readonly string[]> {
  const { routes } = await answer<{ routes: { path: string; methods: string[] }[] }>(
    gateway.call('/routes', undefined, {}),
  );
  return routes.flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`));
}
