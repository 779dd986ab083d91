import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { Dispatcher } from 'undici';
import type { Dispatchers } from '../openai/dispatchers.ts';

/** The name under which requests are signed. Source: LiteLLM's Bedrock Mantle provider. */
const SIGNING_NAME = 'bedrock-mantle';

type DispatchOptions = Parameters<Dispatcher['dispatch']>[0];

/**
 * Connections whose requests are signed (SigV4) on their way out. The SDK's client lends its signer and its credentials,
 * which it renews by itself; it is never asked to send.
 */
export function signedDispatchers(dispatchers: Dispatchers, client: BedrockRuntimeClient, region: string): Dispatchers {
  const signed = (plain: Dispatcher): Dispatcher =>
    plain.compose((dispatch) => (options, handler) => {
      sign(options, client, region).then(
        (headers) => dispatch({ ...options, headers }, handler),
        (error: unknown) => handler.onResponseError?.(NO_CONTROL, toError(error)),
      );
      return true;
    });
  return {
    route: (url, network) => dispatchers.route(url, network),
    forUrl: async (url, network) => signed(await dispatchers.forUrl(url, network)),
    unkept: async (url, network) => signed(await dispatchers.unkept(url, network)),
    close: () => dispatchers.close(),
  };
}

/** Nothing is under way yet that could be paused or aborted. */
const NO_CONTROL: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  rawHeaders: null,
  rawTrailers: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
};

async function sign(
  { origin, path, method, headers, body }: DispatchOptions,
  client: BedrockRuntimeClient,
  region: string,
): Promise<Record<string, string>> {
  const { protocol, hostname, port, host } = new URL(String(origin));
  const signer = await client.config.signer({
    name: 'sigv4',
    signingName: SIGNING_NAME,
    signingRegion: region,
    properties: {},
  });
  const own = Object.entries(headers ?? {}).filter(([name]) => name !== 'authorization');
  const signed = await signer.sign({
    method,
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path,
    query: {},
    headers: { ...Object.fromEntries(own), host },
    body,
  });
  return signed.headers;
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('The request could not be signed.');
}
