import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeAt } from '../../../src/config/home.ts';
import { isFile, SharedHome } from '../../../src/vscode/sharedHome.ts';
import { shortPath } from '../../../src/vscode/shortPath.ts';

let folder: string;
let home: SharedHome;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torii-home-'));
  home = new SharedHome(homeAt(folder));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the home that all windows share', () => {
  it('has no key before the first start', async () => {
    expect(await home.readKey()).toBe(undefined);
    await writeFile(home.keyFile, '\n');
    expect(await home.readKey()).toBe(undefined);
  });

  it('gives the key without the line end', async () => {
    await writeFile(home.keyFile, 'sk-test-home\n');
    expect(await home.readKey()).toBe('sk-test-home');
  });

  it('remembers that the user stopped the proxy', async () => {
    expect(await home.isStopped()).toBe(false);
    await home.markStopped();
    expect(await home.isStopped()).toBe(true);
    await home.clearStopped();
    await home.clearStopped();
    expect(await home.isStopped()).toBe(false);
  });

  it('tells who watches when another window leaves the note', async () => {
    const heard: string[] = [];
    const watching = home.onMarked(() => heard.push('stopped'));
    await new SharedHome(homeAt(folder)).markStopped();
    await expect.poll(() => heard).toContain('stopped');
    watching.dispose();
  });

  it.each<[string | undefined, string]>([
    ['/etc/torii.yaml', '/etc/torii.yaml'],
    ['~/torii.yaml', '/home/me/torii.yaml'],
    ['config/torii.yaml', '/project/config/torii.yaml'],
  ])('finds the config file %s', (setting, path) => {
    expect(home.configFile(setting, '/project', '/home/me')).toBe(path);
  });

  it('has a config file of its own', () => {
    expect(home.configFile(undefined, '/project')).toBe(join(folder, 'config.yaml'));
  });

  it('tells files from folders', async () => {
    expect(await isFile(folder)).toBe(false);
  });
});

describe('a path for people', () => {
  it.each([
    ['/home/me/.cline/data', '~/.cline/data'],
    ['/home/me', '~'],
    ['/home/melanie', '/home/melanie'],
  ])('%s reads %s', (path, text) => {
    expect(shortPath(path, '/home/me')).toBe(text);
  });
});
