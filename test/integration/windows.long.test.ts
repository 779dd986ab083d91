import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../support/freePort.ts';
import { isAlive } from '../support/isAlive.ts';
import { removeFolder } from '../support/removeFolder.ts';
import { type WindowOptions, WindowProcess } from '../support/windowProcess.ts';
import { openGate } from './support/openGate.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const TIMEOUT_MS = 180_000;
/** Cline asks again after 2 s, and after 4 s more. How soon a window takes over is `npm run takeover`'s to measure: a slow machine gets more tries. */
const CLINE_WAITS_MS = [2000, 4000, ...Array<number>(20).fill(4000)];
const HELLO = [{ role: 'user', content: 'Hello' }];

let home: string;
let port: number;
let windows: WindowProcess[];
let programs: Set<number>;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'torii-windows-'));
  port = await freePort();
  windows = [];
  programs = new Set();
});

afterEach(async () => {
  for (const window of windows) await window.kill();
  for (const pid of programs) killIfAlive(pid);
  await expect.poll(() => [...programs].filter(isAlive)).toEqual([]);
  await removeFolder(home);
});

function open(options: Partial<WindowOptions> = {}): WindowProcess {
  const window = new WindowProcess({ home, port, ...options });
  windows.push(window);
  return window;
}

async function opened(options: Partial<WindowOptions> = {}): Promise<WindowProcess> {
  const window = open(options);
  await window.tell('start');
  return window;
}

const key = (): string => readFileSync(join(home, 'master.key'), 'utf8').trim();

function call(path: string, body?: unknown): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${key()}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
}

/** Process of the gateway that answers on the port. */
async function gatewayPid(): Promise<number> {
  const { pid } = (await (await call('/torii/status')).json()) as { pid: number };
  if (!windows.some(({ child }) => child.pid === pid)) programs.add(pid);
  return pid;
}

function killIfAlive(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** Asks again as Cline does. Tells when some of an answer has come. */
async function askAsCline(body: unknown, onContent: () => void): Promise<string> {
  for (const waitMs of CLINE_WAITS_MS) {
    try {
      const response = await call('/v1/chat/completions', body);
      let answer = '';
      for await (const part of response.body ?? []) {
        answer += Buffer.from(part).toString();
        if (/"content":"\w/.test(answer)) onContent();
      }
      if (response.status === 200 && answer.includes('[DONE]')) return answer;
    } catch {
      // The connection broke, or nobody listens.
    }
    await pause(waitMs);
  }
  throw new Error('no answer, however often it was asked again');
}

describe('windows in processes of their own', () => {
  it('share the gateway of the first, and one takes over when its process is killed', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const first = await opened();
    expect(first.state.kind).toBe('running');
    const others = [await opened(), await opened()];
    expect(others.map(({ state }) => state.kind)).toEqual(['attached', 'attached']);
    await first.kill();
    await vi.waitFor(() => expect(others.map(({ state }) => state.kind).toSorted()).toEqual(['attached', 'running']), {
      timeout: TIMEOUT_MS,
    });
    const owner = others.find(({ state }) => state.kind === 'running');
    expect(await gatewayPid()).toBe(owner?.child.pid);
  });

  it('lose no request that is sent again as Cline does, and keep one ledger', { timeout: TIMEOUT_MS }, async () => {
    const upstream = await openAiUpstream();
    const held = new Promise<void>(() => undefined);
    upstream.script('model-1', (_request, turn) =>
      turn === 0
        ? { text: 'never to be finished', chunkSize: 4, gate: (index) => (index < 3 ? undefined : held) }
        : { text: 'the whole answer' },
    );
    writeFileSync(join(home, 'config.yaml'), `model_list:\n${openAiModel(upstream, 'model')}`);
    const first = await opened();
    const second = await opened();
    const begun = openGate();
    const answer = askAsCline({ model: 'model', stream: true, messages: HELLO }, begun.open);
    await begun.opened;
    await first.kill();
    expect(await answer).toContain('e answer');
    expect(second.state.kind).toBe('running');
    const rows = (await (await call('/spend/logs')).json()) as { status: string; metadata: Record<string, unknown> }[];
    expect(rows.map(({ status }) => status)).toEqual(['success', 'failure']);
    expect(JSON.stringify(rows[1])).toContain('The gateway ended while this request ran');
  });

  it('name a stranger on the port, and never send it the key', { timeout: TIMEOUT_MS }, async () => {
    const seen: string[] = [];
    await opened().then((window) => window.tell('stop'));
    const stranger = createServer((request, response) => {
      seen.push(JSON.stringify(request.rawHeaders) + request.url);
      response.end('{"product":"torii","version":"1","proof":"00"}');
    });
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
    const window = await opened();
    expect(window.state).toMatchObject({ kind: 'failed', code: 'port-taken', port });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.join()).not.toContain(key());
    await new Promise((resolve) => stranger.close(resolve));
  });

  it('restart without dropping what runs', { timeout: TIMEOUT_MS }, async () => {
    const upstream = await openAiUpstream();
    const gate = openGate();
    upstream.script('model-1', [
      { text: 'worth waiting for', chunkSize: 6, gate: (index) => (index < 2 ? undefined : gate.opened) },
    ]);
    writeFileSync(join(home, 'config.yaml'), `model_list:\n${openAiModel(upstream, 'model')}`);
    const window = await opened();
    const response = await call('/v1/chat/completions', { model: 'model', stream: true, messages: HELLO });
    await window.tell('restart');
    expect(window.state.kind).toBe('running');
    expect((await call('/v1/models')).status).toBe(200);
    gate.open();
    expect(await response.text()).toMatch(/\[DONE\]/);
  });
});

