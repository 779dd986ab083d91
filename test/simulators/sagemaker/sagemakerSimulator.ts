import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { authenticate, type SimulatedCredentials, TEST_CREDENTIALS } from '../bedrock/authentication.ts';
import { respondError, respondFrames } from '../bedrock/respond.ts';
import type { ScriptedAnswer, ScriptedFault } from '../bedrock/scenario.ts';
import { type Container, type ContainerAnswer, ContainerRefusal, type Json, payloadFrame } from './container.ts';
import { MESSAGES_API } from './messagesApi.ts';
import { TGI } from './tgi.ts';

export interface RecordedInvocation {
  readonly endpoint: string;
  readonly stream: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

export type ScriptedInvocation =
  | (ContainerAnswer & {
      readonly kind?: 'answer';
      /** Bytes for each part of a stream; a whole event unless said otherwise. */
      readonly partSize?: number;
      readonly gate?: ScriptedAnswer['gate'];
      readonly breakAfter?: ScriptedAnswer['breakAfter'];
      readonly slowBytes?: boolean;
    })
  | Exclude<ScriptedFault, { kind: 'flood' }>
  /** The container answers with a status of failure. */
  | { readonly kind: 'model-error'; readonly status: number; readonly body: unknown };

export type InvocationHandler = (request: RecordedInvocation, turn: number) => ScriptedInvocation;

export interface SagemakerSimulator {
  /** What goes into `AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME`. */
  readonly url: string;
  readonly requests: readonly RecordedInvocation[];
  readonly openSockets: number;
  script(endpoint: string, handler: InvocationHandler): void;
  /** Resolves when no socket is open any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface SagemakerSimulatorOptions {
  /** Endpoints by name; `components` are the inference components that an endpoint demands. */
  readonly endpoints: Readonly<
    Record<string, { readonly container: 'tgi' | 'messages'; readonly components?: readonly string[] }>
  >;
  readonly credentials?: readonly SimulatedCredentials[];
}

const CONTAINERS: Readonly<Record<'tgi' | 'messages', Container>> = { tgi: TGI, messages: MESSAGES_API };
const ACCOUNT = '123456789012';

/** Starts a strict SageMaker Runtime on loopback. */
export async function startSagemakerSimulator(options: SagemakerSimulatorOptions): Promise<SagemakerSimulator> {
  const service = new SimulatedRuntime(options);
  const server = createServer((request, response) => void service.handle(request, response));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: service.requests,
    get openSockets() {
      return sockets.size;
    },
    script: (endpoint, handler) => service.scripts.set(endpoint, { handler, turn: 0 }),
    idle: async () => {
      while (sockets.size > 0) await Promise.all([...sockets].map((socket) => once(socket, 'close')));
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

class SimulatedRuntime {
  readonly requests: RecordedInvocation[] = [];
  readonly scripts = new Map<string, { readonly handler: InvocationHandler; turn: number }>();
  readonly #options: SagemakerSimulatorOptions;
  #count = 0;

  constructor(options: SagemakerSimulatorOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#count += 1;
    response.setHeader('x-amzn-requestid', `sim-sagemaker-${this.#count}`);
    response.on('error', () => undefined);
    try {
      await this.#serve(request, response);
    } catch (error) {
      if (request.destroyed || response.headersSent) response.destroy();
      else fail(response, 500, 'InternalFailure', `Simulator: ${String(error)}`);
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const path = /^\/endpoints\/([^/]+)\/(invocations|invocations-response-stream)$/.exec(request.url ?? '');
    if (request.method !== 'POST' || path === null) return fail(response, 404, 'UnknownOperationException', 'Unknown');
    const { credentials = [TEST_CREDENTIALS] } = this.#options;
    const refused = await authenticate(request, body, { credentials, bearerTokens: [] }, 'sagemaker');
    if (refused !== undefined) return fail(response, refused.status, refused.name, refused.message);
    const name = decodeURIComponent(path[1] ?? '');
    const recorded: RecordedInvocation = {
      endpoint: name,
      stream: path[2] === 'invocations-response-stream',
      headers: Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)])),
      body: JSON.parse(body),
    };
    this.requests.push(recorded);
    const endpoint = this.#options.endpoints[name];
    const component = recorded.headers['x-amzn-sagemaker-inference-component'];
    const refusal =
      endpoint === undefined
        ? `Endpoint ${name} of account ${ACCOUNT} not found.`
        : wrongComponent(endpoint, component);
    if (endpoint === undefined || refusal !== undefined) return fail(response, 400, 'ValidationError', refusal ?? '');
    await this.#answer(recorded, CONTAINERS[endpoint.container], response);
  }

