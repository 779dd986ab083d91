import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { applyConfiguration } from '../../../../src/clients/applyConfiguration.ts';
import { backupDirectory, backupsRoot, listBackups } from '../../../../src/clients/backup.ts';
import { providersFileSchema } from '../../../../src/clients/cline/providersFile.ts';
import { realFileSystem } from '../../../../src/clients/fileWriter.ts';
import type { ConfigurationPlan } from '../../../../src/clients/planConfiguration.ts';
import { type OnChange, restoreConfiguration } from '../../../../src/clients/restoreConfiguration.ts';
import { verifyConfiguration } from '../../../../src/clients/verifyConfiguration.ts';
import { ANTHROPIC_ENTRY, ClineHome, clock, KEY, NOW } from './clineHome.ts';

const FILES = ['globalState.json', 'secrets.json', 'settings/providers.json'] as const;

function apply(home: ClineHome, plan: ConfigurationPlan = home.plan()) {
  return applyConfiguration(plan, { backupDir: home.backupDir, clock });
}

function restore(home: ClineHome, onChange: OnChange = 'refuse', backupDir: string | undefined = home.backupDir) {
  return restoreConfiguration({ client: 'cline', backupsDir: home.backupDir, backupDir, onChange, clock });
}

function existing(): ClineHome {
  const home = new ClineHome();
  home.putJson('globalState.json', { clineVersion: '4.1.13', actModeApiProvider: 'anthropic' }, 0o640);
  home.putJson('secrets.json', { apiKey: 'sk-test-anthropic' }, 0o600);
  home.putJson('settings/providers.json', { version: 1, modes: {}, providers: { anthropic: ANTHROPIC_ENTRY } }, 0o600);
  return home;
}

/** Every file and directory below Cline's directory, with modes and bytes. */
function picture(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = entry.isFile() ? readFileSync(path).toString('base64') : '';
      return `${path} ${lstatSync(path).mode.toString(8)} ${content}`;
    })
    .toSorted();
}

