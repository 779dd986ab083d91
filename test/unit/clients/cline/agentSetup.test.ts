import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentSetup } from '../../../../src/clients/agentSetup.ts';
import { cline } from '../../../../src/clients/cline/cline.ts';

const MODELS = { planModel: 'demo-chat', actModel: 'demo-chat', modelInfo: { contextWindow: 1000 } };
const CHOICE = { baseUrl: 'http://127.0.0.1:4000', ...MODELS };
const KEY = 'sk-test-cline';

let folder: string;
let stateFile: string;
let setup: AgentSetup;
let now = 1_700_000_000_000;

const write = (state: object): Promise<void> => writeFile(stateFile, JSON.stringify(state));
const read = async (): Promise<Record<string, unknown>> => JSON.parse(await readFile(stateFile, 'utf8'));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torii-cline-'));
  const data = join(folder, 'user', '.cline', 'data');
  stateFile = join(data, 'globalState.json');
  await mkdir(data, { recursive: true });
  await write({ actModeApiProvider: 'openrouter', mode: 'act' });
  const clock = { now: () => now++ };
  const toriiHome = join(folder, 'home');
  setup = new AgentSetup(cline, { homeDir: join(folder, 'user'), variables: {}, platform: 'linux', toriiHome }, clock);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the set-up of an agent', () => {
  it('previews without writing, and without a secret', async () => {
    const plan = setup.preview(CHOICE);
    expect(plan.changed).toBe(true);
    expect(await read()).toEqual({ actModeApiProvider: 'openrouter', mode: 'act' });
  });

  it('writes, and says what and where the old files are', async () => {
    const written = await setup.apply(CHOICE, KEY, undefined);
    expect(written.files).toContain(stateFile);
    expect(written.backupDirectory?.startsWith(join(folder, 'home', 'backups', 'cline'))).toBe(true);
    expect(await read()).toMatchObject({ actModeApiProvider: 'litellm', liteLlmBaseUrl: CHOICE.baseUrl, mode: 'act' });
  });

  it('never writes the master key', async () => {
    await expect(setup.apply(CHOICE, KEY, KEY)).rejects.toThrow(/master key/);
  });

  it('restores byte for byte', async () => {
    const before = await readFile(stateFile, 'utf8');
    await setup.apply(CHOICE, KEY, undefined);
    expect(await setup.restore('refuse')).toContain(stateFile);
    expect(await readFile(stateFile, 'utf8')).toBe(before);
  });
});

describe('keys', () => {
  it('finds the one that stands where Torii’s would be written', async () => {
    expect(setup.keysInUse(CHOICE)).toEqual([]);
    await setup.apply(CHOICE, KEY, undefined);
    expect(setup.keysInUse({ ...CHOICE, actModel: 'other', planModel: 'other' })).toEqual([KEY]);
  });
});

describe('while Cline still runs', () => {
  it('a good state stays pending, and an undone one is written again without counting', async () => {
    await setup.apply(CHOICE, KEY, undefined);
    expect(await setup.settle(true)).toBe('settled');
    await write({ actModeApiProvider: 'openrouter', mode: 'plan' });
    expect(await setup.settle(true)).toBe('rewritten');
    await write({ actModeApiProvider: 'openrouter', mode: 'plan' });
    expect(await setup.settle(false)).toBe('rewritten');
    expect(await read()).toMatchObject({ actModeApiProvider: 'litellm', mode: 'plan' });
  });
});

describe('after the window has started again', () => {
  const pendingFile = (): string => join(folder, 'home', 'cline-pending.json');

  it('all is well where Cline kept the settings, and nothing is remembered', async () => {
    await setup.apply(CHOICE, KEY, undefined);
    expect((await stat(pendingFile())).mode & 0o777).toBe(0o600);
    expect(await setup.settle(false)).toBe('settled');
    await expect(stat(pendingFile())).rejects.toThrow();
  });

  it('settings that a late save of Cline undid are written once more', async () => {
    await setup.apply(CHOICE, KEY, undefined);
    await write({ actModeApiProvider: 'openrouter', mode: 'plan' });
    expect(await setup.settle(false)).toBe('rewritten');
    expect(await read()).toMatchObject({ actModeApiProvider: 'litellm', mode: 'plan' });
    expect(await setup.settle(false)).toBe('settled');
  });

  it('a day later they are the user’s own choice', async () => {
    await setup.apply(CHOICE, KEY, undefined);
    await write({ actModeApiProvider: 'openrouter' });
    now += 25 * 60 * 60 * 1000;
    expect(await setup.settle(false)).toBe('settled');
    expect(await read()).toEqual({ actModeApiProvider: 'openrouter' });
    await expect(stat(pendingFile())).rejects.toThrow();
  });

  it('they are not written a third time', async () => {
    await setup.apply(CHOICE, KEY, undefined);
    await write({ actModeApiProvider: 'openrouter' });
    await setup.settle(false);
    await write({ actModeApiProvider: 'openrouter' });
    expect(await setup.settle(false)).toBe('lost');
    expect(await read()).toEqual({ actModeApiProvider: 'openrouter' });
    expect(await setup.settle(false)).toBe('settled');
  });

  it('restore still brings back the files as they were before Torii', async () => {
    const before = await readFile(stateFile, 'utf8');
    await setup.apply(CHOICE, KEY, undefined);
    await write({ actModeApiProvider: 'openrouter', mode: 'plan' });
    await setup.settle(false);
    expect(setup.changesSince()).toEqual([`${stateFile} (mode)`]);
    await setup.restore('overwrite');
    expect(await readFile(stateFile, 'utf8')).toBe(before);
    expect(await setup.settle(false)).toBe('settled');
  });
});
