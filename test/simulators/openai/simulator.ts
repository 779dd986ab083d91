import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { respond } from './respond.ts';
import type { Script } from './script.ts';
import type { Refusal } from './validation.ts';
import { checkChat, checkEmbedding, isFields } from './validation.ts';

export interface OpenAiSimulatorOptions {
  /** Default `sk-test-upstream`; undefined is a server that asks for no key. */
  readonly apiKey?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly embeddingModels?: readonly string[] | undefined;
}

export interface RecordedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface OpenAiSimulator {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly requests: readonly RecordedRequest[];
  /** What the next chat requests are answered with, in this order. */
  script(...scripts: readonly Script[]): void;
  openSockets(): number;
  /** Resolves once at most `count` sockets are open. */
  whenSocketsAreAtMost(count: number): Promise<void>;
  /** Resolves once `count` requests have come in. */
  whenRequested(count: number): Promise<void>;
  /** Bytes of a flood that had gone out when it stood still. */
  whenFloodStalls(): Promise<number>;
  close(): Promise<void>;
}

const GREETING: Script = { kind: 'text', chunks: ['Hello', ' from', ' the', ' simulator.'] };

/** An OpenAI-compatible server on a free port of the loopback that refuses what strict servers refuse. */
export async function startOpenAiSimulator(options: OpenAiSimulatorOptions = {}): Promise<OpenAiSimulator> {
  const apiKey = 'apiKey' in options ? options.apiKey : 'sk-test-upstream';
  const state = createState();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => state.watch(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse((await buffer(request)).toString('utf8'));
    if (!isFields(body)) return refuse(response, { status: 400, message: 'not an object', code: null, param: null });
    const path = request.url ?? '';
    state.record({ path, headers: request.headers, body });
    const refusal = check(request, body, path.split('?')[0] ?? '');
    if (refusal !== undefined) return refuse(response, refusal);
    if (path.includes('/embeddings')) return embed(body, response);
    const streamOptions = body['stream_options'];
    await respond(state.nextScript(), {
      model: String(body['model']),
      stream: body['stream'] === true,
      includeUsage: isFields(streamOptions) && streamOptions['include_usage'] === true,
      response,
      onFlood: state.onFlood,
    });
  }

  function check(request: IncomingMessage, body: RecordedRequest['body'], path: string): Refusal | undefined {
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) {
      const message = `Incorrect API key provided: ${request.headers.authorization?.slice(7) ?? 'none'}.`;
      return { status: 401, message, code: 'invalid_api_key', param: null };
    }
    const isEmbedding = path === '/v1/embeddings';
    if (!isEmbedding && path !== '/v1/chat/completions') return { status: 404, message: '', code: null, param: null };
    const models = isEmbedding ? (options.embeddingModels ?? ['embed-1']) : (options.models ?? ['model-1']);
    if (!models.includes(String(body['model']))) {
      const message = `The model \`${String(body['model'])}\` does not exist.`;
      return { status: 404, message, code: 'model_not_found', param: 'model' };
    }
    return isEmbedding ? checkEmbedding(body) : checkChat(body);
  }

  return {
    ...state.view,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    apiKey,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function createState() {
  const scripts: Script[] = [];
  const requests: RecordedRequest[] = [];
  const sockets = new Set<Socket>();
  const waiters = new Set<() => void>();
  let stalledAt: number | undefined;
  const changed = () => {
    for (const check of waiters) check();
  };
  const until = <T>(read: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const check = () => {
        const value = read();
        if (value === undefined) return;
        waiters.delete(check);
        resolve(value);
      };
      waiters.add(check);
      check();
    });

  return {
    watch(socket: Socket): void {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        changed();
      });
    },
    record(request: RecordedRequest): void {
      requests.push(request);
      changed();
    },
    nextScript: (): Script => scripts.shift() ?? GREETING,
    onFlood(bytes: number, stalled: boolean): void {
      if (!stalled) return;
      stalledAt = bytes;
      changed();
    },
    view: {
      requests,
      script: (...more: readonly Script[]) => void scripts.push(...more),
      openSockets: () => sockets.size,
      whenSocketsAreAtMost: (count: number) =>
        until(() => (sockets.size <= count ? true : undefined)).then(() => undefined),
      whenRequested: (count: number) =>
        until(() => (requests.length >= count ? true : undefined)).then(() => undefined),
      whenFloodStalls: () => until(() => stalledAt),
    },
  };
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, message, code, param } = refusal;
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req-refused' });
  response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', code, param } }));
}

/** Vectors of two numbers: the length of the text and its place. Given out in the wrong order, as servers may. */
function embed(body: RecordedRequest['body'], response: ServerResponse): void {
  const input = Array.isArray(body['input']) ? body['input'] : [body['input']];
  const data = input.map((text, index) => ({ object: 'embedding', index, embedding: [String(text).length, index] }));
  const usage = { prompt_tokens: input.length, total_tokens: input.length };
  response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req-embedding' });
  response.end(JSON.stringify({ object: 'list', data: data.reverse(), model: body['model'], usage }));
}
