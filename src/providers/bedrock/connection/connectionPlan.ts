import type { Deployment } from '../../../domain/deployment.ts';
import type { ConnectionPlan } from '../../aws/connectionPlan.ts';
import type { Environment } from '../../network/environment.ts';
import { toCredentialSource } from './credentialSource.ts';
import { toEndpoint, toRegion } from './region.ts';
import type { BedrockTarget } from './target.ts';

export function toConnectionPlan(
  deployment: Deployment,
  target: BedrockTarget,
  environment: Environment,
): ConnectionPlan {
  return {
    region: toRegion(deployment, target, environment),
    endpoint: toEndpoint(deployment, environment),
    source: toCredentialSource(deployment, environment),
    network: deployment.network,
  };
}
