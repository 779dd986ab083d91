import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ToldOnce } from '../../../src/vscode/budgets/toldOnce.ts';

async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'torii-told-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return home;
}

it('one of the windows of a home tells a message, and tells it once', async () => {
  const home = await makeHome();
  const windows = Array.from({ length: 5 }, () => new ToldOnce(home));
  const claims = await Promise.all(windows.map((window) => window.claim('day 1', 80)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await new ToldOnce(home).claim('day 1', 80)).toBe(false);
});

it('another mark, and another day, are another message', async () => {
  const told = new ToldOnce(await makeHome());
  expect(await told.claim('day 1', 80)).toBe(true);
  expect(await told.claim('day 1', 95)).toBe(true);
  expect(await told.claim('day 2', 80)).toBe(true);
});

it('tells where nothing can be written down', async () => {
  const home = await makeHome();
  await writeFile(join(home, 'told'), 'a file in the folder’s place');
  expect(await new ToldOnce(home).claim('day 1', 80)).toBe(true);
});

it('forgets what is long ago', async () => {
  const home = await makeHome();
  await new ToldOnce(home).claim('long ago');
  const [name = ''] = await readdir(join(home, 'told'));
  await utimes(join(home, 'told', name), 0, 0);
  await new ToldOnce(home).claim('now');
  expect(await readdir(join(home, 'told'))).toHaveLength(1);
  expect(await new ToldOnce(home).claim('long ago')).toBe(true);
});
