import type { AwsParameters, Deployment } from '../../domain/deployment.ts';
import { type Environment, given, variable } from '../network/environment.ts';

export interface StaticCredentials {
  readonly kind: 'static';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/** Where credentials come from that need no role. */
export type BaseCredentialSource =
  | StaticCredentials
  | { readonly kind: 'profile'; readonly profile: string }
  /** The SDK's whole chain: profile files, SSO, web identity, container and instance roles. */
  | { readonly kind: 'chain' };

export type CredentialSource =
  | BaseCredentialSource
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      readonly sessionName: string | undefined;
      readonly externalId: string | undefined;
      readonly stsEndpoint: string | undefined;
      readonly base: BaseCredentialSource;
    }
  | {
      readonly kind: 'web-identity';
      readonly roleArn: string;
      readonly sessionName: string | undefined;
      readonly token: string;
      readonly stsEndpoint: string | undefined;
    };

/**
 * Chooses credentials: what the config says for the deployment, then the environment, then the AWS chain.
 * A session name without a role means nothing, as in LiteLLM. `bearerVariables` are those in which the service's API key
 * may stand; a service without API keys has none, and `api_key` means nothing to it.
 */
export function chooseCredentialSource(
  deployment: Deployment,
  environment: Environment,
  bearerVariables: readonly string[],
): CredentialSource {
  const { aws } = deployment;
  const token = bearerVariables.length === 0 ? undefined : given(deployment.apiKey);
  if (token !== undefined) return { kind: 'bearer', token };
  const roleArn = given(aws.roleArn);
  if (roleArn !== undefined) return roleSource(roleArn, aws, environment);
  const configured = configuredSource(aws);
  if (configured !== undefined) return configured;
  const bearer = bearerVariables.map((name) => variable(environment, name)).find((value) => value !== undefined);
  return bearer === undefined ? environmentSource(environment) : { kind: 'bearer', token: bearer };
}

function roleSource(roleArn: string, aws: AwsParameters, environment: Environment): CredentialSource {
  const sessionName = given(aws.sessionName);
  const stsEndpoint = given(aws.stsEndpoint) ?? variable(environment, 'AWS_ENDPOINT_URL_STS');
  const token = given(aws.webIdentityToken);
  if (token !== undefined) return { kind: 'web-identity', roleArn, sessionName, token, stsEndpoint };
  const base = configuredSource(aws) ?? environmentSource(environment);
  return { kind: 'role', roleArn, sessionName, externalId: given(aws.externalId), stsEndpoint, base };
}

function configuredSource(aws: AwsParameters): BaseCredentialSource | undefined {
  const keys = staticSource(aws.accessKeyId, aws.secretAccessKey, aws.sessionToken);
  if (keys !== undefined) return keys;
  const profile = given(aws.profile);
  return profile === undefined ? undefined : { kind: 'profile', profile };
}

/**
 * Credentials for what has no deployment: MLflow on SageMaker. `MLFLOW_AUTH_TYPE` is the workshop's: `access_key` takes
 * the keys of the environment alone, `iam_role` leaves all to the AWS chain. Source of the role: the plugin sagemaker-mlflow.
 */
export function environmentCredentials(environment: Environment): Exclude<CredentialSource, { kind: 'bearer' }> {
  const base: BaseCredentialSource =
    variable(environment, 'MLFLOW_AUTH_TYPE')?.toLowerCase() === 'iam_role'
      ? { kind: 'chain' }
      : environmentSource(environment);
  const roleArn = variable(environment, 'SAGEMAKER_MLFLOW_ASSUME_ROLE_ARN');
  if (roleArn === undefined) return base;
  const stsEndpoint = variable(environment, 'AWS_ENDPOINT_URL_STS');
  return { kind: 'role', roleArn, sessionName: undefined, externalId: undefined, stsEndpoint, base };
}

/** Keys win over a profile here: a `.env` that names keys means them, whatever the shell's profile is. */
function environmentSource(environment: Environment): BaseCredentialSource {
  const keys = staticSource(
    environment['AWS_ACCESS_KEY_ID'],
    environment['AWS_SECRET_ACCESS_KEY'],
    environment['AWS_SESSION_TOKEN'],
  );
  if (keys !== undefined) return keys;
  const profile = variable(environment, 'AWS_PROFILE');
  return profile === undefined ? { kind: 'chain' } : { kind: 'profile', profile };
}

function staticSource(
  accessKeyId: string | undefined,
  secretAccessKey: string | undefined,
  sessionToken: string | undefined,
): StaticCredentials | undefined {
  const id = given(accessKeyId);
  const secret = given(secretAccessKey);
  if (id === undefined || secret === undefined) return undefined;
  return { kind: 'static', accessKeyId: id, secretAccessKey: secret, sessionToken: given(sessionToken) };
}

/** The profile whose renewal helps when these credentials are refused. */
export function profileOf(source: CredentialSource): string | undefined {
  if (source.kind === 'profile') return source.profile;
  return source.kind === 'role' && source.base.kind === 'profile' ? source.base.profile : undefined;
}
