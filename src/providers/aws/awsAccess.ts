import type { AwsAccess, AwsCaller } from '../../domain/doctor.ts';
import { GatewayError } from '../../domain/errors.ts';
import { type Environment, variable } from '../network/environment.ts';
import { explainHop } from '../network/hopAdvice.ts';
import { createDispatchers } from '../openai/dispatchers.ts';
import { type ConnectionPlan, connectionKey } from './connectionPlan.ts';
import { toCredentials } from './credentialProvider.ts';
import { type CredentialSource, profileOf } from './credentialSource.ts';
import { credentialAdvice } from './failure/credentialAdvice.ts';

const DEFAULT_STS_REGION = 'us-east-1';
const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';
/** What STS says of credentials, as opposed to itself. */
const REFUSALS = new Set([400, 401, 403]);

/** Who a deployment's requests are signed by. Nothing is asked before its functions are called. */
export function toAwsAccess(plan: ConnectionPlan, environment: Environment): AwsAccess {
  const { source } = plan;
  return {
    // The endpoint does not matter to who one is.
    key: connectionKey({ ...plan, endpoint: undefined }),
    source: source.kind,
    name: nameOf(source),
    region: plan.region,
    advice: credentialAdvice(source),
    credentials: async () => ({ expiresAt: (await resolved(plan, environment)).expiration?.getTime() }),
    identify: (signal) => identify(plan, environment, signal),
  };
}

function nameOf(source: CredentialSource): string | undefined {
  return source.kind === 'role' || source.kind === 'web-identity' ? source.roleArn : profileOf(source);
}

async function resolved(plan: ConnectionPlan, environment: Environment) {
  const { source } = plan;
  if (source.kind === 'bearer') throw new Error('An API key is no AWS credential.');
  const credentials = await toCredentials(source, plan, environment);
  return typeof credentials === 'function' ? await credentials() : credentials;
}

/** GetCallerIdentity needs no permission: every credential that is good may ask it. */
async function identify(plan: ConnectionPlan, environment: Environment, signal: AbortSignal): Promise<AwsCaller> {
  const { request } = await import('undici');
  const region = plan.region ?? DEFAULT_STS_REGION;
  const url = stsEndpoint(plan, environment, region);
  const headers = await signedHeaders(url, region, await resolved(plan, environment));
  const dispatchers = createDispatchers(environment);
  try {
    const dispatcher = await dispatchers.forUrl(url, plan.network);
    const answer = await request(url, { dispatcher, method: 'POST', headers, body: BODY, signal });
    return read({ status: answer.statusCode, body: await answer.body.text() }, answer.headers['date']);
  } catch (thrown) {
    const hop = { host: url.host, addressSetting: 'AWS_ENDPOINT_URL_STS', route: dispatchers.route(url, plan.network) };
    const words = explainHop(thrown, hop);
    throw words === undefined ? thrown : new GatewayError('connection', words, { cause: thrown });
  } finally {
    await dispatchers.close();
  }
}

/** The SDK's client lends its signer, and is never asked to send. */
async function signedHeaders(
  { protocol, hostname, port, host }: URL,
  region: string,
  credentials: Awaited<ReturnType<typeof resolved>>,
): Promise<Record<string, string>> {
  const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
  const client = new BedrockRuntimeClient({ region, credentials });
  const wanted = { name: 'sigv4', signingName: 'sts', signingRegion: region, properties: {} };
  const signer = await client.config.signer(wanted);
  const signed = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: '/',
    query: {},
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    body: BODY,
  });
  client.destroy();
  return signed.headers;
}

function stsEndpoint({ source }: ConnectionPlan, environment: Environment, region: string): URL {
  const ofRole = source.kind === 'role' || source.kind === 'web-identity' ? source.stsEndpoint : undefined;
  const named = ofRole ?? variable(environment, 'AWS_ENDPOINT_URL_STS') ?? variable(environment, 'AWS_ENDPOINT_URL');
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(named ?? `https://sts.${region}.${domain}`);
}

function read({ status, body }: { status: number; body: string }, date: string | string[] | undefined): AwsCaller {
  const arn = element(body, 'Arn');
  const serverTime = typeof date === 'string' ? Date.parse(date) : undefined;
  if (status === 200 && arn !== undefined) return { arn, serverTime };
  const words = `${element(body, 'Code') ?? `status ${status}`}: ${element(body, 'Message') ?? 'no reason was given'}`;
  throw new GatewayError(REFUSALS.has(status) ? 'authentication' : 'unavailable', `AWS STS: ${words}`);
}

/** The text of an XML element of a flat answer. */
function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
