/** Every metric: LiteLLM's by its names and labels, and those of OpenTelemetry's GenAI conventions in Prometheus' spelling. */

const KEY = ['hashed_api_key', 'api_key_alias'] as const;
const TEAM = ['team', 'team_alias'] as const;
const CALLER = ['end_user', ...KEY, ...TEAM, 'user', 'user_email'] as const;
const DEPLOYMENT = ['litellm_model_name', 'model_id', 'api_base', 'api_provider'] as const;
const EXCEPTION = ['exception_status', 'exception_class'] as const;
const TOKENS = [...CALLER, 'model', 'requested_model', 'model_id'] as const;
const LATENCY = ['model', ...KEY, ...TEAM, 'requested_model', 'end_user', 'user', 'model_id'] as const;
const FALLBACK = ['requested_model', 'fallback_model', ...KEY, ...TEAM, ...EXCEPTION] as const;
const GEN_AI = [
  'gen_ai_operation_name',
  'gen_ai_provider_name',
  'gen_ai_request_model',
  'gen_ai_response_model',
] as const;

/** Seconds. Source: LiteLLM's LATENCY_BUCKETS. */
const LATENCY_BUCKETS = [
  ...[0.005, 0.00625, 0.0125, 0.025, 0.05, 0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8],
  ...[8.5, 9, 9.5, 10, 15, 20, 25, 30, 60, 120, 180, 240, 300],
];
/** Source: the GenAI conventions: powers of 4 for tokens, of 2 for seconds. */
const TOKEN_BUCKETS = Array.from({ length: 14 }, (_, power) => 4 ** power);
const DURATION_BUCKETS = Array.from({ length: 14 }, (_, power) => 2 ** power / 100);
const FIRST_CHUNK_BUCKETS = [...[0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]];

