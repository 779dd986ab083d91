import type { Deployment } from '../../domain/deployment.ts';
import { type Environment, given, variable } from '../network/environment.ts';

/** Where a deployment goes that nothing gives a region: LiteLLM's choice. */
export const DEFAULT_REGION = 'us-west-2';

/** The region by config, model name and environment; undefined leaves it to the AWS profile. */
export function chooseRegion(
  deployment: Deployment,
  namedInModel: string | undefined,
  environment: Environment,
): string | undefined {
  return (
    given(deployment.aws.region) ??
    namedInModel ??
    variable(environment, 'AWS_REGION_NAME') ??
    variable(environment, 'AWS_REGION') ??
    variable(environment, 'AWS_DEFAULT_REGION')
  );
}

/** An endpoint without query and credentials, for headers and the ledger; undefined where it is no URL. */
export function withoutSecrets(endpoint: string | undefined): string | undefined {
  const url = endpoint === undefined ? null : URL.parse(endpoint);
  return url === null ? undefined : `${url.origin}${url.pathname === '/' ? '' : url.pathname}`;
}
