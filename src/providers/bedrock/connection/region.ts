import type { Deployment } from '../../../domain/deployment.ts';
import { chooseRegion } from '../../aws/region.ts';
import { type Environment, given, variable } from '../../network/environment.ts';
import type { BedrockTarget } from './target.ts';

/** The region by config, model and environment; undefined leaves it to the AWS profile. */
export function toRegion(deployment: Deployment, target: BedrockTarget, environment: Environment): string | undefined {
  return chooseRegion(deployment, target.region, environment);
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