interface MetricShape {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

/** LiteLLM's client writes `_total` behind the names of counters; so does this table. */
export const METRICS = {
  litellm_proxy_total_requests_metric_total: {
    type: 'counter',
    help: 'Requests of clients',
    labels: [...CALLER, 'requested_model', 'status_code', 'route', 'model_id'],
  },
  litellm_proxy_failed_requests_metric_total: {
    type: 'counter',
    help: 'Requests of clients that failed',
    labels: [...CALLER, 'requested_model', ...EXCEPTION, 'route', 'model_id'],
  },
  litellm_requests_metric_total: {
    type: 'counter',
    help: 'Calls of models that were answered',
    labels: [...CALLER, 'model', 'model_id'],
  },
  litellm_spend_metric_total: {
    type: 'counter',
    help: 'USD spent, as far as costs are known',
    labels: [...CALLER, 'model', 'model_id'],
  },
  litellm_total_tokens_metric_total: { type: 'counter', help: 'Input and output tokens', labels: TOKENS },
  litellm_input_tokens_metric_total: { type: 'counter', help: 'Input tokens, cached ones included', labels: TOKENS },
  litellm_output_tokens_metric_total: { type: 'counter', help: 'Output tokens', labels: TOKENS },
  litellm_input_cached_tokens_metric_total: {
    type: 'counter',
    help: 'Input tokens that were read from a prompt cache',
    labels: TOKENS,
  },
  litellm_input_cache_creation_tokens_metric_total: {
    type: 'counter',
    help: 'Input tokens that were written to a prompt cache',
    labels: TOKENS,
  },
  litellm_request_total_latency_metric: {
    type: 'histogram',
    help: 'Seconds from a request to the end of its answer',
    labels: LATENCY,
    buckets: LATENCY_BUCKETS,
  },
  litellm_llm_api_latency_metric: {
    type: 'histogram',
    help: 'Seconds that the model which answered took',
    labels: LATENCY,
    buckets: LATENCY_BUCKETS,
  },
  litellm_llm_api_time_to_first_token_metric: {
    type: 'histogram',
    help: 'Seconds until the first token of a stream',
    labels: LATENCY,
    buckets: LATENCY_BUCKETS,
  },
  litellm_overhead_latency_metric: {
    type: 'histogram',
    help: 'Seconds that no model had the request',
    labels: ['model_group', 'api_provider', 'api_base', 'litellm_model_name', ...KEY, 'model_id'],
    buckets: LATENCY_BUCKETS,
  },
  litellm_deployment_total_requests_total: {
    type: 'counter',
    help: 'Attempts at a deployment',
    labels: ['requested_model', ...DEPLOYMENT, ...KEY, ...TEAM],
  },
  litellm_deployment_success_responses_total: {
    type: 'counter',
    help: 'Attempts that a deployment answered',
    labels: ['requested_model', ...DEPLOYMENT, ...KEY, ...TEAM],
  },
  litellm_deployment_failure_responses_total: {
    type: 'counter',
    help: 'Attempts that failed at a deployment',
    labels: ['requested_model', ...DEPLOYMENT, ...KEY, ...TEAM, ...EXCEPTION],
  },
  litellm_deployment_latency_per_output_token: {
    type: 'histogram',
    help: 'Seconds for each output token',
    labels: [...DEPLOYMENT, ...KEY, ...TEAM],
    buckets: LATENCY_BUCKETS,
  },
  litellm_deployment_cooled_down_total: {
    type: 'counter',
    help: 'Times that a deployment began to rest after failures',
    labels: [...DEPLOYMENT, 'exception_status'],
  },
  litellm_deployment_successful_fallbacks_total: {
    type: 'counter',
    help: 'Fallbacks that answered',
    labels: FALLBACK,
  },
  litellm_deployment_failed_fallbacks_total: { type: 'counter', help: 'Fallbacks that failed, too', labels: FALLBACK },
  litellm_deployment_state: {
    type: 'gauge',
    help: '0: a deployment is ready; 1: others of its group rest; 2: it rests after failures',
    labels: DEPLOYMENT,
  },
  litellm_deployment_tpm_limit: { type: 'gauge', help: 'Tokens a minute that are set', labels: DEPLOYMENT },
  litellm_deployment_rpm_limit: { type: 'gauge', help: 'Requests a minute that are set', labels: DEPLOYMENT },
  litellm_remaining_api_key_budget_metric: { type: 'gauge', help: 'USD left of a key’s budget', labels: KEY },
  litellm_api_key_max_budget_metric: { type: 'gauge', help: 'A key’s budget, USD', labels: KEY },
  litellm_api_key_budget_remaining_hours_metric: {
    type: 'gauge',
    help: 'Hours until a key’s budget begins again',
    labels: KEY,
  },
  litellm_remaining_team_budget_metric: { type: 'gauge', help: 'USD left of a team’s budget', labels: TEAM },
  litellm_team_max_budget_metric: { type: 'gauge', help: 'A team’s budget, USD', labels: TEAM },
  litellm_team_budget_remaining_hours_metric: {
    type: 'gauge',
    help: 'Hours until a team’s budget begins again',
    labels: TEAM,
  },
  litellm_remaining_user_budget_metric: { type: 'gauge', help: 'USD left of a user’s budget', labels: ['user'] },
  litellm_user_max_budget_metric: { type: 'gauge', help: 'A user’s budget, USD', labels: ['user'] },
  litellm_user_budget_remaining_hours_metric: {
    type: 'gauge',
    help: 'Hours until a user’s budget begins again',
    labels: ['user'],
  },
  litellm_in_flight_requests: { type: 'gauge', help: 'Requests that run', labels: [] },
  gen_ai_client_token_usage: {
    type: 'histogram',
    help: 'Tokens of a call, by type',
    labels: [...GEN_AI, 'gen_ai_token_type'],
    buckets: TOKEN_BUCKETS,
  },
  gen_ai_client_operation_duration_seconds: {
    type: 'histogram',
    help: 'Seconds of an attempt at a model',
    labels: [...GEN_AI, 'error_type'],
    buckets: DURATION_BUCKETS,
  },
  gen_ai_client_operation_time_to_first_chunk_seconds: {
    type: 'histogram',
    help: 'Seconds until the first chunk of a stream',
    labels: GEN_AI,
    buckets: FIRST_CHUNK_BUCKETS,
  },
} as const satisfies Readonly<Record<string, MetricShape>>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

export type Labels = Readonly<Record<string, string>>;
