import type { CostAdjustment } from '../../domain/costAdjustment.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { ModelName } from '../../domain/modelString.ts';
import { fromUsd } from '../../domain/money.ts';
import type { Environment } from '../environment.ts';
import type { Findings } from '../findings.ts';
import { consumedParamsShape } from '../schema/litellmParamsSchema.ts';
import type { LitellmParams, ModelEntry } from '../schema/modelSchema.ts';
import { seconds, secondsOrUnset } from '../seconds.ts';
import type { DocumentPath } from '../yaml/locationTree.ts';
import { readAwsParameters } from './awsParameters.ts';
import { checkModelName } from './checkModelName.ts';
import { checkNetwork, type NetworkCheck } from './checkNetwork.ts';
import type { DeploymentIds } from './deploymentIds.ts';
import { type NetworkSettings, readNetworkParameters } from './networkParameters.ts';
import { checkEndpoint, readEndpoint } from './openaiEndpoint.ts';
import { readPrice } from './price.ts';

/** What all deployments of a config have in common. */
export interface DeploymentContext {
  readonly findings: Findings;
  readonly environment: Environment;
  readonly ids: DeploymentIds;
  readonly awsDefaults: Readonly<Record<string, string>>;
  readonly dropParams: boolean;
  readonly maxParallelRequests: number | undefined;
  readonly network: NetworkSettings;
  /** Discount and margin of a provider. */
  readonly adjustment: (provider: string) => CostAdjustment | undefined;
  readonly networkCheck: NetworkCheck;
}

export interface DeploymentInput {
  readonly entry: ModelEntry;
  /** `entry.litellm_params` with the values of its credential and the router's defaults. */
  readonly params: LitellmParams;
  /** The entry as it is written, `os.environ/…` unresolved. */
  readonly writtenParams: unknown;
  readonly path: DocumentPath;
}

/** One entry of `model_list` as a deployment; undefined, with an error, where its model cannot be used. */
export function readDeployment(input: DeploymentInput, context: DeploymentContext): Deployment | undefined {
  const { entry, params, path } = input;
  const paramsPath = [...path, 'litellm_params'];
  const name = checkModelName(params, paramsPath, context.findings);
  if (name === undefined) return undefined;
  const endpoint = readEndpoint(params, name.provider, context.environment);
  checkEndpoint(endpoint, params, name.provider, paramsPath, context.findings);
  checkNetwork(params, paramsPath, context.networkCheck);
  return {
    id: readId(input, context),
    group: entry.model_name,
    provider: name.provider,
    route: name.route,
    model: params.model_id ?? name.model,
    litellmModel: params.model,
    ...endpoint,
    aws: readAwsParameters(params, name, context.awsDefaults),
    network: readNetworkParameters(params, name.provider, context.network),
    headers: readHeaders(params, name),
    ...readLimits(entry, params, context),
    tags: params.tags ?? [],
    dropParams: params.drop_params ?? context.dropParams,
    additionalDropParams: params.additional_drop_params ?? [],
    price: readPrice(params, entry.model_info),
    adjustment: context.adjustment(name.provider),
    defaults: readDefaults(params),
    info: entry.model_info ?? {},
    source: context.findings.source(path),
  };
}

function readId(input: DeploymentInput, context: DeploymentContext): string {
  const written = input.entry.model_info?.id;
  if (written !== undefined && context.ids.claim(written)) return written;
  const id = context.ids.fromContent(input.entry.model_name, input.writtenParams);
  if (written !== undefined) {
    context.findings.add({
      severity: 'warning',
      code: 'duplicate-id',
      message: `Another deployment has the id ${written} already; this one gets ${id}`,
      path: [...input.path, 'model_info', 'id'],
      fix: 'Give each deployment an id of its own, or none.',
    });
  }
  return id;
}

function readLimits(entry: ModelEntry, params: LitellmParams, context: DeploymentContext) {
  return {
    timeoutMs: secondsOrUnset(params.timeout),
    streamTimeoutMs: secondsOrUnset(params.stream_timeout),
    firstByteTimeoutMs: secondsOrUnset(params.ttft_timeout),
    idleTimeoutMs: secondsOrUnset(params.stream_idle_timeout),
    numRetries: params.num_retries,
    cooldownMs: seconds(params.cooldown_time),
    rpm: params.rpm ?? entry.rpm,
    tpm: params.tpm ?? entry.tpm,
    weight: params.weight,
    order: params.order,
    maxParallelRequests: params.max_parallel_requests ?? context.maxParallelRequests,
    budget: readBudget(params),
  };
}

function readBudget(params: LitellmParams): Deployment['budget'] {
  return params.max_budget === undefined
    ? undefined
    : { maxBudget: fromUsd(params.max_budget), duration: params.budget_duration };
}

function readHeaders(params: LitellmParams, name: ModelName): Readonly<Record<string, string>> {
  const { organization, extra_headers: extra } = params;
  if (name.provider !== 'openai' || organization === undefined) return { ...extra };
  return { 'OpenAI-Organization': organization, ...extra };
}

/** What the gateway does not take for itself is a default of the request's body. */
function readDefaults(params: LitellmParams): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !Object.hasOwn(consumedParamsShape, key)));
}
