import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { ChatRequest } from '../../domain/chat.ts';
import { isObject, parseJson } from '../../domain/json.ts';
import type { ProviderCall, RelayRequest, RequestDescription } from '../../domain/ports.ts';
import { type ClientSettings, openAwsConnection } from '../aws/connection.ts';
import { connectionKey } from '../aws/connectionPlan.ts';
import { ConnectionPool } from '../aws/connectionPool.ts';
import { addDeploymentHeaders, replaceBody } from '../aws/exchange.ts';
import type { BedrockParts } from './attempts.ts';
import { badRequest } from './badRequest.ts';
import { chat } from './chat.ts';
import { toConnectionPlan } from './connection/connectionPlan.ts';
import { toTarget } from './connection/target.ts';

/**
 * The request that `chat` would send, as it is written and signed: the whole way is gone, up to a handler that keeps the
 * request instead of sending it. Throws GatewayError for what cannot be said to this model.
 */
export async function describeRequest(
  parts: BedrockParts,
  request: ChatRequest | RelayRequest,
  call: ProviderCall,
): Promise<RequestDescription> {
  if ('body' in request) throw badRequest('Bedrock is not spoken to in the bytes of another dialect.');
  const handler = new KeepingHandler();
  const pool = await keepingPool(parts, call, handler);
  try {
    await chat({ ...parts, pool }, request, call);
  } catch (thrown) {
    if (handler.kept === undefined) throw thrown;
  } finally {
    await pool.close();
  }
  return toDescription(handler.kept);
}

/** A pool whose one connection, for the deployment's own plan, ends in the handler. It signs with no real credentials. */
async function keepingPool(
  parts: BedrockParts,
  call: ProviderCall,
  requestHandler: KeepingHandler,
): Promise<ConnectionPool<BedrockRuntimeClient>> {
  const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
  const plan = toConnectionPlan(call.deployment, toTarget(call.deployment), parts.environment);
  const pool = new ConnectionPool<BedrockRuntimeClient>(1);
  const lease = await pool.lease(connectionKey(plan), () =>
    openAwsConnection(plan, parts.environment, (settings, watches) => {
      const client = new BedrockRuntimeClient({ ...withoutCredentials(settings), requestHandler });
      client.middlewareStack.add(replaceBody(watches), { step: 'build', priority: 'high', name: 'replaceBody' });
      client.middlewareStack.add(addDeploymentHeaders(watches), { step: 'build', name: 'deploymentHeaders' });
      return client;
    }),
  );
  lease.release();
  return pool;
}

function withoutCredentials({ token: _token, ...settings }: ClientSettings): ClientSettings {
  const credentials = { accessKeyId: 'NOT-SENT', secretAccessKey: 'NOT-SENT' };
  return { ...settings, credentials, authSchemePreference: ['sigv4'] };
}

class KeepingHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  #kept: unknown;

  get kept(): unknown {
    return this.#kept;
  }

  handle(request: unknown): Promise<never> {
    this.#kept = request;
    return Promise.reject(new Error('The request is described, not sent.'));
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {}
}

function toDescription(request: unknown): RequestDescription {
  const fields = isObject(request) ? request : {};
  const { protocol, hostname, port, path, headers, body } = fields;
  const host = port === undefined ? String(hostname) : `${String(hostname)}:${String(port)}`;
  const named = Object.entries(isObject(headers) ? headers : {});
  return {
    url: `${String(protocol)}//${host}${String(path)}`,
    headers: Object.fromEntries(named.map(([name, value]) => [name, String(value)])),
    body: parseJson(body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body)),
  };
}
