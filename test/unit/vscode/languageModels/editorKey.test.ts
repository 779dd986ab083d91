import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { EditorKey, type KeyMaker } from '../../../../src/vscode/languageModels/editorKey.ts';

async function newHome(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'torii-key-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes `sk-1`, `sk-2` and so on, all under the alias that they are asked for. */
function maker(): KeyMaker & { readonly aliases: readonly string[] } {
  const aliases: string[] = [];
  return { aliases, renewKey: (alias) => Promise.resolve(`sk-${aliases.push(alias)}`) };
}

it('makes the key once, for its owner alone, and gives it to every window', async () => {
  const home = await newHome();
  const keys = maker();
  expect(await new EditorKey(home).get(keys)).toBe('sk-1');
  expect(await new EditorKey(home).get(keys)).toBe('sk-1');
  expect(keys.aliases).toEqual(['vscode']);
  const file = join(home, 'vscode.key');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toBe('sk-1\n');
});

it('makes another one after it was refused, unless another window has done so', async () => {
  const home = await newHome();
  const keys = maker();
  const first = await new EditorKey(home).get(keys);
  expect(await new EditorKey(home).replace(keys, first)).toBe('sk-2');
  expect(await new EditorKey(home).replace(keys, first)).toBe('sk-2');
});
