import { createHash } from 'node:crypto';
import type { Deployment } from '../../../domain/deployment.ts';
import { type CredentialSource, toCredentialSource } from './credentialSource.ts';
import type { Environment } from './environment.ts';
import { toEndpoint, toRegion } from './region.ts';
import type { BedrockTarget } from './target.ts';

/** All that tells one AWS connection from another. */
export interface ConnectionPlan {
  /** Undefined leaves it to the AWS profile. */
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly source: CredentialSource;
}

export function toConnectionPlan(
  deployment: Deployment,
  target: BedrockTarget,
  environment: Environment,
): ConnectionPlan {
  return {
    region: toRegion(deployment, target, environment),
    endpoint: toEndpoint(deployment, environment),
    source: toCredentialSource(deployment, environment),
  };
}

/** A name for the connection that holds its secrets only as a hash. */
export function connectionKey(plan: ConnectionPlan): string {
  return createHash('sha256')
    .update(JSON.stringify([plan.region, plan.endpoint, plan.source]))
    .digest('hex');
}
