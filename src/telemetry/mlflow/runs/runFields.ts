import { promptTokens } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { toUsd } from '../../../domain/money.ts';
import type { CallTrace } from '../../../domain/traceExport.ts';

/** What a run is written for, besides the call itself. */
export interface RunPlace {
  /** `aws` where the tracking server is SageMaker's, as the workshop's callback tells its two kinds of set-up apart. */
  readonly environment: 'aws' | 'local';
  /** AWS account of the tracking server. */
  readonly account: string | undefined;
}

type Fields<T> = Readonly<Record<string, (trace: CallTrace, place: RunPlace) => T | undefined>>;

/** Metrics by name. Those of unknown value are left out of a run. `latency` is in seconds. */
export const METRICS: Fields<number> = {
  latency_ms: ({ record }) => record.endedAt - record.startedAt,
  latency: ({ record }) => (record.endedAt - record.startedAt) / 1000,
  prompt_tokens: ({ record: { usage } }) => usage && promptTokens(usage),
  completion_tokens: ({ record: { usage } }) => usage?.outputTokens,
  total_tokens: ({ record: { usage } }) => usage && promptTokens(usage) + usage.outputTokens,
  cost_usd: ({ record: { cost } }) => (cost === undefined ? undefined : toUsd(cost)),
  cache_savings_usd: ({ record: { cacheSavings } }) => (cacheSavings === undefined ? undefined : toUsd(cacheSavings)),
  cache_read_input_tokens: ({ record: { usage } }) => usage?.cacheReadTokens,
  cache_creation_input_tokens: ({ record: { usage } }) => usage && usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
  reasoning_tokens: ({ record: { usage } }) => usage?.reasoningTokens,
  time_to_first_token_ms: ({ record }) =>
    record.firstTokenAt === undefined ? undefined : record.firstTokenAt - record.startedAt,
  attempts: ({ record }) => record.attempts.length,
};

/** Parameters by name. A name that is not here is looked up among the model parameters of the request. */
export const PARAMS: Fields<unknown> = {
  model: ({ record }) => record.model ?? record.modelGroup,
  model_group: ({ record }) => record.modelGroup,
  provider: ({ record }) => record.provider,
  region: ({ record }) => record.region,
  user: ({ record }) => record.endUser ?? record.userId ?? 'unknown',
  stream: ({ record }) => record.stream,
  call_type: ({ record }) => record.callType,
  deployment_env: (_trace, place) => place.environment,
  messages: ({ content }) => questionOf(content?.request),
};

/** Tags by name. A name that is not here is looked up in the metadata of the request. */
export const TAGS: Fields<unknown> = {
  request_id: ({ record }) => record.requestId,
  litellm_call_id: ({ record }) => record.callId,
  status: ({ record }) => record.status,
  error_type: ({ record }) => record.error?.kind,
  error_code: ({ record }) => record.error?.code,
  model_provider: ({ record }) => record.provider,
  model_group: ({ record }) => record.modelGroup,
  model_id: ({ record }) => record.modelId,
  deployment: ({ record: { provider, model } }) => (model === undefined ? undefined : `${provider}/${model}`),
  user: ({ record }) => record.endUser ?? record.userId,
  user_id: ({ record }) => record.userId,
  user_email: ({ userEmail }) => userEmail,
  end_user_id: ({ record }) => record.endUser,
  team_alias: ({ teamAlias }) => teamAlias,
  api_key_alias: ({ record }) => record.keyAlias,
  session_id: ({ record }) => record.sessionId,
  task_id: ({ record }) => record.taskId,
  client: ({ record }) => record.client,
  request_tags: ({ record: { tags } }) => (tags.length === 0 ? undefined : tags.join(', ')),
  aws_account_id: ({ record }, { account }) => accountOf(record.model) ?? account,
  sagemaker_endpoint: ({ record: { provider, model } }) => (provider?.startsWith('sagemaker') ? model : undefined),
  'mlflow.user': ({ record }) => record.endUser ?? record.userId ?? record.keyAlias,
  'mlflow.source.name': () => 'torii',
  'mlflow.source.type': () => 'LOCAL',
};

/** What was asked: messages of a chat, else the text of a completion or of embeddings. */
export function questionOf(request: unknown): unknown {
  if (!isObject(request)) return request;
  return request['messages'] ?? request['input'] ?? request['prompt'];
}

/** The account in the ARN of an inference profile or a provisioned model. */
function accountOf(model: string | undefined): string | undefined {
  return model === undefined ? undefined : /^arn:[^:]*:[^:]*:[^:]*:(\d+):/.exec(model)?.[1];
}
