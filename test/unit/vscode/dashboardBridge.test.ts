import { describe, expect, it } from 'vitest';
import type { ToDashboard } from '../../../src/protocol/webview.ts';
import { answerDashboard } from '../../../src/vscode/dashboardBridge.ts';

const gateway = { type: 'gateway', state: 'running', baseUrl: 'http://127.0.0.1:4000', message: null } as const;

async function send(
  message: unknown,
  answer: { status: number; body: unknown } | undefined = { status: 200, body: {} },
) {
  const asked: string[] = [];
  const commands: string[] = [];
  const posted: ToDashboard[] = [];
  await answerDashboard(message, {
    get: async (path) => {
      asked.push(path);
      return answer;
    },
    gateway: () => gateway,
    run: (command) => commands.push(command),
    exportUsage: (from) => commands.push(`export since ${from}`),
    post: (toDashboard) => posted.push(toDashboard),
  });
  return { asked, commands, posted };
}

describe('messages of the dashboard', () => {
  it('`ready` is answered with the state of the gateway', async () => {
    expect((await send({ type: 'ready' })).posted).toEqual([gateway]);
  });

  it('a request goes to the gateway, and its answer comes back under the same id', async () => {
    const { asked, posted } = await send(
      { type: 'request', id: 7, path: '/torii/status?timeZone=UTC' },
      { status: 404, body: { a: 1 } },
    );
    expect(asked).toEqual(['/torii/status?timeZone=UTC']);
    expect(posted).toEqual([{ type: 'response', id: 7, status: 404, body: { a: 1 } }]);
  });

  it('a request for anything else is refused without asking the gateway', async () => {
    const { asked, posted } = await send({ type: 'request', id: 1, path: '/torii/../key/list' });
    expect(asked).toEqual([]);
    expect(posted).toMatchObject([{ type: 'response', id: 1, status: 403 }]);
  });

  it('a request without a gateway has status 0', async () => {
    const ports = {
      get: async () => undefined,
      gateway: () => gateway,
      run: () => undefined,
      exportUsage: () => undefined,
    };
    const posted: ToDashboard[] = [];
    await answerDashboard({ type: 'request', id: 2, path: '/torii/status' }, { ...ports, post: (m) => posted.push(m) });
    expect(posted).toEqual([{ type: 'response', id: 2, status: 0, body: null }]);
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
    { type: 'shutdown' },
    undefined,
    'ready',
  ])('%j is dropped', async (message) => {
    expect(await send(message)).toEqual({ asked: [], commands: [], posted: [] });
  });
});
