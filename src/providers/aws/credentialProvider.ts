import { readFile } from 'node:fs/promises';
import type { BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import type { Environment } from '../network/environment.ts';
import type { ConnectionPlan } from './connectionPlan.ts';
import type { BaseCredentialSource, CredentialSource } from './credentialSource.ts';

type Credentials = NonNullable<BedrockRuntimeClientConfig['credentials']>;
type AwsSource = Exclude<CredentialSource, { kind: 'bearer' }>;

/** Region of STS calls where nothing names one. */
const STS_REGION = 'us-east-1';

/** A source as the SDK's provider, which renews what expires by itself. The shared files are read anew each time. */
export async function toCredentials(
  source: AwsSource,
  plan: Pick<ConnectionPlan, 'network' | 'region'>,
  environment: Environment,
): Promise<Credentials> {
  const sdk = await import('@aws-sdk/credential-providers');
  if (source.kind === 'role') {
    return sdk.fromTemporaryCredentials({
      masterCredentials: await baseCredentials(source.base, plan, environment),
      params: {
        RoleArn: source.roleArn,
        RoleSessionName: source.sessionName ?? 'torii',
        ExternalId: source.externalId,
      },
      clientConfig: await stsConfig(source.stsEndpoint, plan, environment),
    });
  }
  if (source.kind === 'web-identity') {
    const { token, roleArn, sessionName, stsEndpoint } = source;
    const clientConfig = await stsConfig(stsEndpoint, plan, environment);
    return async () => {
      const webIdentityToken = await readToken(token, environment);
      return sdk.fromWebToken({ roleArn, roleSessionName: sessionName ?? 'torii', webIdentityToken, clientConfig })();
    };
  }
  return baseCredentials(source, plan, environment);
}

async function baseCredentials(
  source: BaseCredentialSource,
  { network }: Pick<ConnectionPlan, 'network'>,
  environment: Environment,
) {
  const sdk = await import('@aws-sdk/credential-providers');
  if (source.kind === 'static') {
    const { accessKeyId, secretAccessKey, sessionToken } = source;
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }
  const { RoutedHandler } = await import('./routedHandler.ts');
  const clientConfig = { requestHandler: new RoutedHandler(network, environment) };
  const options = { ...sharedFiles(environment), ignoreCache: true, clientConfig };
  return source.kind === 'profile'
    ? sdk.fromIni({ profile: source.profile, ...options })
    : sdk.fromNodeProviderChain(options);
}

/** Where the shared files lie, when the `.env` says so and the process does not know it. */
function sharedFiles(environment: Environment): { filepath?: string; configFilepath?: string } {
  const filepath = environment['AWS_SHARED_CREDENTIALS_FILE'];
  const configFilepath = environment['AWS_CONFIG_FILE'];
  return { ...(filepath ? { filepath } : {}), ...(configFilepath ? { configFilepath } : {}) };
}

async function stsConfig(
  endpoint: string | undefined,
  { region, network }: Pick<ConnectionPlan, 'network' | 'region'>,
  environment: Environment,
) {
  const { RoutedHandler } = await import('./routedHandler.ts');
  return {
    region: region ?? STS_REGION,
    requestHandler: new RoutedHandler(network, environment),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

/** LiteLLM's `oidc/file/<path>` and `oidc/env/<NAME>`, a bare path, or the token itself. */
async function readToken(token: string, environment: Environment): Promise<string> {
  if (token.startsWith('oidc/env/')) return environment[token.slice('oidc/env/'.length)] ?? '';
  const file = token.startsWith('oidc/file/') ? token.slice('oidc/file/'.length) : token;
  return token.startsWith('oidc/file/') || token.startsWith('/') ? (await readFile(file, 'utf8')).trim() : token;
}