describe('applying a plan', () => {
  it('writes a fresh profile with private secrets', async () => {
    const home = new ClineHome();
    await apply(home);
    expect(home.json('secrets.json')).toEqual({ liteLlmApiKey: KEY });
    expect([home.mode('secrets.json'), home.mode('settings/providers.json'), home.mode('settings')]).toEqual([
      0o600, 0o600, 0o700,
    ]);
    expect(providersFileSchema.safeParse(home.json('settings/providers.json')).success).toBe(true);
    expect(readdirSync(home.dataDir).toSorted()).toEqual(['globalState.json', 'secrets.json', 'settings']);
  });

  it('keeps the mode of globalState.json and closes secrets that stood open', async () => {
    const home = existing();
    chmodSync(home.path('secrets.json'), 0o644);
    await apply(home);
    expect([home.mode('globalState.json'), home.mode('secrets.json')]).toEqual([0o640, 0o600]);
  });

  it('backs up all three files first, for the user’s eyes only', async () => {
    const home = existing();
    rmSync(home.path('secrets.json'));
    const before = home.read('globalState.json');
    const backup = await apply(home);
    expect(statSync(backup.directory).mode & 0o777).toBe(0o700);
    expect(backup.manifest).toMatchObject({ version: 1, client: 'cline', createdAt: new Date(NOW).toISOString() });
    expect(backup.manifest.files.map(({ path, copy, mode }) => [path, copy, mode])).toEqual([
      [home.path('globalState.json'), 'file-0', 0o640],
      [home.path('secrets.json'), null, null],
      [home.path('settings/providers.json'), 'file-2', 0o600],
    ]);
    expect(readFileSync(join(backup.directory, 'file-0'), 'utf8')).toBe(before);
    expect(statSync(join(backup.directory, 'file-0')).mode & 0o777).toBe(0o600);
  });

  it('writes through a symbolic link', async () => {
    const home = existing();
    const dotfile = join(home.home, 'dotfiles.json');
    writeFileSync(dotfile, '{"clineVersion":"1"}');
    rmSync(home.path('globalState.json'));
    symlinkSync('../../dotfiles.json', home.path('globalState.json'));
    await apply(home);
    expect(lstatSync(home.path('globalState.json')).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(dotfile, 'utf8'))).toMatchObject({ actModeApiProvider: 'litellm' });
    await restore(home);
    expect(readFileSync(dotfile, 'utf8')).toBe('{"clineVersion":"1"}');
  });

  it('puts the content back also where Cline has replaced the link by a file', async () => {
    const home = existing();
    const dotfile = join(home.home, 'dotfiles.json');
    writeFileSync(dotfile, '{"clineVersion":"1"}');
    rmSync(home.path('globalState.json'));
    symlinkSync(dotfile, home.path('globalState.json'));
    await apply(home);
    rmSync(home.path('globalState.json'));
    home.putJson('globalState.json', { actModeApiProvider: 'litellm' });
    await restore(home, 'overwrite');
    expect([readFileSync(dotfile, 'utf8'), home.read('globalState.json')]).toEqual(
      Array(2).fill('{"clineVersion":"1"}'),
    );
  });

  it.each(['plan', 'write', 'restore'])('leaves a file of another user alone at the %s', async (moment) => {
    const home = existing();
    const plan = home.plan();
    if (moment === 'restore') await apply(home);
    const before = picture(home.dataDir);
    const user = vi.spyOn(process, 'geteuid').mockReturnValue(4711);
    onTestFinished(() => user.mockRestore());
    const refusal = { kind: 'permission', message: expect.stringMatching(/belongs to another user, number \d+/) };
    if (moment === 'plan') expect(() => home.plan()).toThrow(expect.objectContaining(refusal));
    if (moment === 'write') await expect(apply(home, plan)).rejects.toMatchObject(refusal);
    if (moment === 'restore') await expect(restore(home)).rejects.toMatchObject(refusal);
    expect(picture(home.dataDir)).toEqual(before);
  });

  it('creates the file that a link points at', async () => {
    const home = existing();
    rmSync(home.path('secrets.json'));
    symlinkSync(join(home.home, 'vault', 'secrets.json'), home.path('secrets.json'));
    await apply(home);
    expect(JSON.parse(readFileSync(join(home.home, 'vault', 'secrets.json'), 'utf8'))).toEqual({ liteLlmApiKey: KEY });
    await restore(home);
    expect(readdirSync(home.home)).not.toContain('vault');
  });

  it('leaves an invalid providers.json exactly as it is', async () => {
    const home = existing();
    home.put('settings/providers.json', '{"version":1,"providers":{"a":{}}}', 0o644);
    await apply(home);
    expect(home.read('settings/providers.json')).toBe('{"version":1,"providers":{"a":{}}}');
    expect(home.mode('settings/providers.json')).toBe(0o644);
    expect(home.json('globalState.json')).toMatchObject({ actModeApiProvider: 'litellm' });
  });

  it.each(FILES)('writes nothing when %s has changed since the preview', async (name) => {
    const home = existing();
    const plan = home.plan();
    home.put(name, `${home.read(name)}\n`);
    const before = picture(home.dataDir);
    await expect(apply(home, plan)).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining(name) });
    expect(picture(home.dataDir)).toEqual(before);
    expect(readdirSync(home.home)).toEqual(['.cline']);
  });

  it('writes nothing when a file has appeared or gone since the preview', async () => {
    const home = new ClineHome();
    const plan = home.plan();
    home.putJson('secrets.json', {});
    await expect(apply(home, plan)).rejects.toMatchObject({ kind: 'conflict' });
    const other = existing();
    const otherPlan = other.plan();
    rmSync(other.path('secrets.json'));
    await expect(apply(other, otherPlan)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it.each([
    ['file', 'settings/providers.json', 0o444],
    ['directory', 'settings', 0o555],
  ])('writes nothing when a %s has become read-only', async (_, name, mode) => {
    const home = existing();
    const plan = home.plan();
    chmodSync(home.path(name), mode);
    const before = picture(home.dataDir);
    await expect(apply(home, plan)).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining(name),
    });
    expect(picture(home.dataDir)).toEqual(before);
  });

  it.each([1, 2, 3])('puts everything back when write %i fails', async (failing) => {
    for (const home of [existing(), new ClineHome()]) {
      mkdirSync(home.dataDir, { recursive: true });
      const before = picture(home.dataDir);
      let renames = 0;
      const rename: typeof realFileSystem.rename = async (from, to) => {
        if (String(to).startsWith(home.dataDir) && ++renames === failing) {
          throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        }
        await realFileSystem.rename(from, to);
      };
      const options = { backupDir: home.backupDir, clock, fileSystem: { ...realFileSystem, rename } };
      await expect(applyConfiguration(home.plan(), options)).rejects.toThrow('could not be written (ENOSPC)');
      expect(picture(home.dataDir)).toEqual(before);
    }
  });

  it('stops, and puts back the rest, when a file changes between two writes', async () => {
    const home = existing();
    const before = home.read('globalState.json');
    const rename: typeof realFileSystem.rename = async (from, to) => {
      await realFileSystem.rename(from, to);
      if (to === home.path('globalState.json')) home.putJson('secrets.json', { late: 'sk-test-late' });
    };
    const options = { backupDir: home.backupDir, clock, fileSystem: { ...realFileSystem, rename } };
    await expect(applyConfiguration(home.plan(), options)).rejects.toMatchObject({ kind: 'conflict' });
    expect(home.read('globalState.json')).toBe(before);
    expect(home.json('secrets.json')).toEqual({ late: 'sk-test-late' });
  });

  it('does not undo what someone else has written meanwhile', async () => {
    const home = existing();
    const rename: typeof realFileSystem.rename = async (from, to) => {
      if (to === home.path('secrets.json')) {
        home.putJson('globalState.json', { savedByCline: true });
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      }
      await realFileSystem.rename(from, to);
    };
    const options = { backupDir: home.backupDir, clock, fileSystem: { ...realFileSystem, rename } };
    await expect(applyConfiguration(home.plan(), options)).rejects.toThrow('ENOSPC');
    expect(home.json('globalState.json')).toEqual({ savedByCline: true });
  });

  it('does not write over a backup', async () => {
    const home = existing();
    await apply(home);
    await expect(apply(home, home.plan({ actModel: 'other' }))).rejects.toMatchObject({ kind: 'conflict' });
    expect(home.json('globalState.json')).toMatchObject({ actModeLiteLlmModelId: 'claude-sonnet-4-5' });
  });
});

