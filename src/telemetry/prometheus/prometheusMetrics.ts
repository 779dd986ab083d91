import type { CallMetrics, MetricsBudget, MetricsCaller, MetricsView } from '../../domain/callMetrics.ts';
import { promptTokens } from '../../domain/chat.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { Logger, SettingsSource } from '../../domain/ports.ts';
import type { AttemptRecord, SpendRecord } from '../../domain/spend.ts';
import { attemptLabels, callLabels } from './callLabels.ts';
import { MetricBook } from './metricBook.ts';
import { isPrometheusOn, readMetricSettings } from './metricSettings.ts';
import type { Labels, MetricName } from './metricTable.ts';

const NANO_PER_USD = 1e9;
const MS = 1000;
const HOUR_MS = 60 * 60 * MS;
const BUDGET_METRICS = {
  key: [
    'litellm_remaining_api_key_budget_metric',
    'litellm_api_key_max_budget_metric',
    'litellm_api_key_budget_remaining_hours_metric',
  ],
  team: [
    'litellm_remaining_team_budget_metric',
    'litellm_team_max_budget_metric',
    'litellm_team_budget_remaining_hours_metric',
  ],
  user: [
    'litellm_remaining_user_budget_metric',
    'litellm_user_max_budget_metric',
    'litellm_user_budget_remaining_hours_metric',
  ],
} as const satisfies Readonly<Record<MetricsBudget['kind'], readonly MetricName[]>>;

/**
 * LiteLLM's metrics and those of the GenAI conventions, while the config's callbacks name `prometheus`. The client
 * library is loaded when they first do; what ended before that is not counted.
 */
export class PrometheusMetrics implements CallMetrics {
  readonly #settings: SettingsSource;
  readonly #logger: Logger;
  #book: MetricBook | undefined;
  #opening: Promise<MetricBook> | undefined;

  constructor(settings: SettingsSource, logger: Logger) {
    this.#settings = settings;
    this.#logger = logger;
    settings.onChange(() => void this.#openWhenOn());
    void this.#openWhenOn();
  }

  get on(): boolean {
    return isPrometheusOn(this.#settings.current);
  }

  observe(record: SpendRecord, caller: MetricsCaller): void {
    const book = this.on ? this.#book : undefined;
    if (book === undefined) return;
    this.#guard(() => {
      const labels = callLabels(record, caller, readMetricSettings(this.#settings.current).namesEndUser);
      countCall(book, record, labels);
      for (const attempt of record.attempts) countAttempt(book, attempt, record, labels);
      countFallbacks(book, record, labels);
      countGenAi(book, record);
    });
  }

  cooledDown({ id, model, provider }: Deployment, apiBase: string | undefined, status: number): void {
    const labels = { litellm_model_name: model, model_id: id, api_base: apiBase ?? '', api_provider: provider };
    this.#guard(() =>
      this.#book?.count('litellm_deployment_cooled_down_total', { ...labels, exception_status: String(status) }),
    );
  }

  async render(view: MetricsView): Promise<{ readonly body: string; readonly contentType: string }> {
    const book = await this.#open();
    const budgets = await view.budgets();
    book.clearGauges();
    setDeployments(book, view);
    for (const budget of budgets) setBudget(book, budget, view.now);
    book.set('litellm_in_flight_requests', {}, view.running);
    return { body: await book.text(), contentType: book.contentType };
  }

  async #openWhenOn(): Promise<void> {
    if (this.on) await this.#open().catch((cause: unknown) => this.#complain(cause));
  }

  /** Metrics and labels are those of the config when it was first on; another choice needs a restart. */
  async #open(): Promise<MetricBook> {
    this.#opening ??= import('prom-client').then((client) => {
      this.#book = new MetricBook(client, readMetricSettings(this.#settings.current).choice);
      return this.#book;
    });
    return await this.#opening;
  }

  #guard(count: () => void): void {
    try {
      count();
    } catch (cause) {
      this.#complain(cause);
    }
  }

  #complain(cause: unknown): void {
    this.#logger.warn('A call was not counted for Prometheus', { reason: String(cause) });
  }
}

function countCall(book: MetricBook, record: SpendRecord, labels: Labels): void {
  book.count('litellm_proxy_total_requests_metric_total', labels);
  const seconds = (record.endedAt - record.startedAt) / MS;
  if (record.status === 'failure') {
    book.count('litellm_proxy_failed_requests_metric_total', labels);
  } else {
    book.count('litellm_requests_metric_total', labels);
    book.count('litellm_request_total_latency_metric', labels, seconds);
    const upstream = record.attempts.reduce((sum, { durationMs }) => sum + durationMs, 0) / MS;
    book.count('litellm_overhead_latency_metric', labels, Math.max(0, seconds - upstream));
  }
  if (record.cost !== undefined) book.count('litellm_spend_metric_total', labels, record.cost / NANO_PER_USD);
  countTokens(book, record, labels);
}

