import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { homeAt, prepareHome } from '../../../src/config/home.ts';
import { makePrivate } from '../../../src/config/privateHome.ts';
import { createLineLogger } from '../../../src/lineLogger.ts';
import { answer, HELLO, makeKey, managedGateway } from '../support/management.ts';

const modeOf = async (path: string): Promise<string> => ((await lstat(path)).mode & 0o777).toString(8);

/** Every path under a folder, itself included, that somebody beside its owner may read, write or enter. */
async function openToOthers(folder: string): Promise<readonly string[]> {
  const paths = [folder, ...(await readdir(folder, { recursive: true })).map((name) => join(folder, name))];
  const modes = await Promise.all(paths.map(async (path) => [path, (await lstat(path)).mode & 0o077] as const));
  return modes.filter(([, mode]) => mode !== 0).map(([path]) => path);
}

async function looseHome() {
  const directory = await mkdtemp(join(tmpdir(), 'torii-home-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const home = homeAt(join(directory, 'home'));
  const log: string[] = [];
  await prepareHome(home);
  return { home, log, logger: createLineLogger('debug', (level, line) => log.push(`${level} ${line}`)) };
}

describe('the home', () => {
  it.each([0, 0o022, 0o077])("is its owner's alone, with every file in it, under umask %i", async (umask) => {
    const before = process.umask(umask);
    onTestFinished(() => void process.umask(before));
    const gateway = await managedGateway('general_settings: { store_prompts_in_spend_logs: true }\n');
    await makeKey(gateway);
    await answer(gateway.chat({ model: 'a', messages: HELLO }));
    await answer(gateway.call('/torii/ledger/backup', {}));
    const home = join(gateway.directory, 'home');
    expect((await readdir(home)).sort()).toEqual(expect.arrayContaining(['backups', 'master.key', 'torii.db']));
    expect(await openToOthers(home)).toEqual([]);
  });

  it('that others could read is closed at the start, with a line in the log for each path', async () => {
    const { home, log, logger } = await looseHome();
    const old = `${home.databaseFile}.backup-v1`;
    await writeFile(old, '');
    await mkdir(join(home.directory, 'logs'));
    const paths = [home.directory, join(home.directory, 'logs'), old, home.masterKeyFile];
    await Promise.all(paths.map((path) => chmod(path, 0o755)));
    await makePrivate(home, logger);
    expect(await Promise.all(paths.map(modeOf))).toEqual(['700', '700', '600', '600']);
    expect(log.filter((line) => /^warn Other users could read this.*mode=755/.test(line)).length).toBe(paths.length);
    await makePrivate(home, logger);
    expect(log.length).toBe(paths.length);
  });

  it("leaves alone what is not Torii's, and what a link leads to", async () => {
    const { home, log, logger } = await looseHome();
    const strange = join(home.directory, 'notes.txt');
    const target = join(home.directory, 'elsewhere.yaml');
    await Promise.all([strange, target].map((path) => writeFile(path, '')));
    await Promise.all([strange, target].map((path) => chmod(path, 0o644)));
    await symlink(target, home.configFile);
    await makePrivate(home, logger);
    expect([await modeOf(strange), await modeOf(target), log]).toEqual(['644', '644', []]);
  });
});
