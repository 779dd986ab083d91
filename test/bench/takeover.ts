// Kills the process of the window that runs the gateway with SIGKILL, 20 times, and measures how long it takes until the gateway of
// another window answers a chat. `--kills N` for another number, `--windows N` for more windows (3).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../support/freePort.ts';
import { WindowProcess } from '../support/windowProcess.ts';
import { median } from './processes.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, windows: { type: 'string', default: '3' } },
});
const LOOK_MS = 5;

const home = mkdtempSync(join(tmpdir(), 'torii-takeover-'));
const port = await freePort();
const windows: WindowProcess[] = [];

async function openWindow(): Promise<void> {
  const window = new WindowProcess({ home, port });
  windows.push(window);
  await window.tell('start');
}

async function answers(): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${readFileSync(join(home, 'master.key'), 'utf8').trim()}` },
      body: JSON.stringify({ model: 'demo-chat', max_tokens: 1, messages: [{ role: 'user', content: 'There?' }] }),
    });
    return response.status === 200;
  } catch {
    return false;
  }
}

/** ms from the kill to the first good answer. */
async function killOwner(): Promise<number> {
  const owner = windows.findIndex(({ state }) => state.kind === 'running');
  const [window] = windows.splice(owner, 1);
  const begun = performance.now();
  window?.child.kill('SIGKILL');
  while (!(await answers())) await pause(LOOK_MS);
  return performance.now() - begun;
}

const times: number[] = [];
try {
  for (let count = 0; count < Number(values.windows); count += 1) await openWindow();
  for (let kill = 0; kill < Number(values.kills); kill += 1) {
    times.push(await killOwner());
    // The others have noticed who holds the port now.
    while (windows.filter(({ state }) => state.kind === 'running').length !== 1) await pause(LOOK_MS);
    await openWindow();
  }
} finally {
  for (const window of windows) await window.kill();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
const figure = (ms: number): string => `${Math.round(ms)} ms`;
console.table({
  kills: times.length,
  windows: Number(values.windows),
  min: figure(Math.min(...times)),
  median: figure(median(times)),
  max: figure(Math.max(...times)),
});
