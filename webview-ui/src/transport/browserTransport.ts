import type { LOGIN_PATH, LOGOUT_PATH, Notice } from '../../../src/protocol/api.ts';
import type { RequestMethod } from '../../../src/protocol/webview.ts';
import { eventsPath, mePath } from '../api/paths.ts';
import { ApiError, errorMessage, isRecord, isSignedOut } from './apiError.ts';
import type { Credentials, Login, StreamEnd, Transport, TransportEvent } from './transport.ts';

const STATE_KEY = 'torii.dashboard';
const RECONNECT_MS = 5_000;
const OWN = { 'X-Requested-With': 'torii-dashboard' };

/** A gateway path as seen from the page at `<base>/ui/`: relative, so that a prefix such as `/proxy/4000` stays in front. */
export function relativeUrl(path: string): string {
  return `..${path}`;
}

/** A path under `/ui/`, from the page itself. */
function uiUrl(path: typeof LOGIN_PATH | typeof LOGOUT_PATH): string {
  return path.replace(/^\/ui\//, '');
}

async function send(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...init, credentials: 'same-origin' }).catch(() => undefined);
  if (response === undefined) throw new ApiError(0, '');
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status, errorMessage(body) ?? '');
  return body;
}

function change(method: string, url: string, body: unknown): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json', ...OWN };
  return send(url, body === undefined ? { method, headers: OWN } : { method, headers, body: JSON.stringify(body) });
}

/** Throws ApiError where the answer breaks off by itself. */
async function readPieces(response: Response, onData: (text: string) => void, signal: AbortSignal): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const bytes of response.body ?? []) onData(decoder.decode(bytes, { stream: true }));
  } catch {
    if (!signal.aborted) throw new ApiError(0, '');
  }
}

function parseNotice(text: string): Notice | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && typeof value['type'] === 'string' ? (value as Notice) : undefined;
  } catch {
    return undefined;
  }
}

/** Talks to the gateway that served the page, with the session cookie of the login. */
export class BrowserTransport implements Transport {
  readonly runCommand = undefined;
  readonly exportUsage = undefined;
  readonly openDashboard = undefined;
  readonly compare = undefined;
  readonly saveFile: Transport['saveFile'];
  readonly #storage: Storage;
  readonly #listeners = new Set<(event: TransportEvent) => void>();
  #events: EventSource | undefined;
  #reconnect: ReturnType<typeof setTimeout> | undefined;

  constructor(storage: Storage, saveFile: Transport['saveFile']) {
    this.#storage = storage;
    this.saveFile = saveFile;
  }

  readonly login: Login = {
    signIn: async (credentials: Credentials) => {
      await change('POST', uiUrl('/ui/login'), credentials);
    },
    signOut: async () => {
      await change('POST', uiUrl('/ui/logout'), {});
      this.#close();
    },
  };

  async get(path: string): Promise<unknown> {
    try {
      const body = await send(relativeUrl(path), { headers: { Accept: 'application/json', ...OWN } });
      // Who may ask who they are may not yet hear what happens.
      if (this.#events === undefined && this.#listeners.size > 0 && !path.startsWith(mePath)) this.#open();
      return body;
    } catch (error) {
      // Without a login the notices are refused too: no use in asking again and again.
      if (isSignedOut(error)) this.#close();
      throw error;
    }
  }

  async send(method: Exclude<RequestMethod, 'GET'>, path: string, body?: unknown): Promise<unknown> {
    return await change(method, relativeUrl(path), body);
  }

  async stream(path: string, body: unknown, onData: (text: string) => void, signal: AbortSignal): Promise<StreamEnd> {
    const headers = { 'Content-Type': 'application/json', ...OWN };
    const init: RequestInit = {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      credentials: 'same-origin',
      signal,
    };
    const response = await fetch(relativeUrl(path), init).catch(() => undefined);
    if (response === undefined) {
      if (signal.aborted) return { callId: null };
      throw new ApiError(0, '');
    }
    if (!response.ok) {
      const failure: unknown = await response.json().catch(() => undefined);
      throw new ApiError(response.status, errorMessage(failure) ?? '');
    }
    await readPieces(response, onData, signal);
    return { callId: response.headers.get('x-litellm-call-id') };
  }

  subscribe(listener: (event: TransportEvent) => void): () => void {
    this.#listeners.add(listener);
    if (this.#events === undefined) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  }

  loadState(): unknown {
    try {
      return JSON.parse(this.#storage.getItem(STATE_KEY) ?? 'null');
    } catch {
      return null;
    }
  }

  saveState(state: Readonly<Record<string, unknown>>): void {
    this.#storage.setItem(STATE_KEY, JSON.stringify(state));
  }

  #emit(event: TransportEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #open(): void {
    this.#close();
    const events = new EventSource(relativeUrl(eventsPath));
    this.#events = events;
    events.onopen = () => this.#emit({ type: 'connection', connected: true });
    events.onmessage = (event: { readonly data: unknown }) => {
      const notice = parseNotice(String(event.data));
      if (notice !== undefined) this.#emit({ type: 'notice', notice });
    };
    events.onerror = () => {
      this.#emit({ type: 'connection', connected: false });
      // The browser reconnects by itself, except after an HTTP error.
      if (events.readyState === EventSource.CLOSED) this.#reconnect = setTimeout(() => this.#open(), RECONNECT_MS);
    };
  }

  #close(): void {
    clearTimeout(this.#reconnect);
    this.#events?.close();
    this.#events = undefined;
  }
}
