import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { ChatRequest } from '../../domain/chat.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { ChatAnswer, Provider, ProviderCall } from '../../domain/ports.ts';
import { toAwsAccess } from '../aws/awsAccess.ts';
import { connectionKey } from '../aws/connectionPlan.ts';
import { ConnectionPool, type Lease } from '../aws/connectionPool.ts';
import { toAwsError } from '../aws/failure/awsError.ts';
import { withoutSecrets } from '../aws/region.ts';
import type { AwsService } from '../aws/service.ts';
import type { Environment } from '../network/environment.ts';
import { type AnswerReader, type EndpointCall, invokeEndpoint, invokeEndpointStream } from './call.ts';
import { CHAT_READER } from './chat/answer.ts';
import { toEndpointChatBody } from './chat/body.ts';
import { openConnection } from './connection.ts';
import { recogniseFailure } from './failure.ts';
import { generateReader } from './generate/answer.ts';
import { toGenerateBody } from './generate/body.ts';
import { toPromptTemplate } from './promptTemplates.ts';
import { type SagemakerProviderName, toService } from './service.ts';
import { type EndpointTarget, toConnectionPlan, toEndpointTarget } from './target.ts';

export interface SagemakerDependencies {
  /** The process's environment with the `.env` beside the config. */
  readonly environment: Environment;
  /** Open connections at most; 16 unless said otherwise. */
  readonly maxConnections?: number | undefined;
}

const MAX_CONNECTIONS = 16;

interface Parts {
  readonly pool: ConnectionPool<SageMakerRuntimeClient>;
  readonly service: AwsService;
  readonly environment: Environment;
}

/** What is asked of an endpoint, and how its answer is read. */
interface Question {
  readonly body: EndpointCall['body'];
  readonly reader: AnswerReader;
}

type Ask = (request: ChatRequest, call: ProviderCall, target: EndpointTarget) => Question;

/** `sagemaker/<endpoint>`: containers that continue a text, in the format of Hugging Face's TGI. */
export function createSagemakerProvider(dependencies: SagemakerDependencies): Provider {
  return createProvider('sagemaker', dependencies, askForText);
}

/** `sagemaker_chat/<endpoint>`: containers that speak OpenAI's chat completions (TGI's Messages API, vLLM, DJL). */
export function createSagemakerChatProvider(dependencies: SagemakerDependencies): Provider {
  return createProvider('sagemaker_chat', dependencies, (request, call, { endpointName }) => ({
    body: toEndpointChatBody(request, call, endpointName),
    reader: CHAT_READER,
  }));
}

function createProvider(name: SagemakerProviderName, dependencies: SagemakerDependencies, ask: Ask): Provider {
  const { environment, maxConnections = MAX_CONNECTIONS } = dependencies;
  const pool = new ConnectionPool<SageMakerRuntimeClient>(maxConnections);
  const parts: Parts = { pool, service: toService(name), environment };
  return {
    name,
    chat: (request, call) => chat(parts, request, call, ask),
    endpoint: (deployment) => describeEndpoint(deployment, environment),
    awsAccess: (deployment) => toAwsAccess(toConnectionPlan(deployment, environment), environment),
    close: () => pool.close(),
  };
}

function askForText(request: ChatRequest, call: ProviderCall, { endpointName }: EndpointTarget): Question {
  const template = toPromptTemplate(call.deployment, endpointName);
  const { inputs, parameters, stream } = toGenerateBody(request, call, template);
  // A plain prompt may well be how the answer begins; one with a template's marks cannot.
  const echoes = template !== undefined || parameters['return_full_text'] === true;
  return { body: { inputs, parameters, stream }, reader: generateReader(inputs, echoes) };
}

async function chat(parts: Parts, request: ChatRequest, call: ProviderCall, ask: Ask): Promise<ChatAnswer> {
  const target = toEndpointTarget(call.deployment);
  const { body, reader } = ask(request, call, target);
  const plan = toConnectionPlan(call.deployment, parts.environment);
  const { service } = parts;
  const { signal } = call;
  const lease = await parts.pool
    .lease(connectionKey(plan), () => openConnection(plan, parts.environment, service))
    .catch((error: unknown): Lease<SageMakerRuntimeClient> => {
      throw toAwsError(error, { signal, source: plan.source, service });
    });
  const place = { provider: service.provider, endpointName: target.endpointName, region: lease.connection.region };
  const { headers } = call.deployment;
  const recognise = (thrown: unknown) => recogniseFailure(thrown, place);
  const endpointCall: EndpointCall = { service, lease, source: plan.source, headers, signal, recognise, target, body };
  return request.stream ? invokeEndpointStream(endpointCall, reader) : invokeEndpoint(endpointCall, reader);
}

/** The region's public endpoint where no other is configured; undefined region where only the AWS profile knows it. */
function describeEndpoint(
  deployment: Deployment,
  environment: Environment,
): { readonly apiBase: string | undefined; readonly region: string | undefined } {
  const { region, endpoint } = toConnectionPlan(deployment, environment);
  const publicEndpoint = region === undefined ? undefined : `https://runtime.sagemaker.${region}.amazonaws.com`;
  return { apiBase: withoutSecrets(endpoint) ?? publicEndpoint, region };
}
