import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { Deployment } from '../../domain/deployment.ts';
import type { AwsAccess } from '../../domain/doctor.ts';
import type { Clock, Logger, Provider } from '../../domain/ports.ts';
import { toAwsAccess } from '../aws/awsAccess.ts';
import { ConnectionPool } from '../aws/connectionPool.ts';
import { withoutSecrets } from '../aws/region.ts';
import type { Environment } from '../network/environment.ts';
import type { BedrockParts } from './attempts.ts';
import { chat } from './chat.ts';
import { toConnectionPlan } from './connection/connectionPlan.ts';
import { InferenceProfiles } from './connection/inferenceProfiles.ts';
import { toEndpoint, toRegion } from './connection/region.ts';
import { toTarget } from './connection/target.ts';
import { describeRequest } from './describeRequest.ts';
import { embed } from './embeddings/embed.ts';
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

/** Amazon Bedrock: chats through Converse or InvokeModel, embeddings through InvokeModel. The SDK is loaded at the first request. */
export function createBedrockProvider(dependencies: BedrockDependencies): Provider {
  const { environment, logger } = dependencies;
  const parts: BedrockParts = {
    pool: new ConnectionPool<BedrockRuntimeClient>(dependencies.maxConnections ?? MAX_CONNECTIONS),
    profiles: new InferenceProfiles(),
    thinking: new LearnedThinking(),
    logger,
    environment,
  };
  return {
    name: 'bedrock',
    chat: (request, call) => chat(parts, request, call),
    embed: (request, call) => embed(parts, request, call),
    describeRequest: (request, call) => describeRequest(parts, request, call),
    endpoint: (deployment) => describeEndpoint(deployment, environment),
    awsAccess: (deployment) => describeAccess(deployment, environment),
    close: () => parts.pool.close(),
  };
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

/** Undefined for a route that cannot be called. */
function describeAccess(deployment: Deployment, environment: Environment): AwsAccess | undefined {
  try {
    return toAwsAccess(toConnectionPlan(deployment, toTarget(deployment), environment), environment);
  } catch {
    return undefined;
  }
}

/** Undefined also for a route that cannot be called: to describe it is no failure. */
function regionInModel(deployment: Deployment): string | undefined {
  try {
    return toTarget(deployment).region;
  } catch {
    return undefined;
  }
}
