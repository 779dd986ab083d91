import { describe, expect, it } from 'vitest';
import type { ToDashboard } from '../../../src/protocol/webview.ts';
import { answerDashboard } from '../../../src/vscode/dashboardBridge.ts';

const gateway = { type: 'gateway', state: 'running', baseUrl: 'http://127.0.0.1:4000', message: null } as const;
const connection = { type: 'connection', connected: true } as const;

async function send(
  message: unknown,
  answer: { status: number; body: unknown } | undefined = { status: 200, body: {} },
  firstRoute: string | undefined = undefined,
) {
  const asked: string[] = [];
  const commands: string[] = [];
  const posted: ToDashboard[] = [];
  await answerDashboard(message, {
    send: async (method, path, body) => {
      asked.push([method, path, ...(body === undefined ? [] : [JSON.stringify(body)])].join(' '));
      return answer;
    },
    states: () => [gateway, connection],
    firstRoute: () => firstRoute,
    run: (command) => commands.push(command),
    exportUsage: (from) => commands.push(`export since ${from}`),
    saveFile: (name, text) => commands.push(`save ${name}: ${text}`),
    compare: (left, right) => commands.push(`compare ${left.name} with ${right.name}`),
    streams: {
      start: async ({ path }) => void commands.push(`stream ${path}`),
      stop: (id) => void commands.push(`stop ${id}`),
    },
    open: (route) => commands.push(`open ${route}`),
    post: (toDashboard) => posted.push(toDashboard),
  });
  return { asked, commands, posted };
}

describe('messages of the dashboard', () => {
  it('`ready` is answered with the state of the gateway, and whether its notices arrive', async () => {
    expect((await send({ type: 'ready' })).posted).toEqual([gateway, connection]);
  });

  it('a request goes to the gateway, and its answer comes back under the same id', async () => {
    const { asked, posted } = await send(
      { type: 'request', id: 7, path: '/torii/status?timeZone=UTC' },
      { status: 404, body: { a: 1 } },
    );
    expect(asked).toEqual(['GET /torii/status?timeZone=UTC']);
    expect(posted).toEqual([{ type: 'response', id: 7, status: 404, body: { a: 1 } }]);
  });

  it('a request for anything else is refused without asking the gateway', async () => {
    const { asked, posted } = await send({ type: 'request', id: 1, path: '/torii/../spend/logs' });
    expect(asked).toEqual([]);
    expect(posted).toMatchObject([{ type: 'response', id: 1, status: 403 }]);
  });

  it('a request that changes something keeps its method and its body', async () => {
    const message = { type: 'request', id: 8, method: 'POST', path: '/key/update', body: { key: 'k1' } };
    expect((await send(message)).asked).toEqual(['POST /key/update {"key":"k1"}']);
  });

  it('a request that would end the gateway is refused', async () => {
    const { asked } = await send({ type: 'request', id: 9, method: 'POST', path: '/torii/shutdown', body: {} });
    expect(asked).toEqual([]);
  });

  it('a request without a gateway has status 0', async () => {
    const posted: ToDashboard[] = [];
    const ports = {
      send: async () => undefined,
      states: () => [gateway, connection],
      firstRoute: () => undefined,
      run: () => undefined,
      exportUsage: () => undefined,
      saveFile: () => undefined,
      compare: () => undefined,
      streams: { start: async () => undefined, stop: () => undefined },
      open: () => undefined,
    };
    await answerDashboard({ type: 'request', id: 2, path: '/torii/status' }, { ...ports, post: (m) => posted.push(m) });
    expect(posted).toEqual([{ type: 'response', id: 2, status: 0, body: null }]);
  });

  it('a page that has loaded goes first to where the editor wants it', async () => {
    const { posted } = await send({ type: 'ready' }, undefined, '/traces/c1');
    expect(posted).toEqual([{ type: 'navigate', route: '/traces/c1' }, gateway, connection]);
  });

  it('answers are streamed and stopped, and texts are compared', async () => {
    const commands = async (message: unknown) => (await send(message)).commands;
    expect(await commands({ type: 'stream', id: 3, path: '/v1/chat/completions', body: {} })).toEqual([
      'stream /v1/chat/completions',
    ]);
    expect(await commands({ type: 'stop', id: 3 })).toEqual(['stop 3']);
    const compare = { type: 'compare', left: { name: 'a', text: '1' }, right: { name: 'b', text: '2' } };
    expect(await commands(compare)).toEqual(['compare a with b']);
  });

  it('files are saved and the dashboard is opened by the editor', async () => {
    expect((await send({ type: 'save-file', name: 'a.csv', text: 'x' })).commands).toEqual(['save a.csv: x']);
    expect((await send({ type: 'open-dashboard', route: '/traces/c1' })).commands).toEqual(['open /traces/c1']);
  });

  it('commands of the closed list are run', async () => {
    expect((await send({ type: 'command', command: 'torii.openConfig' })).commands).toEqual(['torii.openConfig']);
  });

  it('an export begins with the days that the page shows', async () => {
    expect((await send({ type: 'export-usage', from: 1_700_000 })).commands).toEqual(['export since 1700000']);
  });

  it.each([
    { type: 'export-usage', from: -1 },
    { type: 'export-usage', from: '/etc/passwd' },
    { type: 'command', command: 'workbench.action.terminal.new' },
    { type: 'command', command: 'torii.copyMasterKey' },
    { type: 'request', id: '1', path: '/torii/status' },
    { type: 'request', id: 1, method: 'TRACE', path: '/torii/status' },
    { type: 'shutdown' },
    undefined,
    'ready',
  ])('%j is dropped', async (message) => {
    expect(await send(message)).toEqual({ asked: [], commands: [], posted: [] });
  });
});