describe('a detached gateway', () => {
  const detached = { runMode: 'detached' } as const;

  it('is started once by windows that open together, and outlives them', { timeout: TIMEOUT_MS }, async () => {
    const pair = [open(detached), open(detached)];
    await Promise.all(pair.map((window) => window.tell('start')));
    expect(pair.map(({ state }) => state)).toEqual(
      Array(2).fill({ kind: 'attached', baseUrl: `http://127.0.0.1:${port}`, runsIn: 'detached', version: '0.1.0' }),
    );
    const pid = await gatewayPid();
    for (const window of pair) await window.kill();
    expect(await gatewayPid()).toBe(pid);
    const next = await opened(detached);
    expect(next.state.kind).toBe('attached');
    expect(await gatewayPid()).toBe(pid);
    expect(readFileSync(join(home, 'logs', `gateway-${port}.log`), 'utf8')).toContain('Gateway ready');
  });

  it('is really stopped by Stop Proxy, for all windows', { timeout: TIMEOUT_MS }, async () => {
    const [first, second] = [await opened(detached), await opened(detached)];
    const pid = await gatewayPid();
    await first.tell('stop');
    await second.reaches('stopped');
    expect(first.state.kind).toBe('stopped');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: TIMEOUT_MS });
    await first.tell('start');
    expect(first.state.kind).toBe('attached');
    expect(await gatewayPid()).not.toBe(pid);
  });

  it('is started again by an attached window when it dies', { timeout: TIMEOUT_MS }, async () => {
    const window = await opened(detached);
    const pid = await gatewayPid();
    const again = window.tellsAnew('attached');
    process.kill(pid, 'SIGKILL');
    await window.logs('has ended');
    await again;
    expect(await gatewayPid()).not.toBe(pid);
  });

  it('restarts as another process', { timeout: TIMEOUT_MS }, async () => {
    const window = await opened(detached);
    const pid = await gatewayPid();
    await window.tell('restart');
    expect(window.state.kind).toBe('attached');
    expect(await gatewayPid()).not.toBe(pid);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: TIMEOUT_MS });
  });

  it('gives way to one in the window, and the other way round, when the setting changes', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const window = await opened(detached);
    const pid = await gatewayPid();
    await window.tell('mode inProcess');
    await window.tell('restart');
    expect(window.state.kind).toBe('running');
    expect(await gatewayPid()).toBe(window.child.pid);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: TIMEOUT_MS });
    await window.tell('mode detached');
    await window.tell('restart');
    expect(window.state).toMatchObject({ kind: 'attached', runsIn: 'detached' });
    expect(await gatewayPid()).not.toBe(window.child.pid);
  });

  it('that cannot start says why', { timeout: TIMEOUT_MS }, async () => {
    writeFileSync(join(home, 'config.yaml'), 'model_list: [\n');
    const window = await opened(detached);
    expect(window.state).toMatchObject({ kind: 'failed', code: 'config-broken' });
  });
});
