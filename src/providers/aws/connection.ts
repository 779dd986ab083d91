import type { BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import type { Environment } from '../network/environment.ts';
import type { ConnectionPlan } from './connectionPlan.ts';
import { toCredentials } from './credentialProvider.ts';
import { profileOf } from './credentialSource.ts';
import type { RequestWatches } from './exchange.ts';
import { DEFAULT_REGION } from './region.ts';

/** An SDK client of one AWS service. */
export interface AwsClient {
  readonly config: { region(): Promise<string> };
  destroy(): void;
}

export interface Connection<Client> {
  readonly client: Client;
  readonly region: string;
  readonly watches: RequestWatches;
}

/** What every service's client is made with; `token` is read only by services that know bearer tokens. */
export type ClientSettings = Pick<
  BedrockRuntimeClientConfig,
  | 'authSchemePreference'
  | 'credentials'
  | 'endpoint'
  | 'maxAttempts'
  | 'profile'
  | 'region'
  | 'requestHandler'
  | 'token'
>;

/**
 * An SDK client for one connection. HTTP/1.1 with keep-alive, because the SDK's HTTP/2 default fails on plain-http
 * endpoints and corporate proxies; no retries, because the router retries. `make` installs the watches.
 */
export async function openAwsConnection<Client extends AwsClient>(
  plan: ConnectionPlan,
  environment: Environment,
  make: (settings: ClientSettings, watches: RequestWatches) => Client,
): Promise<Connection<Client>> {
  const shared = await clientSettings(plan, environment);
  const watches: RequestWatches = new WeakMap();
  const region = plan.region ?? (await profileRegion(make({ ...shared }, watches))) ?? DEFAULT_REGION;
  return { client: make({ ...shared, region }, watches), region, watches };
}

async function clientSettings(plan: ConnectionPlan, environment: Environment): Promise<ClientSettings> {
  const { RoutedHandler } = await import('./routedHandler.ts');
  const profile = profileOf(plan.source);
  return {
    maxAttempts: 1,
    requestHandler: new RoutedHandler(plan.network, environment),
    ...(plan.endpoint === undefined ? {} : { endpoint: plan.endpoint }),
    ...(profile === undefined ? {} : { profile }),
    ...(await authentication(plan, environment)),
  };
}

/** The preference is set in both cases, so that a token in the process's environment cannot displace configured keys. */
async function authentication(plan: ConnectionPlan, environment: Environment): Promise<ClientSettings> {
  const { source } = plan;
  if (source.kind === 'bearer') {
    return { token: { token: source.token }, authSchemePreference: ['httpBearerAuth'] };
  }
  return { credentials: await toCredentials(source, plan, environment), authSchemePreference: ['sigv4'] };
}

/** What the SDK finds in the profile. The client is only asked for its settings. */
async function profileRegion(client: AwsClient): Promise<string | undefined> {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  }
}