  async #answer(request: RecordedInvocation, container: Container, response: ServerResponse): Promise<void> {
    try {
      container.check(request.body, request.stream);
    } catch (error) {
      if (!(error instanceof ContainerRefusal)) throw error;
      return modelError(response, error.status, error.message, request.endpoint);
    }
    const script = this.scripts.get(request.endpoint);
    const scripted: ScriptedInvocation = script?.handler(request, script.turn++) ?? container.echo(request.body);
    switch (scripted.kind) {
      case 'error':
        return fail(response, scripted.status, scripted.name, scripted.message, scripted.headers);
      case 'model-error':
        return modelError(response, scripted.status, JSON.stringify(scripted.body), request.endpoint);
      case 'reset-before-headers':
        response.socket?.resetAndDestroy();
        return;
      case 'silence-before-headers':
        return;
      case 'garbage-body':
        response.writeHead(200, { 'content-type': scripted.contentType ?? 'application/vnd.amazon.eventstream' });
        response.end(scripted.body);
        return;
      default:
        return speak(request, container, scripted, response);
    }
  }
}

type Spoken = Extract<ScriptedInvocation, { kind?: 'answer' }>;

async function speak(
  request: RecordedInvocation,
  container: Container,
  scripted: Spoken,
  response: ServerResponse,
): Promise<void> {
  if (!request.stream) {
    response.writeHead(200, { 'content-type': 'application/json', 'x-amzn-invoked-production-variant': 'AllTraffic' });
    response.end(JSON.stringify(scripted.json ?? container.whole(scripted, request.body)));
    return;
  }
  const lines = scripted.lines ?? container.lines(scripted, request.body);
  const { gate, breakAfter, slowBytes } = scripted;
  await respondFrames(
    response,
    {
      ...(gate === undefined ? {} : { gate }),
      ...(breakAfter === undefined ? {} : { breakAfter }),
      ...(slowBytes === undefined ? {} : { slowBytes }),
    },
    toParts(lines, scripted.partSize).map(payloadFrame),
  );
}

function toParts(lines: readonly string[], size: number | undefined): readonly Uint8Array[] {
  if (size === undefined) return lines.map((line) => Buffer.from(line));
  const bytes = Buffer.from(lines.join(''));
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

function wrongComponent(
  { components }: { readonly components?: readonly string[] },
  asked: string | undefined,
): string | undefined {
  if (components === undefined) {
    return asked === undefined
      ? undefined
      : 'Inference Component Name header is not allowed for endpoints to which you dont plan to deploy inference components.';
  }
  if (asked === undefined)
    return 'Inference Component Name header is required for endpoints to which you plan to deploy inference components.';
  return components.includes(asked) ? undefined : `Inference Component ${asked} of account ${ACCOUNT} not found.`;
}

function modelError(response: ServerResponse, status: number, words: string, endpoint: string): void {
  const message = `Received client error (${status}) from primary with message "${words}". See https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEventViewer:group=/aws/sagemaker/Endpoints/${endpoint} in account ${ACCOUNT} for more information.`;
  response.writeHead(424, { 'content-type': 'application/json', 'x-amzn-errortype': 'ModelError' });
  response.end(
    JSON.stringify({
      ErrorCode: 'CLIENT_ERROR_FROM_MODEL',
      LogStreamArn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/sagemaker/Endpoints/${endpoint}`,
      Message: message,
      OriginalMessage: words,
      OriginalStatusCode: status,
    }),
  );
}

function fail(
  response: ServerResponse,
  status: number,
  name: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  respondError(response, { status, name, message, headers });
}
