import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ToEditor } from '../../../src/protocol/webview.ts';
import { toEditorSchema } from '../../../src/protocol/webview.ts';
import { ApiError } from '../../../webview-ui/src/transport/apiError.ts';
import { BrowserTransport, relativeUrl } from '../../../webview-ui/src/transport/browserTransport.ts';
import type { TransportEvent } from '../../../webview-ui/src/transport/transport.ts';
import { WebviewTransport } from '../../../webview-ui/src/transport/webviewTransport.ts';

/** The editor's end of the wire. */
class Editor {
  readonly received: ToEditor[] = [];
  state: unknown = undefined;
  #listeners = new Set<(event: { readonly data: unknown }) => void>();

  readonly api = {
    postMessage: (message: ToEditor): void => {
      this.received.push(toEditorSchema.parse(message));
    },
    getState: (): unknown => this.state,
    setState: (state: unknown): void => {
      this.state = state;
    },
  };

  readonly source = {
    addEventListener: (_type: 'message', listener: (event: { readonly data: unknown }) => void): void => {
      this.#listeners.add(listener);
    },
    removeEventListener: (_type: 'message', listener: (event: { readonly data: unknown }) => void): void => {
      this.#listeners.delete(listener);
    },
  };

  send(data: unknown): void {
    for (const listener of this.#listeners) listener({ data });
  }
}

function connect(): { editor: Editor; transport: WebviewTransport; events: TransportEvent[] } {
  const editor = new Editor();
  const transport = new WebviewTransport(editor.api, editor.source);
  const events: TransportEvent[] = [];
  transport.subscribe((event) => events.push(event));
  return { editor, transport, events };
}

describe('the transport of a webview', () => {
  it('says that it listens', () => {
    expect(connect().editor.received).toEqual([{ type: 'ready' }]);
  });

  it('hears answers before anybody subscribes to notices', async () => {
    const editor = new Editor();
    const transport = new WebviewTransport(editor.api, editor.source);
    const status = transport.get('/torii/status');
    editor.send({ type: 'response', id: 1, status: 200, body: 'early' });
    expect(await status).toBe('early');
    transport.subscribe(() => undefined);
    expect(editor.received.at(-1)).toEqual({ type: 'ready' });
  });

  it('gives each answer to the call it belongs to, in whatever order they come', async () => {
    const { editor, transport } = connect();
    const status = transport.get('/torii/status');
    const models = transport.get('/torii/models');
    expect(editor.received.slice(1)).toEqual([
      { type: 'request', id: 1, path: '/torii/status' },
      { type: 'request', id: 2, path: '/torii/models' },
    ]);
    editor.send({ type: 'response', id: 2, status: 200, body: 'models' });
    editor.send({ type: 'response', id: 1, status: 200, body: 'status' });
    expect(await Promise.all([status, models])).toEqual(['status', 'models']);
  });

  it('lets the editor export the days that the page shows', () => {
    const { editor, transport } = connect();
    transport.exportUsage(1_700_000);
    expect(editor.received.slice(1)).toEqual([{ type: 'export-usage', from: 1_700_000 }]);
  });

  it('fails with the words of the gateway', async () => {
    const { editor, transport } = connect();
    const answer = transport.get('/torii/status');
    editor.send({ type: 'response', id: 1, status: 500, body: { error: { message: 'The ledger is locked.' } } });
    await expect(answer).rejects.toEqual(new ApiError(500, 'The ledger is locked.'));
  });

  it('fails with status 0 where the gateway could not be reached', async () => {
    const { editor, transport } = connect();
    const answer = transport.get('/torii/status');
    editor.send({ type: 'response', id: 1, status: 0, body: null });
    await expect(answer).rejects.toMatchObject({ status: 0 });
  });

  it('passes on notices, whether they arrive, and the state of the gateway, and nothing else', () => {
    const { editor, events } = connect();
    const notice = { type: 'notice', notice: { type: 'request-finished', callId: 'c1' } };
    const gateway = { type: 'gateway', state: 'running', baseUrl: 'http://127.0.0.1:4000', message: null };
    const connection = { type: 'connection', connected: false };
    for (const data of [notice, 'hello', { type: 'setImmediate' }, connection, null, gateway]) editor.send(data);
    expect(events).toEqual([notice, connection, gateway]);
  });

  it('changes things with a method and a body', async () => {
    const { editor, transport } = connect();
    const answer = transport.send('POST', '/torii/scores', { value: 1 });
    expect(editor.received.at(-1)).toEqual({
      type: 'request',
      id: 1,
      method: 'POST',
      path: '/torii/scores',
      body: { value: 1 },
    });
    editor.send({ type: 'response', id: 1, status: 201, body: { id: 's1' } });
    expect(await answer).toEqual({ id: 's1' });
  });

  it('hands files and places to the editor, and hears where to go', () => {
    const { editor, transport, events } = connect();
    transport.saveFile('torii-tasks.csv', 'Task');
    transport.openDashboard('/traces/c1');
    expect(editor.received.slice(1)).toEqual([
      { type: 'save-file', name: 'torii-tasks.csv', text: 'Task' },
      { type: 'open-dashboard', route: '/traces/c1' },
    ]);
    editor.send({ type: 'navigate', route: '/traces/c1' });
    expect(events).toEqual([{ type: 'navigate', route: '/traces/c1' }]);
  });

  it('runs commands and keeps state through the editor', () => {
    const { editor, transport } = connect();
    transport.runCommand('torii.openDashboard');
    transport.saveState({ range: 'month' });
    expect(editor.received.at(-1)).toEqual({ type: 'command', command: 'torii.openDashboard' });
    expect(transport.loadState()).toEqual({ range: 'month' });
  });
});

describe('the transport of a browser', () => {
  afterEach(() => vi.unstubAllGlobals());

  const storage = { getItem: () => 'not JSON' } as unknown as Storage;
  const browserTransport = (): BrowserTransport => new BrowserTransport(storage, () => undefined);

  it('keeps a proxy prefix in front of every address', () => {
    const page = 'https://code.example/proxy/4000/ui/';
    expect(new URL(relativeUrl('/torii/status'), page).pathname).toBe('/proxy/4000/torii/status');
    expect(new URL('login', page).pathname).toBe('/proxy/4000/ui/login');
  });

  it('tells a missing login from other failures', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ error: { message: 'Log in first.' } }, { status: 401 }));
    await expect(browserTransport().get('/torii/status')).rejects.toEqual(new ApiError(401, 'Log in first.'));
  });

  it('fails with status 0 where the gateway could not be reached', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(browserTransport().get('/torii/status')).rejects.toMatchObject({ status: 0 });
  });

  it('sends a login as JSON to its own page', async () => {
    const calls: { url: string; body: unknown; method: unknown }[] = [];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      calls.push({ url, body: init.body, method: init.method });
      return Response.json({ error: { message: 'Wrong.' } }, { status: 401 });
    });
    await expect(browserTransport().login.signIn({ key: 'sk-test-1' })).rejects.toMatchObject({
      status: 401,
    });
    expect(calls).toEqual([{ url: 'login', method: 'POST', body: '{"key":"sk-test-1"}' }]);
  });

  it('changes things with the header that shows whose page it is', async () => {
    const calls: { url: string; method: unknown; headers: unknown }[] = [];
    vi.stubGlobal('fetch', async (url: string, { method, headers }: RequestInit) => {
      calls.push({ url, method, headers });
      return Response.json({ ok: true });
    });
    await browserTransport().send('DELETE', '/torii/scores/s1');
    const headers = { 'X-Requested-With': 'torii-dashboard' };
    expect(calls).toEqual([{ url: '../torii/scores/s1', method: 'DELETE', headers }]);
  });

  it('starts without state where what was kept is broken', () => {
    expect(browserTransport().loadState()).toBeNull();
  });
});
