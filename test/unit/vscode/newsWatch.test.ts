import { expect, it } from 'vitest';
import type { ControllerState } from '../../../src/vscode/gatewayState.ts';
import { Listeners } from '../../../src/vscode/listeners.ts';
import { NewsWatch } from '../../../src/vscode/newsWatch.ts';

const LONG_MS = 600_000;
const RUNNING: ControllerState = { kind: 'running', baseUrl: 'http://127.0.0.1:4000' };

function watching(graceMs: number) {
  const states = new Listeners<ControllerState>();
  const connected = new Listeners<void>();
  const dropped = new Listeners<void>();
  const watch = new NewsWatch({ onState: states.add, onConnected: connected.add, onDropped: dropped.add }, graceMs);
  const told: boolean[] = [];
  watch.onChange(() => told.push(watch.isCut));
  return { watch, told, states, connected, dropped };
}

it('says that notices are cut off when the connection has been gone for a while, and that they are back', async () => {
  const { watch, told, connected, dropped } = watching(1);
  dropped.fire();
  await expect.poll(() => told).toEqual([true]);
  // Each try that fails drops, too.
  dropped.fire();
  connected.fire();
  expect(told).toEqual([true, false]);
  watch.dispose();
});

it('says nothing of a connection that comes back at once', () => {
  const { watch, told, connected, dropped } = watching(LONG_MS);
  dropped.fire();
  connected.fire();
  expect(watch.isCut).toBe(false);
  expect(told).toEqual([]);
  watch.dispose();
});

it('leaves it to the next state where the gateway itself is gone', async () => {
  const { watch, told, states, dropped } = watching(1);
  dropped.fire();
  await expect.poll(() => watch.isCut).toBe(true);
  states.fire({ kind: 'stopped' });
  states.fire(RUNNING);
  expect(told).toEqual([true, false]);
  watch.dispose();
});
