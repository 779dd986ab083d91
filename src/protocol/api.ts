/**
 * The HTTP API under `/torii/`: what the editor, the dashboard and scripts see. camelCase; costs are integers of
 * nano-USD, times epoch milliseconds, durations milliseconds. A cost of null is "unknown".
 */
import { z } from 'zod';
import { noteSchema } from './notes.ts';

export const IDENTITY_PATH = '/torii/identity';
export const STATUS_PATH = '/torii/status';
export const OVERVIEW_PATH = '/torii/overview';
export const REQUESTS_PATH = '/torii/requests';
export const TASKS_PATH = '/torii/tasks';
export const MODELS_PATH = '/torii/models';
export const AGENTS_PATH = '/torii/agents';
export const MCP_PATH = '/torii/mcp';
export const EVENTS_PATH = '/torii/events';
export const SHUTDOWN_PATH = '/torii/shutdown';
export const LOGIN_PATH = '/ui/login';
export const LOGOUT_PATH = '/ui/logout';

const nano = z.number().int();
const epochMs = z.number().int();

/** What runs a gateway: a window of the editor, a process that the editor started to outlive its windows, or a person's terminal. */
export const runsInSchema = z.enum(['window', 'detached', 'terminal']);
export type RunsIn = z.infer<typeof runsInSchema>;

/**
 * Answer to the challenge `?nonce=<hex>`. `proof` is HMAC-SHA256(home key, `nonce:port`) in hex, with the port that the
 * question came in at: a stranger on another port cannot pass the question on and show the answer as its own. Open;
 * tells nothing else.
 */
export const identitySchema = z.object({
  product: z.literal('torii'),
  version: z.string(),
  runsIn: runsInSchema,
  proof: z.string(),
});
export type Identity = z.infer<typeof identitySchema>;

export const totalsSchema = z.object({
  requests: z.number().int(),
  failures: z.number().int(),
  fallbacks: z.number().int(),
  unknownCostRequests: z.number().int(),
  cost: nano,
  cacheSavings: nano,
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  cacheReadTokens: z.number().int(),
  cacheWriteTokens: z.number().int(),
});
export type Totals = z.infer<typeof totalsSchema>;

export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning', 'hint']),
  code: z.string(),
  message: z.string(),
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  endLine: z.number().int(),
  endColumn: z.number().int(),
  path: z.string(),
  fix: z.string().optional(),
});

/** A request that has no outcome yet. */
export const runningRequestSchema = z.object({
  callId: z.string(),
  modelGroup: z.string(),
  client: z.string().nullable(),
  startedAt: epochMs,
});
export type RunningRequest = z.infer<typeof runningRequestSchema>;

const namedBudget = {
  /** Whose: key, user, team, member, customer, tag, model, deployment or global. */
  scope: z.string(),
  scopeId: z.string(),
  /** As a person knows it; '' for everything together. */
  name: z.string(),
  /** Set where the budget is for one model group only. */
  model: z.string().nullable(),
  duration: z.string().nullable(),
  spend: nano,
  maxBudget: nano,
  resetsAt: epochMs.nullable(),
};

export const statusSchema = z.object({
  version: z.string(),
  pid: z.number().int(),
  startedAt: epochMs,
  /** Base URL that clients use, e.g. `http://127.0.0.1:4000`. */
  baseUrl: z.string(),
  configFile: z.string().nullable(),
  /** Findings in the config file, of the last load: also those of a broken edit that was not taken. */
  diagnostics: z.array(diagnosticSchema),
  /** False while the file on disk is broken and the last good config stays in force. */
  configInForce: z.boolean(),
  modelGroups: z.number().int(),
  /** Since local midnight in the zone of `?timeZone=`. */
  today: totalsSchema,
  /** The budget of which the largest share is spent; null where nothing has one. */
  tightestBudget: z.object(namedBudget).nullable(),
  /** Requests that run now on this ledger: this gateway's, and those of other processes that last longer than a moment. */
  activeRequests: z.number().int(),
  /** Those of this gateway, longest running first, at most 20; gateways up to 0.1.0 do not say. */
  running: z.array(runningRequestSchema).optional(),
});
export type Status = z.infer<typeof statusSchema>;

export const bucketSchema = totalsSchema.extend({
  /** `YYYY-MM-DD` in the zone that was asked for. */
  day: z.string(),
  modelGroup: z.string(),
});
export type Bucket = z.infer<typeof bucketSchema>;

export const latencySchema = z.object({
  durationP50: z.number().nullable(),
  durationP95: z.number().nullable(),
  timeToFirstTokenP50: z.number().nullable(),
  timeToFirstTokenP95: z.number().nullable(),
});