describe('verifying after a reload', () => {
  it('is content while Cline adds keys of its own', async () => {
    const home = existing();
    const plan = home.plan();
    expect(verifyConfiguration(plan).ok).toBe(false);
    await apply(home, plan);
    home.putJson('globalState.json', { ...home.json('globalState.json'), mode: 'plan', actModeLiteLlmModelInfo: {} });
    expect(verifyConfiguration(plan)).toEqual({ ok: true, mismatches: [] });
  });

  it('names the keys that a late save of Cline has undone', async () => {
    const home = existing();
    const plan = home.plan();
    await apply(home, plan);
    home.putJson('globalState.json', { ...home.json('globalState.json'), actModeApiProvider: 'anthropic' });
    rmSync(home.path('secrets.json'));
    expect(verifyConfiguration(plan).mismatches).toEqual([
      { path: home.path('globalState.json'), key: 'actModeApiProvider' },
      { path: home.path('secrets.json'), key: undefined },
    ]);
  });
});

describe('restoring', () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue());
  const content = fc.option(fc.tuple(json, fc.constantFrom('', '\n', '\r\n  '), fc.constantFrom(undefined, 1, '\t')), {
    nil: undefined,
  });
  const mode = fc.constantFrom(0o600, 0o644, 0o664, 0o640);

  it('brings back any three files byte for byte, with their modes', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        content,
        fc.oneof(content, fc.uint8Array()),
        mode,
        async (state, secrets, providers, mode) => {
          const home = new ClineHome();
          mkdirSync(home.dataDir, { recursive: true });
          for (const [index, value] of [state, secrets, providers].entries()) {
            if (value === undefined) continue;
            const bytes =
              value instanceof Uint8Array ? value : `${JSON.stringify(value[0], null, value[2])}${value[1]}`;
            home.put(FILES[index] ?? '', bytes, mode);
          }
          const before = picture(home.dataDir);
          await apply(home);
          expect(home.json('globalState.json')).toMatchObject({ liteLlmBaseUrl: 'http://127.0.0.1:4000' });
          await restore(home);
          expect(picture(home.dataDir)).toEqual(before);
          rmSync(home.home, { recursive: true });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('removes what was absent, also the directories, unless something else is in them', async () => {
    const home = new ClineHome();
    await apply(home);
    await restore(home);
    expect(readdirSync(home.home)).toEqual(['torii']);
    const used = new ClineHome();
    await apply(used);
    used.putJson('settings/models.json', {});
    await restore(used);
    expect(readdirSync(used.home, { recursive: true })).toContain('.cline/data/settings/models.json');
    expect(used.has('secrets.json')).toBe(false);
  });

  it('keeps the backup, and what it replaced', async () => {
    const home = existing();
    const configured = await apply(home).then(() => home.read('globalState.json'));
    await restore(home);
    expect(home.json('globalState.json')).toMatchObject({ actModeApiProvider: 'anthropic' });
    const [replaced] = listBackups(home.backupDir);
    await restore(home, 'overwrite', replaced?.directory);
    expect(home.read('globalState.json')).toBe(configured);
  });

  it('goes back to before the first change, however often Torii wrote', async () => {
    const home = existing();
    const before = picture(home.dataDir);
    const torii = join(home.home, 'torii');
    const applyAt = (now: number, actModel: string) =>
      applyConfiguration(home.plan({ actModel }), {
        backupDir: backupDirectory(torii, 'cline', now),
        clock: { now: () => now },
      });
    await applyAt(NOW, 'one');
    await applyAt(NOW + 1000, 'two');
    const backupsDir = backupsRoot(torii, 'cline');
    const source = { client: 'cline', backupsDir, clock } as const;
    await restoreConfiguration({ ...source, onChange: 'refuse' });
    expect(picture(home.dataDir)).toEqual(before);
    expect(listBackups(backupsDir).map(({ restored }) => restored)).toEqual([true, true]);
    await expect(restoreConfiguration({ ...source, onChange: 'refuse' })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('notices what was changed between two of Torii’s writes', async () => {
    const home = existing();
    const backupsDir = backupsRoot(join(home.home, 'torii'), 'cline');
    const applyAt = (now: number, actModel: string) =>
      applyConfiguration(home.plan({ actModel }), {
        backupDir: backupDirectory(join(home.home, 'torii'), 'cline', now),
        clock: { now: () => now },
      });
    await applyAt(NOW, 'one');
    home.putJson('globalState.json', { ...home.json('globalState.json'), mode: 'plan' });
    await applyAt(NOW + 1000, 'two');
    const options = { client: 'cline', backupsDir, onChange: 'refuse', clock } as const;
    await expect(restoreConfiguration(options)).rejects.toThrow('globalState.json (mode)');
  });

  it('refuses where somebody else has changed a file since, and names what', async () => {
    const home = existing();
    await apply(home);
    home.putJson('globalState.json', { ...home.json('globalState.json'), mode: 'plan', theme: 'dark' });
    const changed = picture(home.dataDir);
    await expect(restore(home)).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('globalState.json (mode, theme)'),
    });
    expect(picture(home.dataDir)).toEqual(changed);
  });

  it('does not take a new time stamp or another layout for a change', async () => {
    const home = existing();
    await apply(home);
    const providers = home.json('settings/providers.json');
    home.put(
      'settings/providers.json',
      JSON.stringify(providers).replaceAll(/"updatedAt":"[^"]+"/g, '"updatedAt":"2026-06-06T06:06:06.000Z"'),
    );
    await restore(home);
    expect(home.json('settings/providers.json')).toMatchObject({ providers: { anthropic: ANTHROPIC_ENTRY } });
    expect(home.json('settings/providers.json')).not.toHaveProperty('providers.litellm');
  });

  it('can take back Torii’s settings only, and keep what was changed beside them', async () => {
    const home = existing();
    await apply(home);
    home.putJson('globalState.json', { ...home.json('globalState.json'), mode: 'plan' });
    await restore(home, 'keep');
    expect(home.json('globalState.json')).toEqual({
      clineVersion: '4.1.13',
      actModeApiProvider: 'anthropic',
      mode: 'plan',
    });
    expect(home.json('secrets.json')).toEqual({ apiKey: 'sk-test-anthropic' });
  });

  it('keeps a file that was absent before and holds more than Torii’s settings now', async () => {
    const home = new ClineHome();
    await apply(home);
    home.putJson('secrets.json', { ...home.json('secrets.json'), openRouterApiKey: 'sk-test-mine' });
    await restore(home, 'keep');
    expect(home.json('secrets.json')).toEqual({ openRouterApiKey: 'sk-test-mine' });
    expect(home.has('globalState.json')).toBe(false);
  });

  it('refuses a damaged backup and one without a manifest, and writes nothing', async () => {
    const home = existing();
    await apply(home);
    const configured = picture(home.dataDir);
    writeFileSync(join(home.backupDir, 'file-1'), '{}');
    await expect(restore(home)).rejects.toThrow('damaged');
    rmSync(join(home.backupDir, 'manifest.json'));
    await expect(restore(home)).rejects.toMatchObject({ kind: 'not-found' });
    expect(picture(home.dataDir)).toEqual(configured);
  });

  it('refuses a read-only file before it writes any', async () => {
    const home = existing();
    await apply(home);
    const configured = picture(home.dataDir);
    chmodSync(home.path('secrets.json'), 0o400);
    await expect(restore(home)).rejects.toMatchObject({ kind: 'permission' });
    chmodSync(home.path('secrets.json'), 0o600);
    expect(picture(home.dataDir)).toEqual(configured);
  });
});
