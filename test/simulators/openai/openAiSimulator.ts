import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { trackSockets } from '../network/sockets.ts';
import { createWatch } from '../network/watch.ts';
import { respond, sendJson } from './respond.ts';
import type { RecordedRequest, Scripted, ScriptHandler } from './scenario.ts';
import { checkChat, checkEmbedding, isFields, type Refusal } from './validation.ts';

export interface OpenAiSimulatorOptions {
  /** Default `sk-test-upstream`; null is a server that asks for no key. */
  readonly apiKey?: string | null;
  readonly models?: readonly string[];
  readonly embeddingModels?: readonly string[];
  /** Loopback port; 0 takes a free one. */
  readonly port?: number;
  /** Address of loopback: 127.0.0.1, or ::1. */
  readonly host?: string;
  /** False for long runs, which would fill the memory with them. */
  readonly recordsRequests?: boolean;
}

export interface OpenAiSimulator {
  /** What goes into `api_base`; ends in `/v1`. */
  readonly url: string;
  /** Every request that could be read, oldest first, refused ones too. */
  readonly requests: readonly RecordedRequest[];
  readonly openSockets: number;
  /**
   * Sets what a model answers: a handler, or answers in order with a greeting after the last. `*` serves every model
   * without a script of its own.
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

/** Starts a strict OpenAI-compatible server on loopback: it refuses what strict servers refuse. */
export async function startOpenAiSimulator(options: OpenAiSimulatorOptions = {}): Promise<OpenAiSimulator> {
  const service = new SimulatedService(options);
  const server = createServer((request, response) => {
    service.handle(request, response).catch(() => response.destroy());
  });
  const sockets = trackSockets(server, service.watch);
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { until } = service.watch;
  return {
    url: `http://${options.host === '::1' ? '[::1]' : '127.0.0.1'}:${port}/v1`,
    requests: service.requests,
    get openSockets() {
      return sockets.size;
    },
    script: (model, script) => service.script(model, script),
    requested: (count) => until(() => service.requests.length >= count || undefined).then(() => undefined),
    stalled: () => until(() => service.stalledAt),
    idle: () => until(() => sockets.size === 0 || undefined).then(() => undefined),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

class SimulatedService {
  readonly requests: RecordedRequest[] = [];
  readonly watch = createWatch();
  stalledAt: number | undefined;
  readonly #options: OpenAiSimulatorOptions;
  readonly #scripts = new Map<string, { handler: ScriptHandler; turn: number }>();

  constructor(options: OpenAiSimulatorOptions) {
    this.#options = options;
  }

  script(model: string, script: ScriptHandler | readonly Scripted[]): void {
    const handler: ScriptHandler = typeof script === 'function' ? script : (_, turn) => script[turn] ?? GREETING;
    this.#scripts.set(model, { handler, turn: 0 });
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await text(request));
    if (!isFields(body)) return refuse(response, { status: 400, message: 'not an object', code: null, param: null });
    const path = request.url ?? '';
    const model = String(body['model']);
    const recorded = { path, headers: request.headers, body, model, stream: body['stream'] === true };
    if (this.#options.recordsRequests !== false) this.requests.push(recorded);
    this.watch.changed();
    const isEmbedding = path.split('?')[0] === '/v1/embeddings';
    const refusal = this.#checkHead(recorded, isEmbedding) ?? (isEmbedding ? checkEmbedding(body) : checkChat(body));
    if (refusal !== undefined) return refuse(response, refusal);
    if (isEmbedding) return embed(body, response);
    await respond(await this.#next(recorded), {
      model,
      stream: recorded.stream,
      includeUsage: isFields(body['stream_options']) && body['stream_options']['include_usage'] === true,
      response,
      onStall: (bytes) => {
        this.stalledAt = bytes;
        this.watch.changed();
      },
    });
  }

  #checkHead(request: RecordedRequest, isEmbedding: boolean): Refusal | undefined {
    const { apiKey = 'sk-test-upstream', models = ['model-1'], embeddingModels = ['embed-1'] } = this.#options;
    const authorization = String(request.headers['authorization'] ?? '');
    if (apiKey !== null && authorization !== `Bearer ${apiKey}`) {
      const message = `Incorrect API key provided: ${authorization.slice(7)}.`;
      return { status: 401, message, code: 'invalid_api_key', param: null };
    }
    if (!isEmbedding && request.path.split('?')[0] !== '/v1/chat/completions') return NO_ROUTE;
    if ((isEmbedding ? embeddingModels : models).includes(request.model)) return undefined;
    const message = `The model \`${request.model}\` does not exist.`;
    return { status: 404, message, code: 'model_not_found', param: 'model' };
  }

  async #next(request: RecordedRequest): Promise<Scripted> {
    const script = this.#scripts.get(request.model) ?? this.#scripts.get('*');
    return script === undefined ? GREETING : script.handler(request, script.turn++);
  }
}

const GREETING: Scripted = { text: 'Hello from the simulator.' };
const NO_ROUTE: Refusal = { status: 404, message: '', code: null, param: null };

function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, message, code, param } = refusal;
  const error = { message, type: 'invalid_request_error', code, param };
  sendJson(response, status, { error }, { 'x-request-id': 'req-refused' });
}

/** Vectors of two numbers: the length of the text and its place. Given out in the wrong order, as servers may. */
function embed(body: RecordedRequest['body'], response: ServerResponse): void {
  const input: readonly unknown[] = Array.isArray(body['input']) ? body['input'] : [body['input']];
  const data = input.map((entry, index) => ({ object: 'embedding', index, embedding: [String(entry).length, index] }));
  const usage = { prompt_tokens: input.length, total_tokens: input.length };
  const answer = { object: 'list', data: data.toReversed(), model: body['model'], usage };
  sendJson(response, 200, answer, { 'x-request-id': 'req-embedding' });
}