/** Query: `from`, `to` (epoch ms), `timeZone` (IANA). */
export const overviewSchema = z.object({
  from: epochMs,
  to: epochMs,
  timeZone: z.string(),
  totals: totalsSchema,
  /** The same span of time just before `from`. */
  previous: totalsSchema,
  latency: latencySchema,
  /** One per day and model group that had requests. */
  buckets: z.array(bucketSchema),
});
export type Overview = z.infer<typeof overviewSchema>;

export const attemptSchema = z.object({
  deploymentId: z.string(),
  group: z.string(),
  provider: z.string(),
  model: z.string(),
  region: z.string().nullable(),
  startedAt: epochMs,
  waitMs: z.number(),
  durationMs: z.number(),
  timeToFirstTokenMs: z.number().nullable(),
  status: z.enum(['success', 'failure']),
  httpStatus: z.number().int().nullable(),
  error: z.object({ kind: z.string(), code: z.string().nullable(), message: z.string() }).nullable(),
  upstreamRequestId: z.string().nullable(),
  reason: z.enum(['first', 'retry', 'fallback']),
  /** What was done to the request so that the deployment takes it. */
  notes: z.array(noteSchema),
});

export const requestSummarySchema = z.object({
  callId: z.string(),
  requestId: z.string(),
  callType: z.string(),
  startedAt: epochMs,
  durationMs: z.number(),
  timeToFirstTokenMs: z.number().nullable(),
  status: z.enum(['success', 'failure']),
  httpStatus: z.number().int(),
  error: z.object({ kind: z.string(), code: z.string().nullable(), message: z.string() }).nullable(),
  /** What the client asked for. */
  modelGroup: z.string(),
  /** Upstream model that answered. */
  model: z.string().nullable(),
  provider: z.string().nullable(),
  region: z.string().nullable(),
  stream: z.boolean(),
  fellBack: z.boolean(),
  retries: z.number().int(),
  client: z.string().nullable(),
  keyAlias: z.string().nullable(),
  /** The task that the request belongs to. */
  taskId: z.string().nullable(),
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  cacheReadTokens: z.number().int().nullable(),
  cacheWriteTokens: z.number().int().nullable(),
  cost: nano.nullable(),
});
export type RequestSummary = z.infer<typeof requestSummarySchema>;

/** Query: `limit` (1-200, 50), `offset`, `model`, `status`, `task`, `from`, `to`. */
export const requestListSchema = z.object({ requests: z.array(requestSummarySchema), total: z.number().int() });
export type RequestList = z.infer<typeof requestListSchema>;

export const requestDetailSchema = requestSummarySchema.extend({
  attempts: z.array(attemptSchema),
  costParts: z
    .object({ input: nano, output: nano, cacheRead: nano, cacheWrite5m: nano, cacheWrite1h: nano })
    .nullable(),
  cacheSavings: nano.nullable(),
  /** Pico-USD per token. */
  price: z
    .object({
      input: z.number().optional(),
      output: z.number().optional(),
      cacheRead: z.number().optional(),
      cacheWrite5m: z.number().optional(),
      cacheWrite1h: z.number().optional(),
      source: z.string(),
    })
    .nullable(),
  rawUsage: z.unknown(),
  sessionId: z.string().nullable(),
  tags: z.array(z.string()),
});
export type RequestDetail = z.infer<typeof requestDetailSchema>;

export const taskSummarySchema = totalsSchema.extend({
  id: z.string(),
  /** Beginning of what the user asked, where prompts are stored; else what kind of client worked and when. */
  title: z.string(),
  titleFrom: z.enum(['prompt', 'client']),
  client: z.string().nullable(),
  keyAlias: z.string().nullable(),
  /** Model groups, most used first. */
  models: z.array(z.string()),
  firstAt: epochMs,
  lastAt: epochMs,
});
export type TaskSummaryView = z.infer<typeof taskSummarySchema>;

/** Query: `limit` (1-200, 50), `offset`, `from`, `to`: tasks that were at work between the two. Newest first. */
export const taskListSchema = z.object({ tasks: z.array(taskSummarySchema), total: z.number().int() });
export type TaskList = z.infer<typeof taskListSchema>;

/** What an agent told of its own work on a task over OpenTelemetry; see docs/metrics.md. */
export const agentActivitySchema = z.object({
  /** Its `service.name`, e.g. `cline`. */
  agent: z.string(),
  toolCalls: z.number(),
  toolFailures: z.number(),
  editsAccepted: z.number(),
  editsRejected: z.number(),
  linesAdded: z.number(),
  linesRemoved: z.number(),
  votesUp: z.number(),
  votesDown: z.number(),
  /** Most used first. */
  tools: z.array(z.object({ name: z.string(), calls: z.number(), failures: z.number() })),
  /** How it was found to belong here: by the agent's session, an answer of ours, a trace, or by time alone. */
  joinedBy: z.enum(['session', 'answer', 'trace', 'time']),
  firstAt: epochMs,
  lastAt: epochMs,
});

