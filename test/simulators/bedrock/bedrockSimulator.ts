import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { freePort } from '../../support/freePort.ts';
import { respondFlood } from '../network/flood.ts';
import { trackSockets } from '../network/sockets.ts';
import { createWatch } from '../network/watch.ts';
import { type Accepted, authenticate, type SimulatedCredentials, TEST_CREDENTIALS } from './authentication.ts';
import { CacheLedger } from './cacheLedger.ts';
import { composeAnswer, echoAnswer } from './composeAnswer.ts';
import { eventFrame } from './frames.ts';
import { readInvocation, refuseInvocation } from './invoke/invocation.ts';
import { findModel, type SimulatedModel } from './models.ts';
import { respondError, respondStream, respondWhole } from './respond.ts';
import { checkRequest } from './rules/checkRequest.ts';
import type { RecordedRequest, Scripted, ScriptedAnswer, ScriptHandler } from './scenario.ts';

export interface BedrockSimulatorOptions {
  readonly credentials?: readonly SimulatedCredentials[];
  readonly bearerTokens?: readonly string[];
  /** Loopback port; 0 takes a free one. */
  readonly port?: number;
  /** Address of loopback: 127.0.0.1, or ::1. */
  readonly host?: string;
  /** False for long runs, which would fill the memory with them. */
  readonly recordsRequests?: boolean;
}

