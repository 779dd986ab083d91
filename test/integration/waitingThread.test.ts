import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkerEvent } from '../../src/vscode/controllerPorts.ts';
import { makeThread, WaitingThread } from '../../src/vscode/waitingThread.ts';
import { startWorkerThread } from '../../src/vscode/workerThread.ts';
import { removeFolder } from '../support/removeFolder.ts';

const DIST = join(import.meta.dirname, '..', '..', 'dist');
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'torii-thread-'));
});
afterEach(() => removeFolder(home));

/** Resolves with the thread's first event, and stops what it has started. */
async function firstEvent(waiting: WaitingThread): Promise<WorkerEvent> {
  const start = { home, host: '127.0.0.1', port: 0, logLevel: 'error', version: 'test', distDir: DIST } as const;
  return await new Promise((resolve) => {
    const worker = startWorkerThread(
      start,
      (event) => void worker.stop(0).then(() => resolve(event)),
      () => undefined,
      waiting.take(),
    );
  });
}

describe('a thread that is made ahead', () => {
  it('runs the gateway that it is told to start, once', async () => {
    const waiting = new WaitingThread(DIST, home);
    expect(await firstEvent(waiting)).toMatchObject({ type: 'ready', baseUrl: expect.stringContaining('127.0.0.1') });
    expect(waiting.take()).toBeUndefined();
  });

  it('is not needed: who finds it ended or taken makes one', async () => {
    const waiting = new WaitingThread(DIST, home);
    waiting.dispose();
    expect(waiting.take()).toBeUndefined();
    expect(await firstEvent(waiting)).toMatchObject({ type: 'ready' });
  });

  it('ends without having started anything when it is told to stop', async () => {
    const thread = makeThread(DIST, home);
    const exited = once(thread, 'exit');
    thread.postMessage({ type: 'stop', drainMs: 0 });
    expect(await exited).toEqual([0]);
  });
});