function countTokens(book: MetricBook, { usage }: SpendRecord, labels: Labels): void {
  if (usage === undefined) return;
  const input = promptTokens(usage);
  book.count('litellm_input_tokens_metric_total', labels, input);
  book.count('litellm_output_tokens_metric_total', labels, usage.outputTokens);
  book.count('litellm_total_tokens_metric_total', labels, input + usage.outputTokens);
  book.count('litellm_input_cached_tokens_metric_total', labels, usage.cacheReadTokens);
  const written = usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  book.count('litellm_input_cache_creation_tokens_metric_total', labels, written);
}

function countAttempt(book: MetricBook, attempt: AttemptRecord, record: SpendRecord, call: Labels): void {
  const labels = { ...call, ...attemptLabels(attempt, record) };
  book.count('litellm_deployment_total_requests_total', labels);
  if (attempt.status === 'failure') {
    book.count('litellm_deployment_failure_responses_total', labels);
    return;
  }
  book.count('litellm_deployment_success_responses_total', labels);
  const seconds = attempt.durationMs / MS;
  book.count('litellm_llm_api_latency_metric', labels, seconds);
  const { timeToFirstTokenMs: firstMs } = attempt;
  if (record.stream && firstMs !== undefined) {
    book.count('litellm_llm_api_time_to_first_token_metric', labels, firstMs / MS);
  }
  const tokens = record.usage?.outputTokens ?? 0;
  if (tokens > 0) book.count('litellm_deployment_latency_per_output_token', labels, seconds / tokens);
}

/** Each group that was asked in another's place, with the error that led to it. */
function countFallbacks(book: MetricBook, record: SpendRecord, call: Labels): void {
  const groups = [...new Set(record.attempts.filter(({ reason }) => reason === 'fallback').map(({ group }) => group))];
  const cause = record.attempts.find(({ status }) => status === 'failure');
  for (const group of groups) {
    const answered = record.attempts.some((attempt) => attempt.group === group && attempt.status === 'success');
    const why = cause === undefined ? {} : attemptLabels(cause, record);
    const name = answered
      ? 'litellm_deployment_successful_fallbacks_total'
      : 'litellm_deployment_failed_fallbacks_total';
    book.count(name, { ...call, ...why, fallback_model: group });
  }
}

function countGenAi(book: MetricBook, record: SpendRecord): void {
  const operation = record.callType === 'aembedding' ? 'embeddings' : 'chat';
  const of = (provider: string, model: string): Labels => ({
    gen_ai_operation_name: operation,
    gen_ai_provider_name: toGenAiProvider(provider),
    gen_ai_request_model: record.modelGroup,
    gen_ai_response_model: model,
  });
  for (const { provider, model, durationMs, error, timeToFirstTokenMs } of record.attempts) {
    const labels = of(provider, model);
    const failed = { ...labels, error_type: error?.kind ?? '' };
    book.count('gen_ai_client_operation_duration_seconds', failed, durationMs / MS);
    if (!record.stream || timeToFirstTokenMs === undefined) continue;
    book.count('gen_ai_client_operation_time_to_first_chunk_seconds', labels, timeToFirstTokenMs / MS);
  }
  const { usage, provider, model } = record;
  if (usage === undefined || provider === undefined) return;
  const labels = of(provider, model ?? '');
  book.count('gen_ai_client_token_usage', { ...labels, gen_ai_token_type: 'input' }, promptTokens(usage));
  book.count('gen_ai_client_token_usage', { ...labels, gen_ai_token_type: 'output' }, usage.outputTokens);
}

/** Source: the well-known values of `gen_ai.provider.name`. */
function toGenAiProvider(provider: string): string {
  return provider.startsWith('bedrock') ? 'aws.bedrock' : provider.startsWith('sagemaker') ? 'aws.sagemaker' : provider;
}

/** LiteLLM's states: 0 healthy, 1 part of the group is out, 2 out. */
function setDeployments(book: MetricBook, { deployments }: MetricsView): void {
  const resting = new Set(deployments.filter((each) => each.resting).map(({ deployment }) => deployment.group));
  for (const { deployment, apiBase, resting: rests } of deployments) {
    const { id, model, provider, group, tpm, rpm } = deployment;
    const labels = { litellm_model_name: model, model_id: id, api_base: apiBase ?? '', api_provider: provider };
    book.set('litellm_deployment_state', labels, rests ? 2 : resting.has(group) ? 1 : 0);
    if (tpm !== undefined) book.set('litellm_deployment_tpm_limit', labels, tpm);
    if (rpm !== undefined) book.set('litellm_deployment_rpm_limit', labels, rpm);
  }
}

function setBudget(
  book: MetricBook,
  { kind, id, alias = '', spend, maxBudget, resetsAt }: MetricsBudget,
  now: number,
): void {
  const labels = { hashed_api_key: id, api_key_alias: alias, team: id, team_alias: alias, user: id };
  const [remaining, cap, hours] = BUDGET_METRICS[kind];
  book.set(remaining, labels, (maxBudget - spend) / NANO_PER_USD);
  book.set(cap, labels, maxBudget / NANO_PER_USD);
  if (resetsAt !== undefined) book.set(hours, labels, Math.max(0, resetsAt - now) / HOUR_MS);
}
