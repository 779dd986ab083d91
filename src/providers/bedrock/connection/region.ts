import type { Deployment } from '../../../domain/deployment.ts';
import { type Environment, given, variable } from './environment.ts';
import type { BedrockTarget } from './target.ts';

/** Where a deployment goes that nothing gives a region: LiteLLM's choice. */
export const DEFAULT_REGION = 'us-west-2';

/** The region by config, model and environment; undefined leaves it to the AWS profile. */
export function toRegion(deployment: Deployment, target: BedrockTarget, environment: Environment): string | undefined {
  return (
    given(deployment.aws.region) ??
    target.region ??
    variable(environment, 'AWS_REGION_NAME') ??
    variable(environment, 'AWS_REGION') ??
    variable(environment, 'AWS_DEFAULT_REGION')
  );
}

/** An endpoint other than AWS's own; undefined for the region's public one. */
export function toEndpoint(deployment: Deployment, environment: Environment): string | undefined {
  return (
    given(deployment.apiBase) ??
    given(deployment.aws.bedrockEndpoint) ??
    variable(environment, 'AWS_BEDROCK_RUNTIME_ENDPOINT') ??
    variable(environment, 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME') ??
    variable(environment, 'AWS_ENDPOINT_URL')
  );
}
