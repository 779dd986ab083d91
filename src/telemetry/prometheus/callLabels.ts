import type { MetricsCaller } from '../../domain/callMetrics.ts';
import type { ErrorKind } from '../../domain/errors.ts';
import type { AttemptRecord, SpendRecord } from '../../domain/spend.ts';
import type { Labels } from './metricTable.ts';

/** Names of LiteLLM's exceptions. */
const EXCEPTIONS: Readonly<Record<ErrorKind, string>> = {
  'bad-request': 'BadRequestError',
  'context-window': 'ContextWindowExceededError',
  'content-policy': 'ContentPolicyViolationError',
  authentication: 'AuthenticationError',
  permission: 'PermissionDeniedError',
  'model-access': 'ProxyException',
  'not-found': 'NotFoundError',
  timeout: 'Timeout',
  conflict: 'ConflictError',
  'too-large': 'BadRequestError',
  'rate-limit': 'RateLimitError',
  budget: 'BudgetExceededError',
  'no-deployment': 'RouterRateLimitError',
  cancelled: 'ClientDisconnected',
  interrupted: 'ServiceUnavailableError',
  connection: 'APIConnectionError',
  internal: 'InternalServerError',
  unavailable: 'ServiceUnavailableError',
};

/** The path that a call type stands for: of several spellings of a route one is enough. */
const ROUTES: Readonly<Record<string, string>> = {
  acompletion: '/v1/chat/completions',
  atext_completion: '/v1/completions',
  anthropic_messages: '/v1/messages',
  aresponses: '/v1/responses',
  aembedding: '/v1/embeddings',
};

/** What all metrics of a call may say of it; each takes the labels that it has. */
export function callLabels(record: SpendRecord, caller: MetricsCaller, namesEndUser: boolean): Labels {
  return {
    end_user: namesEndUser ? (record.endUser ?? '') : '',
    hashed_api_key: record.token,
    api_key_alias: record.keyAlias ?? '',
    team: record.teamId ?? '',
    team_alias: caller.teamAlias ?? '',
    user: record.userId ?? '',
    user_email: caller.userEmail ?? '',
    model: record.model ?? '',
    litellm_model_name: record.model ?? '',
    model_id: record.modelId ?? '',
    model_group: record.modelGroup,
    requested_model: record.modelGroup,
    api_base: record.apiBase ?? '',
    api_provider: record.provider ?? '',
    route: ROUTES[record.callType] ?? record.callType,
    status_code: String(record.httpStatus),
    ...exceptionLabels(record.error, record.httpStatus),
  };
}

/** What is known of one attempt, over the call's own labels. */
export function attemptLabels(attempt: AttemptRecord, record: SpendRecord): Labels {
  const { deploymentId, provider, model, error, httpStatus } = attempt;
  return {
    litellm_model_name: model,
    model_id: deploymentId,
    api_base: deploymentId === record.modelId ? (record.apiBase ?? '') : '',
    api_provider: provider,
    ...exceptionLabels(error, httpStatus),
  };
}

export function exceptionLabels(error: SpendRecord['error'], status: number | undefined): Labels {
  if (error === undefined) return { exception_status: '', exception_class: '' };
  return { exception_status: String(status ?? ''), exception_class: EXCEPTIONS[error.kind] };
}
