import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import { installWatches, type RequestWatches } from '../exchange.ts';
import type { ConnectionPlan } from './connectionKey.ts';
import { toCredentials } from './credentialProvider.ts';
import { profileOf } from './credentialSource.ts';
import type { Environment } from './environment.ts';
import { DEFAULT_REGION } from './region.ts';

export interface Connection {
  readonly client: BedrockRuntimeClient;
  readonly region: string;
  readonly watches: RequestWatches;
}

/** ms until a TCP connection must stand. */
const CONNECT_TIMEOUT = 10_000;
/** Sockets to one endpoint; a slow stream holds one for as long as it lasts. */
const MAX_SOCKETS = 1024;

/**
 * An SDK client for one connection. HTTP/1.1 with keep-alive, because the SDK's HTTP/2 default fails on plain-http
 * endpoints and corporate proxies; no retries, because the router retries.
 */
export async function openConnection(plan: ConnectionPlan, environment: Environment): Promise<Connection> {
  const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
  const shared = await clientConfig(plan, environment);
  const region = plan.region ?? (await profileRegion(new BedrockRuntimeClient({ ...shared }))) ?? DEFAULT_REGION;
  const client = new BedrockRuntimeClient({ ...shared, region });
  return { client, region, watches: installWatches(client) };
}

async function clientConfig(plan: ConnectionPlan, environment: Environment): Promise<BedrockRuntimeClientConfig> {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const profile = profileOf(plan.source);
  return {
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ connectionTimeout: CONNECT_TIMEOUT, httpAgent: agent, httpsAgent: agent }),
    ...(plan.endpoint === undefined ? {} : { endpoint: plan.endpoint }),
    ...(profile === undefined ? {} : { profile }),
    ...(await authentication(plan, environment)),
  };
}

/** The preference is set in both cases, so that a token in the process's environment cannot displace configured keys. */
async function authentication(plan: ConnectionPlan, environment: Environment): Promise<BedrockRuntimeClientConfig> {
  const { source } = plan;
  if (source.kind === 'bearer') {
    return { token: { token: source.token }, authSchemePreference: ['httpBearerAuth'] };
  }
  return { credentials: await toCredentials(source, plan.region, environment), authSchemePreference: ['sigv4'] };
}

/** What the SDK finds in the profile. The client is only asked for its settings. */
async function profileRegion(client: BedrockRuntimeClient): Promise<string | undefined> {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  }
}