export interface BedrockSimulator {
  /** What goes into `aws_bedrock_runtime_endpoint` or `api_base`. */
  readonly url: string;
  /** Every request that was well-formed enough to be read, oldest first, refused ones too. */
  readonly requests: readonly RecordedRequest[];
  readonly openSockets: number;
  /** Connections accepted since the start, closed ones too. */
  readonly acceptedSockets: number;
  /**
   * Sets what a model answers: a handler, or answers in order with the echo after the last. `*` serves every model
   * without a script of its own. Model ids are those of the request's path.
   */
  script(model: string, script: ScriptHandler | readonly Scripted[]): void;
  /** Resolves when that many requests have come in. */
  requested(count: number): Promise<void>;
  /** Bytes of a flood that had gone out when its reader held it back. */
  stalled(): Promise<number>;
  /** Resolves when no socket is open any more; for tests of what an abort leaves behind. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a strict Bedrock Runtime on loopback: it refuses what the service refuses. */
export async function startBedrockSimulator(options: BedrockSimulatorOptions = {}): Promise<BedrockSimulator> {
  const accepted = {
    credentials: options.credentials ?? [TEST_CREDENTIALS],
    bearerTokens: options.bearerTokens ?? [],
  };
  const service = new SimulatedService(accepted, options.recordsRequests !== false);
  const server = createServer((request, response) => void service.handle(request, response));
  const sockets = trackSockets(server, service.watch);
  let acceptedSockets = 0;
  server.on('connection', () => {
    acceptedSockets += 1;
  });
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host === '::1' ? '[::1]' : '127.0.0.1'}:${port}`,
    requests: service.requests,
    get openSockets() {
      return sockets.size;
    },
    get acceptedSockets() {
      return acceptedSockets;
    },
    script: (model, script) => service.script(model, script),
    requested: (count) =>
      service.watch.until(() => service.requests.length >= count || undefined).then(() => undefined),
    stalled: () => service.watch.until(() => service.stalledAt),
    idle: () => service.watch.until(() => sockets.size === 0 || undefined).then(() => undefined),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The address of a port that was open a moment ago and refuses connections now. */
export async function refusingUrl(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

interface Script {
  readonly handler: ScriptHandler;
  turn: number;
}

class SimulatedService {
  readonly requests: RecordedRequest[] = [];
  readonly watch = createWatch();
  stalledAt: number | undefined;
  readonly #scripts = new Map<string, Script>();
  readonly #ledger = new CacheLedger();
  readonly #accepted: Accepted;
  readonly #recordsRequests: boolean;
  #count = 0;

  constructor(accepted: Accepted, recordsRequests: boolean) {
    this.#accepted = accepted;
    this.#recordsRequests = recordsRequests;
  }

  script(model: string, script: ScriptHandler | readonly Scripted[]): void {
    const handler = typeof script === 'function' ? script : inOrder(script);
    this.#scripts.set(model, { handler, turn: 0 });
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#count += 1;
    response.setHeader('x-amzn-requestid', `sim-request-${this.#count}`);
    response.on('error', () => undefined);
    try {
      await this.#serve(request, response);
    } catch (error) {
      if (request.destroyed || response.headersSent) response.destroy();
      else
        respondError(response, {
          status: 500,
          name: 'InternalServerException',
          message: `Simulator: ${String(error)}`,
        });
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const path = /^\/model\/([^/]+)\/(converse|converse-stream|invoke|invoke-with-response-stream)$/.exec(
      request.url ?? '',
    );
    if (request.method !== 'POST' || path === null) {
      return respondError(response, { status: 404, name: 'UnknownOperationException', message: 'Unknown operation' });
    }
    const refused = await authenticate(request, body, this.#accepted);
    if (refused !== undefined) return respondError(response, refused);
    const recorded = record(request, body, decodeURIComponent(path[1] ?? ''), path[2]?.endsWith('-stream') === true);
    if (recorded === undefined) {
      return respondError(response, {
        status: 400,
        name: 'SerializationException',
        message: 'The request is not valid JSON.',
      });
    }
    if (this.#recordsRequests) this.requests.push(recorded);
    this.watch.changed();
    if (path[2]?.startsWith('invoke') === true) return this.#invoke(recorded, response);
    const model = findModel(recorded.model);
    const refusal = model === undefined ? 'The provided model identifier is invalid.' : refusalOf(recorded, model);
    if (model === undefined || refusal !== undefined) {
      return respondError(response, { status: 400, name: 'ValidationException', message: refusal ?? '' });
    }
    await this.#answer(recorded, response, (scripted) => this.#speak(recorded, model.model, scripted, response));
  }

  async #invoke(recorded: RecordedRequest, response: ServerResponse): Promise<void> {
    const invocation = readInvocation(recorded, (scripted, body, model) =>
      composeAnswer(scripted, body, model, this.#ledger, () => this.#nextId()),
    );
    if (typeof invocation === 'string') return refuseInvocation(response, invocation);
    const { body } = invocation;
    await this.#answer({ ...recorded, body }, response, (scripted) => invocation.respond(scripted, response));
  }

  async #answer(
    request: RecordedRequest,
    response: ServerResponse,
    speak: (scripted: ScriptedAnswer) => Promise<void>,
  ): Promise<void> {
    const scripted = await this.#next(request);
    switch (scripted.kind) {
      case 'error':
        return respondError(response, scripted);
      case 'reset-before-headers':
        response.socket?.resetAndDestroy();
        return;
      case 'silence-before-headers':
        return;
      case 'garbage-body':
        response.writeHead(200, { 'content-type': scripted.contentType ?? 'application/vnd.amazon.eventstream' });
        response.end(scripted.body);
        return;
      case 'flood':
        return await this.#flood(response, scripted.megabytes);
      default:
        return speak(scripted);
    }
  }

  async #speak(
    request: RecordedRequest,
    model: SimulatedModel,
    scripted: ScriptedAnswer,
    response: ServerResponse,
  ): Promise<void> {
    const answer = composeAnswer(scripted, request.body, model, this.#ledger, () => this.#nextId());
    if (request.stream) await respondStream(response, scripted, answer);
    else await respondWhole(response, scripted, answer);
  }

  async #flood(response: ServerResponse, megabytes: number): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.write(eventFrame('messageStart', { role: 'assistant' }));
    const piece = eventFrame('contentBlockDelta', { delta: { text: 'x'.repeat(64 * 1024) }, contentBlockIndex: 0 });
    await respondFlood(response, megabytes, piece, (bytes) => {
      this.stalledAt = bytes;
      this.watch.changed();
    });
    response.end(eventFrame('messageStop', { stopReason: 'end_turn' }));
  }

  #nextId(): string {
    this.#count += 1;
    return `sim${this.#count}`;
  }

  async #next(request: RecordedRequest): Promise<Scripted> {
    const script = this.#scripts.get(request.model) ?? this.#scripts.get('*');
    if (script === undefined) return echoAnswer(request.body);
    script.turn += 1;
    return script.handler(request, script.turn - 1);
  }
}

function inOrder(answers: readonly Scripted[]): ScriptHandler {
  return (request, turn) => answers[turn] ?? echoAnswer(request.body);
}

function refusalOf(request: RecordedRequest, found: NonNullable<ReturnType<typeof findModel>>): string | undefined {
  if (found.model.profileOnly && !found.viaProfile) {
    return `Invocation of model ID ${request.model} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`;
  }
  return checkRequest(request.body, found.model);
}

function record(request: IncomingMessage, body: string, model: string, stream: boolean): RecordedRequest | undefined {
  try {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    return { path: request.url ?? '', headers, body: JSON.parse(body), model, stream };
  } catch {
    return undefined;
  }
}
