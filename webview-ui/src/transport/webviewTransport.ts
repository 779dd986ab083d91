import type { RequestMethod, ToDashboard, ToEditor } from '../../../src/protocol/webview.ts';
import { ApiError, errorMessage, isRecord } from './apiError.ts';
import type { EditorCommand, NamedText, StreamEnd, Transport, TransportEvent } from './transport.ts';

export interface EditorApi {
  postMessage(message: ToEditor): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** The window's side of `postMessage`, as far as it is needed. */
export interface MessageSource {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

interface Waiting {
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: ApiError) => void;
}

interface Streaming {
  readonly onData: (text: string) => void;
  readonly signal: AbortSignal;
  readonly resolve: (end: StreamEnd) => void;
  readonly reject: (error: ApiError) => void;
}

type StreamEndMessage = Extract<ToDashboard, { type: 'stream-end' }>;
type Response = Extract<ToDashboard, { type: 'response' }>;

const TYPES: ReadonlySet<unknown> = new Set<ToDashboard['type']>([
  'response',
  'notice',
  'connection',
  'gateway',
  'navigate',
  'stream-data',
  'stream-end',
]);

function isToDashboard(data: unknown): data is ToDashboard {
  return isRecord(data) && TYPES.has(data['type']);
}

/** Talks to the editor side over `postMessage`; it forwards requests to the gateway with the key that the page never sees. */
export class WebviewTransport implements Transport {
  readonly login = undefined;
  readonly #api: EditorApi;
  readonly #source: MessageSource;
  readonly #waiting = new Map<number, Waiting>();
  readonly #streams = new Map<number, Streaming>();
  readonly #listeners = new Set<(event: TransportEvent) => void>();
  #nextId = 1;
  #listening = false;
  #ready = false;

  constructor(api: EditorApi, source: MessageSource) {
    this.#api = api;
    this.#source = source;
  }

  readonly runCommand = (command: EditorCommand): void => {
    this.#api.postMessage({ type: 'command', command });
  };

  readonly exportUsage = (from: number): void => {
    this.#api.postMessage({ type: 'export-usage', from });
  };

  readonly openDashboard = (route: string): void => {
    this.#api.postMessage({ type: 'open-dashboard', route });
  };

  saveFile(name: string, text: string): void {
    this.#api.postMessage({ type: 'save-file', name, text });
  }

  readonly compare = (left: NamedText, right: NamedText): void => {
    this.#api.postMessage({ type: 'compare', left, right });
  };

  stream(path: string, body: unknown, onData: (text: string) => void, signal: AbortSignal): Promise<StreamEnd> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#streams.set(id, { onData, signal, resolve, reject });
      signal.addEventListener('abort', () => this.#api.postMessage({ type: 'stop', id }));
      this.#api.postMessage({ type: 'stream', id, path, body });
    });
  }

  get(path: string): Promise<unknown> {
    return this.#ask({ path });
  }

  send(method: Exclude<RequestMethod, 'GET'>, path: string, body?: unknown): Promise<unknown> {
    return this.#ask(body === undefined ? { method, path } : { method, path, body });
  }

  #ask(request: Omit<Extract<ToEditor, { type: 'request' }>, 'type' | 'id'>): Promise<unknown> {
    const id = this.#nextId++;
    this.#listen();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#api.postMessage({ type: 'request', id, ...request });
    });
  }

  subscribe(listener: (event: TransportEvent) => void): () => void {
    this.#listeners.add(listener);
    this.#listen();
    if (!this.#ready) {
      this.#ready = true;
      this.#api.postMessage({ type: 'ready' });
    }
    return () => this.#listeners.delete(listener);
  }

  /** Answers may be asked for before anybody subscribes. */
  #listen(): void {
    if (!this.#listening) this.#source.addEventListener('message', this.#receive);
    this.#listening = true;
  }

  loadState(): unknown {
    return this.#api.getState();
  }

  saveState(state: Readonly<Record<string, unknown>>): void {
    this.#api.setState(state);
  }

  readonly #receive = (event: { readonly data: unknown }): void => {
    if (!isToDashboard(event.data)) return;
    if (event.data.type === 'response') this.#settle(event.data);
    else if (event.data.type === 'stream-data') this.#streams.get(event.data.id)?.onData(event.data.text);
    else if (event.data.type === 'stream-end') this.#endStream(event.data);
    else for (const listener of this.#listeners) listener(event.data);
  };

  #endStream({ id, status, body, callId }: StreamEndMessage): void {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    const good = (status >= 200 && status < 300) || stream?.signal.aborted === true;
    if (good) stream?.resolve({ callId });
    else stream?.reject(new ApiError(status, errorMessage(body) ?? ''));
  }

  #settle(response: Response): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if (response.status >= 200 && response.status < 300) waiting?.resolve(response.body);
    else waiting?.reject(new ApiError(response.status, errorMessage(response.body) ?? ''));
  }
}
