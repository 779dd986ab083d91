import type { BudgetWindow } from './budget.ts';
import type { CostAdjustment } from './costAdjustment.ts';
import type { NetworkParameters } from './networkParameters.ts';
import type { ModelPrice } from './pricing.ts';

/** AWS parameters of `litellm_params` (`aws_*`), already resolved from `os.environ/…`. Undefined falls through to the AWS chain. */
export interface AwsParameters {
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  readonly sessionToken?: string | undefined;
  readonly region?: string | undefined;
  readonly sessionName?: string | undefined;
  readonly profile?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  readonly webIdentityToken?: string | undefined;
  readonly stsEndpoint?: string | undefined;
  readonly bedrockEndpoint?: string | undefined;
}

/** One entry of `model_list`: a way to reach a model. Entries with the same `group` share its load. */
export interface Deployment {
  /** `model_info.id`, else a hash of the group and its parameters, stable across restarts. */
  readonly id: string;
  /** `model_name`: what clients ask for. */
  readonly group: string;
  /** First segment of `litellm_params.model`: `bedrock`, `openai`, `sagemaker`, `demo`. */
  readonly provider: string;
  /** Second segment where it names a route of the provider (`converse`, `invoke`, …). */
  readonly route: string | undefined;
  /** The provider's model id: the rest of `litellm_params.model`, or `litellm_params.model_id`. */
  readonly model: string;
  /** `litellm_params.model` as written. */
  readonly litellmModel: string;
  readonly apiBase: string | undefined;
  readonly apiKey: string | undefined;
  readonly aws: AwsParameters;
  readonly network?: NetworkParameters | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number | undefined;
  readonly streamTimeoutMs: number | undefined;
  /** `ttft_timeout`: longest wait for the first content of a stream. */
  readonly firstByteTimeoutMs: number | undefined;
  /** `stream_idle_timeout`: longest silence after that. */
  readonly idleTimeoutMs: number | undefined;
  readonly numRetries: number | undefined;
  readonly cooldownMs: number | undefined;
  readonly rpm: number | undefined;
  readonly tpm: number | undefined;
  readonly weight: number | undefined;
  readonly order: number | undefined;
  readonly maxParallelRequests: number | undefined;
  /** `max_budget` and `budget_duration`: what may be spent here. */
  readonly budget?: BudgetWindow | undefined;
  readonly tags: readonly string[];
  readonly dropParams: boolean;
  readonly additionalDropParams: readonly string[];
  /** Prices written in the config; they replace the table's, part by part. */
  readonly price: Omit<ModelPrice, 'source' | 'adjustment'> | undefined;
  /** Discount and margin of its provider. */
  readonly adjustment?: CostAdjustment | undefined;
  /** Everything else in `litellm_params`: defaults for the body (`temperature`, `thinking`, `max_tokens`, …). */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** `model_info` as written. */
  readonly info: Readonly<Record<string, unknown>>;
  /** Where it stands in the config file, for diagnostics and "open in config". */
  readonly source: { readonly file: string; readonly line: number } | undefined;
}
