import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DecodedSpan, decodeTraces } from './decodeTraces.ts';

/** An answer in place of the usual one. */
export interface CollectorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface CollectorSimulator {
  readonly url: string;
  /** Spans that were taken, in their order. */
  readonly spans: readonly DecodedSpan[];
  /** Bodies and headers of all requests, as text, refused ones too. */
  readonly bytes: readonly string[];
  /** Answers this until it is told otherwise. */
  answerWith(answer: CollectorAnswer | undefined): void;
  /** Resolves when so many spans were taken. */
  taken(count: number): Promise<readonly DecodedSpan[]>;
  /** Resolves when so many requests came. */
  asked(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A collector that takes OTLP over HTTP in protobuf, and nothing else. */
export async function startCollector(
  options: { readonly port?: number; readonly key?: string } = {},
): Promise<CollectorSimulator> {
  const spans: DecodedSpan[] = [];
  const bytes: string[] = [];
  let forced: CollectorAnswer | undefined;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const resume of woken) resume();
  };
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      bytes.push(`${JSON.stringify(request.headers)}\n${body.toString('latin1')}`);
      if (forced === undefined) answer(request, response, body, options.key, spans);
      else response.writeHead(forced.status, forced.headers).end(forced.body ?? '');
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bytes,
    answerWith: (answerNow) => {
      forced = answerNow;
    },
    taken: async (count) => {
      await until(() => spans.length >= count);
      return spans;
    },
    asked: (count) => until(() => bytes.length >= count),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  key: string | undefined,
  spans: DecodedSpan[],
): void {
  const refusal = refusalOf(request, key) ?? take(body, spans);
  if (refusal === undefined) response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  else response.writeHead(refusal.status, { 'content-type': 'application/json' }).end(refusal.body);
}

function refusalOf(request: IncomingMessage, key: string | undefined): CollectorAnswer | undefined {
  const { method, url, headers } = request;
  if (method !== 'POST' || url !== '/v1/traces') return { status: 404, body: 'there is no such path' };
  if (headers['content-type'] !== 'application/x-protobuf') return { status: 415, body: 'protobuf is wanted' };
  return key === undefined || headers['x-collector-key'] === key
    ? undefined
    : { status: 401, body: 'the key is wrong' };
}

function take(body: Buffer, spans: DecodedSpan[]): CollectorAnswer | undefined {
  try {
    const decoded = decodeTraces(body);
    const broken = decoded.some(({ traceId, spanId }) => traceId.length !== 32 || spanId.length !== 16);
    if (broken) return { status: 400, body: 'an id has the wrong length' };
    spans.push(...decoded);
    return undefined;
  } catch (thrown) {
    return { status: 400, body: thrown instanceof Error ? thrown.message : 'unreadable' };
  }
}
