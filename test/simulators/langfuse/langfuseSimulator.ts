import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeTraces } from '../otlp/decodeTraces.ts';
import { takeBatch, takeScore } from './ingestionApi.ts';
import { LangfuseStore } from './langfuseStore.ts';
import { takeSpan } from './otlpApi.ts';

/** The limit of the framework that Langfuse's web server is made with. */
const BODY_LIMIT = 4.5 * 1024 * 1024;

export const PUBLIC_KEY = 'pk-lf-test-public';
export const SECRET_KEY = 'sk-lf-test-secret';

export interface LangfuseSimulator {
  readonly url: string;
  readonly store: LangfuseStore;
  /** `METHOD path` of all requests. */
  readonly requests: readonly string[];
  /** Headers and bodies of all requests, as text. */
  readonly bytes: readonly string[];
  version: string;
  /** Of the project. */
  secretKey: string;
  /** Answers every request with this status, until it is undefined again. */
  broken: { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | undefined;
  /** Resolves when the store has what is waited for. */
  until(has: (store: LangfuseStore) => boolean): Promise<void>;
  close(): Promise<void>;
}

export interface LangfuseOptions {
  readonly version?: string;
  readonly port?: number;
  readonly publicKey?: string;
  readonly secretKey?: string;
}

/** A Langfuse of one project that refuses and drops what the real one does. */
export async function startLangfuse(options: LangfuseOptions = {}): Promise<LangfuseSimulator> {
  const state = new State(options);
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => state.answer(request, response, Buffer.concat(parts)));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  });
}

class State {
  readonly store = new LangfuseStore();
  readonly requests: string[] = [];
  readonly bytes: string[] = [];
  version: string;
  secretKey: string;
  broken: LangfuseSimulator['broken'];
  readonly #publicKey: string;
  readonly #seen = new Set<string>();
  #waiting: (() => void)[] = [];

  constructor({ version = '4.16.0', publicKey = PUBLIC_KEY, secretKey = SECRET_KEY }: LangfuseOptions) {
    this.version = version;
    this.secretKey = secretKey;
    this.#publicKey = publicKey;
  }

  get #authorization(): string {
    return `Basic ${Buffer.from(`${this.#publicKey}:${this.secretKey}`).toString('base64')}`;
  }

  async until(has: (store: LangfuseStore) => boolean): Promise<void> {
    while (!has(this.store)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    this.requests.push(`${request.method} ${request.url}`);
    this.bytes.push(`${JSON.stringify({ ...request.headers, authorization: '' })}\n${body.toString('utf8')}`);
    const { status, value } = this.#route(request, body);
    response.writeHead(status, { 'content-type': 'application/json', ...this.broken?.headers });
    response.end(JSON.stringify(value));
    const woken = this.#waiting;
    this.#waiting = [];
    for (const resume of woken) resume();
  }

  #route(request: IncomingMessage, body: Buffer): { readonly status: number; readonly value: unknown } {
    if (this.broken !== undefined) return { status: this.broken.status, value: { message: 'Internal Server Error' } };
    const { url } = request;
    if (url === '/api/public/health') return { status: 200, value: { status: 'OK', version: this.version } };
    if (request.headers.authorization !== this.#authorization) {
      return {
        status: 401,
        value: { message: "Invalid credentials. Confirm that you've configured the correct host." },
      };
    }
    if (url === '/api/public/projects') return { status: 200, value: { data: [{ id: 'project', name: 'Project' }] } };
    const scoreId = /^\/api\/public\/scores\/([^/]+)$/.exec(url ?? '')?.[1];
    if (request.method === 'DELETE' && scoreId !== undefined) return this.#removeScore(decodeURIComponent(scoreId));
    if (request.method !== 'POST') return { status: 405, value: { message: 'Method not allowed' } };
    if (url === '/api/public/otel/v1/traces') return this.#takeSpans(request, body);
    if (body.length > BODY_LIMIT) return { status: 413, value: { message: 'Body exceeded 4.5mb limit' } };
    if (url === '/api/public/ingestion') return this.#takeBatch(body);
    if (url === '/api/public/scores') return this.#takeScore(body);
    return { status: 404, value: { message: 'Not found' } };
  }

  #takeBatch(body: Buffer): { readonly status: number; readonly value: unknown } {
    const answer = takeBatch(JSON.parse(body.toString('utf8')), this.store, this.#seen);
    return { status: answer.status, value: answer.body };
  }

  #removeScore(id: string): { readonly status: number; readonly value: unknown } {
    if (!this.store.scores.delete(id)) return { status: 404, value: { message: 'Score not found' } };
    return { status: 202, value: { message: 'Score deletion queued successfully' } };
  }

  #takeScore(body: Buffer): { readonly status: number; readonly value: unknown } {
    try {
      const score = takeScore(JSON.parse(body.toString('utf8')));
      this.store.scores.set(score.id, score);
      return { status: 200, value: { id: score.id } };
    } catch (thrown) {
      return { status: 400, value: { message: 'Invalid request data', error: String(thrown) } };
    }
  }

  #takeSpans(request: IncomingMessage, body: Buffer): { readonly status: number; readonly value: unknown } {
    const [major = 0, minor = 0] = this.version.split('.').map(Number);
    const isOlder = (than: number): boolean => major < 3 || (major === 3 && minor < than);
    if (isOlder(22)) return { status: 404, value: { message: 'Not found' } };
    if (request.headers['content-type'] !== 'application/x-protobuf') {
      return { status: 400, value: { error: 'Invalid content type' } };
    }
    const version = Number(request.headers['x-langfuse-ingestion-version'] ?? 0);
    if (!isOlder(154) && !(version <= 4)) return { status: 400, value: { error: 'unsupported ingestion version' } };
    const spans = decodeTraces(body);
    if (spans.some(({ traceId, spanId }) => traceId.length !== 32 || spanId.length !== 16)) {
      return { status: 400, value: { error: 'a span has no id' } };
    }
    for (const span of spans) {
      if (isOlder(59)) this.store.lost.push(`${span.name}: ${this.version} keeps neither times nor usage nor content`);
      else takeSpan(span, this.store);
    }
    return { status: 200, value: {} };
  }
}
