import type { ChatRequest } from '../../domain/chat.ts';
import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { ChatAnswer, Clock, Logger, Provider, ProviderCall } from '../../domain/ports.ts';
import { type BedrockCall, sendStream, sendWhole } from './call.ts';
import { openConnection } from './connection/connection.ts';
import { type ConnectionPlan, connectionKey, toConnectionPlan } from './connection/connectionKey.ts';
import { ConnectionPool, type Lease } from './connection/connectionPool.ts';
import type { Environment } from './connection/environment.ts';
import { InferenceProfiles, isOnDemandRefusal, isUnknownModel } from './connection/inferenceProfiles.ts';
import { toEndpoint, toRegion } from './connection/region.ts';
import { type BedrockTarget, toTarget } from './connection/target.ts';
import { toProviderError } from './failure/providerError.ts';
import { toModelTraits } from './modelTraits.ts';
import { type PreparedRequest, toConverseRequest } from './request/converseRequest.ts';
import { withDefaults } from './request/defaults.ts';
import { LearnedThinking } from './request/learnedThinking.ts';

export interface BedrockDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The process's environment with the `.env` beside the config. */
  readonly environment: Environment;
  /** Open connections at most; 32 unless said otherwise. */
  readonly maxConnections?: number | undefined;
}

const MAX_CONNECTIONS = 32;

/** Amazon Bedrock through the Converse API. The SDK is loaded at the first request. */
export function createBedrockProvider(dependencies: BedrockDependencies): Provider {
  const pool = new ConnectionPool(dependencies.maxConnections ?? MAX_CONNECTIONS);
  const profiles = new InferenceProfiles();
  const thinking = new LearnedThinking();
  const { environment, logger } = dependencies;
  return {
    name: 'bedrock',
    chat: (request, call) => chat({ pool, profiles, thinking, logger, environment }, request, call),
    endpoint: (deployment) => describeEndpoint(deployment, environment),
    close: () => pool.close(),
  };
}

interface Parts {
  readonly pool: ConnectionPool;
  readonly profiles: InferenceProfiles;
  readonly thinking: LearnedThinking;
  readonly logger: Logger;
  readonly environment: Environment;
}

/** Calls Bedrock, and calls again at once when its refusal told how the model wants to be called. */
async function chat(parts: Parts, request: ChatRequest, call: ProviderCall): Promise<ChatAnswer> {
  const target = toTarget(call.deployment);
  const plan = toConnectionPlan(call.deployment, target, parts.environment);
  const send = request.stream ? sendStream : sendWhole;
  let onDemandRefusal: GatewayError | undefined;
  for (;;) {
    const attempt = await toAttempt(parts, request, call, { target, plan });
    try {
      return await send(attempt);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (isOnDemandRefusal(error.message)) onDemandRefusal = error;
      if (learn(parts, attempt, target.modelId, error.message)) continue;
      // The refusal of the bare id says more than that of a profile which the gateway made up.
      throw isUnknownModel(error.message) ? (onDemandRefusal ?? error) : error;
    }
  }
}

async function toAttempt(
  parts: Parts,
  request: ChatRequest,
  call: ProviderCall,
  { target, plan }: { readonly target: BedrockTarget; readonly plan: ConnectionPlan },
): Promise<BedrockCall> {
  const prepared = prepare(parts, request, call, target.modelId);
  const lease = await leaseConnection(parts, plan, call.signal);
  const modelId = parts.profiles.resolve(target.modelId, lease.connection.region);
  return { modelId, prepared, lease, source: plan.source, headers: call.deployment.headers, signal: call.signal };
}

function prepare(parts: Parts, request: ChatRequest, call: ProviderCall, modelId: string): PreparedRequest {
  const { info, litellmModel } = call.deployment;
  const baseModel = typeof info['base_model'] === 'string' ? info['base_model'] : litellmModel;
  return toConverseRequest(withDefaults(request, call.deployment), {
    card: parts.thinking.correct(call.card, modelId),
    model: toModelTraits(modelId, baseModel),
    dropParams: call.dropParams,
  });
}

async function leaseConnection(parts: Parts, plan: ConnectionPlan, signal: AbortSignal): Promise<Lease> {
  try {
    return await parts.pool.lease(connectionKey(plan), () => openConnection(plan, parts.environment));
  } catch (error) {
    throw toProviderError(error, { signal, source: plan.source });
  }
}

/** True when a refusal taught something new, so that another try is worth it. */
function learn(parts: Parts, attempt: BedrockCall, modelId: string, refusal: string): boolean {
  const viaProfile = attempt.modelId !== modelId;
  if (isOnDemandRefusal(refusal) || (viaProfile && isUnknownModel(refusal)))
    return learnProfile(parts, attempt, modelId);
  const style = parts.thinking.learn(modelId, refusal);
  if (style === undefined) return false;
  parts.logger.warn('The model refused the way it was asked to think; another one is used from now on.', {
    model: modelId,
    thinking: style,
  });
  return true;
}

function learnProfile(parts: Parts, attempt: BedrockCall, modelId: string): boolean {
  const { region } = attempt.lease.connection;
  const inferenceProfile = parts.profiles.advance(modelId, region, attempt.modelId);
  if (inferenceProfile === undefined) return false;
  parts.logger.info('Bedrock serves this model through an inference profile only; its id is used from now on.', {
    model: modelId,
    inferenceProfile,
    region,
  });
  return true;
}

/** The region's public endpoint where no other is configured; undefined region where only the AWS profile knows it. */
function describeEndpoint(
  deployment: Deployment,
  environment: Environment,
): { readonly apiBase: string | undefined; readonly region: string | undefined } {
  const region = toRegion(deployment, { modelId: '', region: regionInModel(deployment) }, environment);
  const publicEndpoint = region === undefined ? undefined : `https://bedrock-runtime.${region}.amazonaws.com`;
  return { apiBase: withoutSecrets(toEndpoint(deployment, environment)) ?? publicEndpoint, region };
}

/** Undefined also for a route that cannot be called: to describe it is no failure. */
function regionInModel(deployment: Deployment): string | undefined {
  try {
    return toTarget(deployment).region;
  } catch {
    return undefined;
  }
}

function withoutSecrets(endpoint: string | undefined): string | undefined {
  const url = endpoint === undefined ? null : URL.parse(endpoint);
  return url === null ? undefined : `${url.origin}${url.pathname === '/' ? '' : url.pathname}`;
}