/** With its newest requests, 200 at most; `/torii/requests?task=` pages through all. */
export const taskDetailSchema = taskSummarySchema.extend({
  requestList: z.array(requestSummarySchema),
  /** Left out by gateways of older versions. */
  activity: z.array(agentActivitySchema).optional(),
});
export type TaskDetail = z.infer<typeof taskDetailSchema>;

export const deploymentSummarySchema = z.object({
  id: z.string(),
  provider: z.string(),
  model: z.string(),
  region: z.string().nullable(),
  apiBase: z.string().nullable(),
  /** `cooling` until `coolingUntil`; `unavailable` when the provider is not part of this build. */
  health: z.enum(['ready', 'cooling', 'unavailable']),
  coolingUntil: epochMs.nullable(),
  /** USD per million tokens; null is unknown. */
  inputPrice: z.number().nullable(),
  outputPrice: z.number().nullable(),
  cacheReadPrice: z.number().nullable(),
  /** For the five-minute lifetime. */
  cacheWritePrice: z.number().nullable(),
  maxInputTokens: z.number().int().nullable(),
  maxOutputTokens: z.number().int().nullable(),
  mode: z.enum(['chat', 'embedding']),
  supports: z.object({
    tools: z.boolean(),
    images: z.boolean(),
    documents: z.boolean(),
    thinking: z.boolean(),
    promptCaching: z.boolean(),
  }),
  source: z.object({ file: z.string(), line: z.number().int() }).nullable(),
});
export type DeploymentSummary = z.infer<typeof deploymentSummarySchema>;

export const modelGroupSchema = z.object({
  name: z.string(),
  deployments: z.array(deploymentSummarySchema),
  /** General fallbacks, in the order they are tried. */
  fallbacks: z.array(z.string()),
  aliases: z.array(z.string()),
});
export type ModelGroup = z.infer<typeof modelGroupSchema>;
export const modelListSchema = z.object({ groups: z.array(modelGroupSchema) });
export type ModelList = z.infer<typeof modelListSchema>;

/** A budget of which 80 %, 95 % or all is spent, or a soft budget; told once in each window. */
export const budgetWarningSchema = z.object({
  ...namedBudget,
  mark: z.enum(['soft', '80', '95', '100']),
  /** Of the call that passed it; older gateways do not say. */
  callId: z.string().optional(),
});
export type BudgetWarning = z.infer<typeof budgetWarningSchema>;

/** A request that waits for somebody to decide whether it may pass its budget. */
export const budgetQuestionSchema = z.object({
  ...namedBudget,
  id: z.string(),
  callId: z.string(),
  modelGroup: z.string(),
  client: z.string().nullable(),
  reserved: nano,
  estimate: nano,
  askedAt: epochMs,
  expiresAt: epochMs,
});

export type BudgetQuestion = z.infer<typeof budgetQuestionSchema>;

/** `GET /torii/budget-requests`, oldest first; a decision goes to `POST /torii/budget-requests/{id}`. */
export const BUDGET_REQUESTS_PATH = '/torii/budget-requests';
export const budgetQuestionListSchema = z.object({ requests: z.array(budgetQuestionSchema) });
export type BudgetQuestionList = z.infer<typeof budgetQuestionListSchema>;

export const budgetDecisionSchema = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('allow-once') }),
  /** More for this budget until it begins again, in USD. */
  z.strictObject({ decision: z.literal('raise'), raise_by: z.number().positive() }),
  z.strictObject({ decision: z.literal('refuse') }),
]);
export type BudgetDecision = z.infer<typeof budgetDecisionSchema>;

export const agentSightingsSchema = z.object({
  agents: z.array(
    z.object({
      /** Alias of the virtual key. */
      keyAlias: z.string(),
      /** First product of the User-Agent; null where none was sent. */
      client: z.string().nullable(),
      /** Epoch ms of the last `GET /v1/model/info` since the gateway started. */
      modelsReadAt: z.number(),
    }),
  ),
});
export type AgentSightings = z.infer<typeof agentSightingsSchema>;

/** One `data:` line of `/torii/events`. */
export const noticeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request-started'), callId: z.string() }),
  z.object({ type: z.literal('request-finished'), callId: z.string() }),
  z.object({ type: z.literal('settings-changed') }),
  z.object({ type: z.literal('keys-changed') }),
  z.object({ type: z.literal('audit-changed') }),
  z.object({ type: z.literal('destinations-changed') }),
  z.object({ type: z.literal('scores-changed') }),
  z.object({ type: z.literal('budget-warning'), warning: budgetWarningSchema }),
  z.object({ type: z.literal('budget-question'), question: budgetQuestionSchema }),
  z.object({ type: z.literal('budget-question-closed'), id: z.string() }),
  z.object({ type: z.literal('agent-seen'), keyAlias: z.string() }),
]);
export type Notice = z.infer<typeof noticeSchema>;

/** Every error under `/torii/` and `/ui/`: LiteLLM's shape. */
export const errorBodySchema = z.object({
  error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() }),
});
