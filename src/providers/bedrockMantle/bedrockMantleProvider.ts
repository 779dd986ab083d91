import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock, Logger, Provider, ProviderCall } from '../../domain/ports.ts';
import { toAwsAccess } from '../aws/awsAccess.ts';
import { openAwsConnection } from '../aws/connection.ts';
import { connectionKey } from '../aws/connectionPlan.ts';
import { ConnectionPool, type Lease } from '../aws/connectionPool.ts';
import { toAwsError } from '../aws/failure/awsError.ts';
import { withoutSecrets } from '../aws/region.ts';
import type { AwsService } from '../aws/service.ts';
import type { Environment } from '../network/environment.ts';
import { chat } from '../openai/chat.ts';
import { createDispatchers } from '../openai/dispatchers.ts';
import { embed } from '../openai/embed.ts';
import type { OpenaiContext } from '../openai/exchange.ts';
import { relayChat } from '../openai/relay.ts';
import { toMantleError, withMantleErrors } from './mantleError.ts';
import { signedDispatchers } from './signing.ts';
import { type MantleTarget, otherBase, toBase, toMantleTarget } from './target.ts';

export interface BedrockMantleDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The process's environment with the `.env` beside the config. */
  readonly environment: Environment;
}

const SERVICE: AwsService = {
  provider: 'bedrock_mantle',
  name: 'Bedrock',
  prefix: 'BedrockException: ',
  permissionHint: 'the identity may not be allowed to use this endpoint, or the model is not enabled for the account',
};
const MAX_CONNECTIONS = 16;
/** Bedrock's refusal of a model that is served under the other path. */
const WRONG_ROUTE = /isn.t supported on this route/i;

interface Parts {
  readonly context: OpenaiContext;
  readonly signers: ConnectionPool<BedrockRuntimeClient>;
  readonly environment: Environment;
  /** Bases that refusals have taught, by the base that was tried and the model. */
  readonly learned: Map<string, string>;
}

/**
 * `bedrock_mantle/<id>`: Bedrock's second endpoint (`bedrock-mantle.<region>.api.aws`), a server of OpenAI's dialect that
 * takes Bedrock API keys or signed requests. Chats of clients that speak the dialect are relayed byte for byte.
 */
export function createBedrockMantleProvider(dependencies: BedrockMantleDependencies): Provider {
  const { environment } = dependencies;
  const context = {
    ...dependencies,
    environment: withoutOpenAi(environment),
    dispatchers: createDispatchers(environment),
  };
  const signers = new ConnectionPool<BedrockRuntimeClient>(MAX_CONNECTIONS);
  const parts: Parts = { context, signers, environment, learned: new Map() };
  return {
    name: 'bedrock_mantle',
    chat: (request, call) =>
      ask(parts, call, async (own, mantle, source) => {
        const answer = await chat(own, request, mantle);
        return { ...answer, region: mantle.deployment.aws.region, events: withMantleErrors(answer.events, source) };
      }),
    relayChat: (request, call) =>
      ask(parts, call, async (own, mantle, source) => {
        const answer = await relayChat(own, request, mantle);
        const { chunks } = answer;
        return 'length' in chunks ? answer : { ...answer, chunks: withMantleErrors(chunks, source) };
      }),
    embed: (request, call) => ask(parts, call, (own, mantle) => embed(own, request, mantle)),
    awsAccess: (deployment) => {
      const { region, source } = toMantleTarget(deployment, environment);
      return toAwsAccess({ region, endpoint: undefined, source, network: deployment.network }, environment);
    },
    endpoint: (deployment) => {
      const target = toMantleTarget(deployment, environment);
      return { apiBase: withoutSecrets(toBase(target)), region: target.region };
    },
    close: async () => {
      await Promise.all([context.dispatchers.close(), signers.close()]);
    },
  };
}

type Send<Answer> = (context: OpenaiContext, call: ProviderCall, source: MantleTarget['source']) => Promise<Answer>;

/** Sends, and sends once more when the refusal told that the model is served under the other path. */
async function ask<Answer>(parts: Parts, call: ProviderCall, send: Send<Answer>): Promise<Answer> {
  const target = toMantleTarget(call.deployment, parts.environment);
  const base = toBase(target);
  const key = `${base} ${target.model}`;
  try {
    return await sendTo(parts, call, target, parts.learned.get(key) ?? base, send);
  } catch (error) {
    const isWrong = error instanceof GatewayError && WRONG_ROUTE.test(error.message);
    const other = isWrong && !parts.learned.has(key) ? otherBase(base) : undefined;
    if (other === undefined) throw error;
    const answer = await sendTo(parts, call, target, other, send);
    parts.learned.set(key, other);
    return answer;
  }
}

async function sendTo<Answer>(
  parts: Parts,
  call: ProviderCall,
  target: MantleTarget,
  apiBase: string,
  send: Send<Answer>,
): Promise<Answer> {
  const { model, region, source } = target;
  const apiKey = source.kind === 'bearer' ? source.token : '';
  const aws = { ...call.deployment.aws, region };
  const mantle: ProviderCall = { ...call, deployment: { ...call.deployment, model, apiBase, apiKey, aws } };
  const lease = source.kind === 'bearer' ? undefined : await leaseSigner(parts, target, call);
  try {
    return await send(lease === undefined ? parts.context : signedContext(parts, lease, region), mantle, source);
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'authentication') lease?.retire();
    throw toMantleError(error, source);
  } finally {
    lease?.release();
  }
}

function signedContext({ context }: Parts, lease: Lease<BedrockRuntimeClient>, region: string): OpenaiContext {
  return { ...context, dispatchers: signedDispatchers(context.dispatchers, lease.connection.client, region) };
}

/** A client whose credentials are known to be there. Throws GatewayError, with what to do, where they are not. */
async function leaseSigner(
  { signers, environment }: Parts,
  { region, source }: MantleTarget,
  { signal, deployment: { network } }: ProviderCall,
): Promise<Lease<BedrockRuntimeClient>> {
  const plan = { region, endpoint: undefined, source, network };
  try {
    const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
    const open = () => openAwsConnection(plan, environment, (settings) => new BedrockRuntimeClient(settings));
    const lease = await signers.lease(connectionKey(plan), open);
    await lease.connection.client.config.credentials();
    return lease;
  } catch (error) {
    throw toAwsError(error, { signal, source, service: SERVICE });
  }
}

/** A key or an address meant for OpenAI must never go to AWS. */
function withoutOpenAi(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('OPENAI_')));
}
