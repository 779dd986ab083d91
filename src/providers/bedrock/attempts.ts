import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { GatewayError } from '../../domain/errors.ts';
import { say } from '../../domain/noteTexts.ts';
import type { Logger, ProviderCall } from '../../domain/ports.ts';
import { type ConnectionPlan, connectionKey } from '../aws/connectionPlan.ts';
import type { ConnectionPool, Lease } from '../aws/connectionPool.ts';
import type { Environment } from '../network/environment.ts';
import type { BedrockCall } from './call.ts';
import { openConnection } from './connection/connection.ts';
import { toConnectionPlan } from './connection/connectionPlan.ts';
import { type InferenceProfiles, isOnDemandRefusal, isUnknownModel } from './connection/inferenceProfiles.ts';
import { type BedrockTarget, toTarget } from './connection/target.ts';
import { toProviderError } from './failure/providerError.ts';
import type { LearnedThinking } from './request/learnedThinking.ts';
import { BEDROCK } from './service.ts';

/** What one provider instance has and has learned. */
export interface BedrockParts {
  readonly pool: ConnectionPool<BedrockRuntimeClient>;
  readonly profiles: InferenceProfiles;
  readonly thinking: LearnedThinking;
  readonly logger: Logger;
  readonly environment: Environment;
}

/** Puts the request to the model, prepared anew for each try. It owns the call's lease. */
export type Ask<Answer> = (target: BedrockTarget) => (call: BedrockCall) => Promise<Answer>;

/** Calls Bedrock, and calls again at once when its refusal told how the model wants to be called. Throws GatewayError. */
export async function askBedrock<Answer>(parts: BedrockParts, call: ProviderCall, ask: Ask<Answer>): Promise<Answer> {
  const target = toTarget(call.deployment);
  const plan = toConnectionPlan(call.deployment, target, parts.environment);
  let onDemandRefusal: GatewayError | undefined;
  for (;;) {
    const send = ask(target);
    const attempt = await toAttempt(parts, call, target, plan);
    try {
      return await send(attempt);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (isOnDemandRefusal(error.message)) onDemandRefusal = error;
      if (learn(parts, call, attempt, { modelId: target.modelId, refusal: error.message })) continue;
      // The refusal of the bare id says more than that of a profile which the gateway made up.
      throw isUnknownModel(error.message) ? (onDemandRefusal ?? error) : error;
    }
  }
}

async function toAttempt(
  parts: BedrockParts,
  { deployment, signal, note }: ProviderCall,
  target: BedrockTarget,
  plan: ConnectionPlan,
): Promise<BedrockCall> {
  const lease = await leaseConnection(parts, plan, signal);
  const modelId = parts.profiles.resolve(target.modelId, lease.connection.region);
  if (modelId !== target.modelId) {
    note({ code: 'inference-profile', detail: say('asked-for-as', { model: target.modelId, profile: modelId }) });
  }
  return { service: BEDROCK, modelId, lease, source: plan.source, headers: deployment.headers, signal };
}

async function leaseConnection(
  parts: BedrockParts,
  plan: ConnectionPlan,
  signal: AbortSignal,
): Promise<Lease<BedrockRuntimeClient>> {
  try {
    return await parts.pool.lease(connectionKey(plan), () => openConnection(plan, parts.environment));
  } catch (error) {
    throw toProviderError(error, { signal, source: plan.source });
  }
}

/**
 * True when a refusal taught something new, so that another try is worth it. `model_info.inference_profile_prefix: false`
 * and `model_info.adaptive_thinking: false` switch the two lessons off.
 */
function learn(
  parts: BedrockParts,
  { deployment }: ProviderCall,
  attempt: BedrockCall,
  { modelId, refusal }: { readonly modelId: string; readonly refusal: string },
): boolean {
  const viaProfile = attempt.modelId !== modelId;
  if (isOnDemandRefusal(refusal) || (viaProfile && isUnknownModel(refusal))) {
    return deployment.info['inference_profile_prefix'] !== false && learnProfile(parts, attempt, modelId);
  }
  return deployment.info['adaptive_thinking'] !== false && learnThinking(parts, modelId, refusal);
}

function learnThinking(parts: BedrockParts, modelId: string, refusal: string): boolean {
  const style = parts.thinking.learn(modelId, refusal);
  if (style === undefined) return false;
  parts.logger.warn('The model refused the way it was asked to think; another one is used from now on.', {
    model: modelId,
    thinking: style,
  });
  return true;
}

function learnProfile(parts: BedrockParts, attempt: BedrockCall, modelId: string): boolean {
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
