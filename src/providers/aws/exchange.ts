import { isObject } from '../../domain/json.ts';

/** The response as it arrives, before the SDK has read its body. */
export interface ObservedResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string | undefined;
  /** Closes the socket. */
  destroy(): void;
}

/** One request's part in the client's middleware. */
export interface RequestWatch {
  /** The deployment's own headers, added before the request is signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body in place of the one that the SDK writes; undefined leaves the SDK's. */
  readonly body?: Uint8Array | undefined;
  /** Called as soon as a good status and its headers are there. */
  onResponse(response: ObservedResponse): void;
}

/** Watches by the input object of the command that is sent. */
export type RequestWatches = WeakMap<object, RequestWatch>;

type Handler<Exchanged, Result> = (exchanged: Exchanged) => Promise<Result>;

/**
 * Middleware for the step `deserialize`, priority `low`: next to the HTTP handler it sees a response as it arrives. The
 * SDK itself returns a stream only after the first event, and gives no hold of the socket.
 */
export function observeResponse(watches: RequestWatches) {
  return <Exchanged extends { input: object }, Result extends { response: unknown }>(
    next: Handler<Exchanged, Result>,
  ): Handler<Exchanged, Result> =>
    async (exchanged) => {
      const result = await next(exchanged);
      const { response } = result;
      const watch = watches.get(exchanged.input);
      if (watch !== undefined && isObject(response) && isGood(response['statusCode'])) {
        watch.onResponse(toObserved(response['headers'], response['body']));
      }
      return result;
    };
}

/** Middleware for the step `build`: the deployment's own headers become part of what is signed. */
export function addDeploymentHeaders(watches: RequestWatches) {
  return <Exchanged extends { input: object; request: unknown }, Result>(
    next: Handler<Exchanged, Result>,
  ): Handler<Exchanged, Result> =>
    async (exchanged) => {
      const { request } = exchanged;
      const headers = watches.get(exchanged.input)?.headers;
      if (isObject(request) && isObject(request['headers'])) Object.assign(request['headers'], headers);
      return next(exchanged);
    };
}

/** Middleware for the step `build`, priority `high`: a body that is written already takes its place before it is measured and signed. */
export function replaceBody(watches: RequestWatches) {
  return <Exchanged extends { input: object; request: unknown }, Result>(
    next: Handler<Exchanged, Result>,
  ): Handler<Exchanged, Result> =>
    async (exchanged) => {
      const { request } = exchanged;
      const body = watches.get(exchanged.input)?.body;
      if (body !== undefined && isObject(request)) request['body'] = body;
      return next(exchanged);
    };
}

function isGood(statusCode: unknown): boolean {
  return typeof statusCode === 'number' && statusCode < 300;
}

function toObserved(rawHeaders: unknown, body: unknown): ObservedResponse {
  const headers = toHeaders(rawHeaders);
  return {
    headers,
    requestId: headers['x-amzn-requestid'],
    destroy: () => {
      if (isStream(body)) body.destroy();
    },
  };
}

function isStream(body: unknown): body is { destroy(): void } {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body;
}

function toHeaders(headers: unknown): Readonly<Record<string, string>> {
  const entries = isObject(headers) ? Object.entries(headers) : [];
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])),
  );
}

/** Response headers that are worth passing on. */
export function passedOn(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('x-amzn-') || name === 'retry-after'),
  );
}
