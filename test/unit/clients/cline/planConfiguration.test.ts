import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConfigurationPlan } from '../../../../src/clients/planConfiguration.ts';
import { ANTHROPIC_ENTRY, ClineHome, KEY, MODEL_INFO } from './clineHome.ts';

function filePlan(plan: ConfigurationPlan, role: string) {
  const found = plan.files.find(({ file }) => file.role === role);
  if (found === undefined) throw new Error(`The plan has no ${role}.`);
  return found;
}

function newJson(plan: ConfigurationPlan, role: string): Record<string, unknown> {
  const value: Record<string, unknown> = JSON.parse(filePlan(plan, role).newText ?? '');
  return value;
}

describe('a fresh profile', () => {
  it('gets the three files that the three Clines read', () => {
    const plan = new ClineHome().plan();
    expect(plan.files.map(({ action }) => action)).toEqual(['create', 'create', 'create']);
    const info = { name: 'claude-sonnet-4-5', ...MODEL_INFO };
    expect(newJson(plan, 'globalState')).toEqual({
      planModeApiProvider: 'litellm',
      actModeApiProvider: 'litellm',
      liteLlmBaseUrl: 'http://127.0.0.1:4000',
      planModeLiteLlmModelId: 'claude-sonnet-4-5',
      actModeLiteLlmModelId: 'claude-sonnet-4-5',
      planModeLiteLlmModelInfo: info,
      actModeLiteLlmModelInfo: info,
      welcomeViewCompleted: true,
    });
    expect(newJson(plan, 'secrets')).toEqual({ liteLlmApiKey: KEY });
    expect(newJson(plan, 'providers')).toEqual({
      version: 1,
      modes: {},
      lastUsedProvider: 'litellm',
      providers: {
        litellm: {
          settings: {
            provider: 'litellm',
            apiKey: KEY,
            model: 'claude-sonnet-4-5',
            baseUrl: 'http://127.0.0.1:4000/v1',
          },
          tokenSource: 'manual',
          updatedAt: '2026-01-02T03:04:05.000Z',
        },
      },
    });
    expect(plan.warnings).toEqual([]);
  });

  it('takes a base URL with a trailing slash or /v1', () => {
    for (const baseUrl of ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000/v1', 'http://127.0.0.1:4000/v1/']) {
      expect(newJson(new ClineHome().plan({ baseUrl }), 'globalState')['liteLlmBaseUrl']).toBe('http://127.0.0.1:4000');
    }
  });

  it('leaves out what is not known of a model, and says that Cline will show no cost', () => {
    const plan = new ClineHome().plan({ modelInfo: { contextWindow: 32_000 } });
    expect(newJson(plan, 'globalState')['actModeLiteLlmModelInfo']).toEqual({
      name: 'claude-sonnet-4-5',
      contextWindow: 32_000,
    });
    expect(plan.warnings.map(({ code }) => code)).toEqual(['price-unknown']);
  });

  it('keeps two models apart when plan and act differ', () => {
    const plan = new ClineHome().plan({ planModel: 'opus', planModelInfo: { ...MODEL_INFO, inputPrice: 5 } });
    expect(newJson(plan, 'globalState')).toMatchObject({
      planActSeparateModelsSetting: true,
      planModeLiteLlmModelId: 'opus',
      planModeLiteLlmModelInfo: { name: 'opus', inputPrice: 5 },
      actModeLiteLlmModelId: 'claude-sonnet-4-5',
      actModeLiteLlmModelInfo: { name: 'claude-sonnet-4-5', inputPrice: 3 },
    });
    expect(newJson(plan, 'providers')).toMatchObject({
      providers: { litellm: { settings: { model: 'claude-sonnet-4-5' } } },
    });
  });

  it('does not describe the plan model with the figures of another', () => {
    const home = new ClineHome();
    home.putJson('globalState.json', { planModeLiteLlmModelInfo: { name: 'old', inputPrice: 99 } });
    expect(newJson(home.plan({ planModel: 'opus' }), 'globalState')).not.toHaveProperty('planModeLiteLlmModelInfo');
  });
});

describe('an existing profile', () => {
  it('keeps every other key and its place', () => {
    const home = new ClineHome();
    home.putJson('globalState.json', {
      clineVersion: '4.1.13',
      actModeApiProvider: 'anthropic',
      nested: { deep: [1, { two: null }] },
      __vscodeMigrationVersion: 3,
    });
    home.putJson('secrets.json', { openRouterApiKey: 'sk-test-openrouter', liteLlmApiKey: 'sk-test-old' });
    const plan = home.plan();
    const state = newJson(plan, 'globalState');
    expect(Object.keys(state).slice(0, 4)).toEqual([
      'clineVersion',
      'actModeApiProvider',
      'nested',
      '__vscodeMigrationVersion',
    ]);
    expect(state).toMatchObject({ actModeApiProvider: 'litellm', nested: { deep: [1, { two: null }] } });
    expect(newJson(plan, 'secrets')).toEqual({ openRouterApiKey: 'sk-test-openrouter', liteLlmApiKey: KEY });
  });

  it('keeps other providers, unknown keys included, and how our entry thinks', () => {
    const home = new ClineHome();
    const settings = {
      provider: 'litellm',
      baseUrl: 'http://127.0.0.1:4000',
      headers: { 'x-team': 'a' },
      reasoning: { effort: 'high' },
    };
    home.putJson('settings/providers.json', {
      version: 1,
      lastUsedProvider: 'anthropic',
      futureKey: true,
      providers: { anthropic: ANTHROPIC_ENTRY, litellm: { settings, updatedAt: '2025-01-01T00:00:00Z' } },
    });
    const plan = home.plan();
    expect(newJson(plan, 'providers')).toMatchObject({
      lastUsedProvider: 'litellm',
      futureKey: true,
      providers: {
        anthropic: ANTHROPIC_ENTRY,
        litellm: { settings: { headers: { 'x-team': 'a' }, reasoning: { effort: 'high' }, apiKey: KEY } },
      },
    });
    expect(plan.warnings).toEqual([]);
  });

  it('does not send another server’s headers and limits to the gateway', () => {
    const home = new ClineHome();
    const settings = {
      provider: 'litellm',
      baseUrl: 'https://llm.example.com/v1',
      headers: { authorization: 'Bearer sk-test-other' },
      maxTokens: 100,
      reasoning: { effort: 'low' },
    };
    const litellm = { settings, updatedAt: '2025-01-01T00:00:00Z', tokenSource: 'migration' };
    home.putJson('settings/providers.json', { version: 1, modes: {}, providers: { litellm } });
    const plan = home.plan();
    expect(newJson(plan, 'providers')).toMatchObject({
      providers: {
        litellm: {
          settings: {
            provider: 'litellm',
            baseUrl: 'http://127.0.0.1:4000/v1',
            reasoning: { effort: 'low' },
            apiKey: KEY,
            model: 'claude-sonnet-4-5',
          },
        },
      },
    });
    expect(JSON.stringify(newJson(plan, 'providers'))).not.toMatch(/headers|maxTokens/);
    expect(plan.warnings.map(({ code }) => code)).toEqual(['provider-settings-dropped']);
    expect(plan.warnings[0]?.message).toContain('providers.litellm.settings.headers');
  });

  it.each([
    ['an offset in updatedAt', { ...ANTHROPIC_ENTRY, updatedAt: '2025-05-05T05:05:05+02:00' }],
    ['an unknown token source', { ...ANTHROPIC_ENTRY, tokenSource: 'guessed' }],
    ['a base URL that is none', { ...ANTHROPIC_ENTRY, settings: { provider: 'anthropic', baseUrl: 'localhost' } }],
    ['a limit of 0', { ...ANTHROPIC_ENTRY, settings: { provider: 'anthropic', maxTokens: 0 } }],
    ['no settings', { updatedAt: ANTHROPIC_ENTRY.updatedAt }],
    ['an unknown effort', { ...ANTHROPIC_ENTRY, settings: { provider: 'x', reasoning: { effort: 'huge' } } }],
  ])('leaves providers.json alone when an entry has %s', (_, entry) => {
    const home = new ClineHome();
    home.putJson('settings/providers.json', { version: 1, providers: { anthropic: entry } });
    const plan = home.plan();
    expect(filePlan(plan, 'providers')).toMatchObject({ action: 'leave-alone', newText: undefined, changes: [] });
    expect(plan.warnings).toHaveLength(1);
    expect(plan.warnings[0]).toMatchObject({
      code: 'providers-left-alone',
      message: expect.stringContaining('providers.anthropic'),
    });
    expect(plan.changed).toBe(true);
  });

  it('leaves a providers.json alone that is not JSON', () => {
    const home = new ClineHome();
    home.put('settings/providers.json', '{"version":1,');
    expect(home.plan().warnings[0]?.message).toContain('not JSON');
  });

  it('has nothing to change the second time', () => {
    const home = new ClineHome();
    const plan = home.plan();
    for (const { file, newText } of plan.files) home.put(file.path.slice(home.dataDir.length), newText ?? '');
    const again = home.plan({ clock: { now: () => 0 } });
    expect(again.changed).toBe(false);
    expect(again.files.map(({ newText }) => newText)).toEqual(plan.files.map(({ newText }) => newText));
  });

  it('warns of a key from the organisation that Cline prefers', () => {
    const home = new ClineHome();
    home.putJson('secrets.json', { remoteLiteLlmApiKey: 'sk-test-remote' });
    expect(home.plan().warnings.map(({ code }) => code)).toEqual(['remote-key']);
  });
});

describe('the preview', () => {
  it('tells each key before and after, and shows no secret', () => {
    const home = new ClineHome();
    home.putJson('globalState.json', {
      liteLlmBaseUrl: 'https://user:hunter2@llm.example.com',
      openAiHeaders: { 'x-a': 'sk-test-header-secret' },
    });
    home.putJson('secrets.json', { liteLlmApiKey: 'sk-test-old-key-9999', 'cline:account': 'sk-test-account-json' });
    home.putJson('settings/providers.json', { version: 1, providers: { anthropic: ANTHROPIC_ENTRY } });
    const plan = home.plan();
    expect(filePlan(plan, 'globalState').changes).toContainEqual({
      key: 'liteLlmBaseUrl',
      before: '"https://••••@llm.example.com"',
      after: '"http://127.0.0.1:4000"',
    });
    expect(filePlan(plan, 'secrets').changes).toEqual([
      { key: 'liteLlmApiKey', before: '"sk-••••9999"', after: '"sk-••••0001"' },
    ]);
    const shown = JSON.stringify(plan.files.map(({ changes, preview }) => ({ changes, preview })));
    expect(shown).not.toMatch(/sk-test|hunter2/);
    expect(filePlan(plan, 'providers').preview.after).toContain('"baseUrl": "http://127.0.0.1:4000/v1"');
  });

  it('has an empty left side for a file that is absent', () => {
    expect(new ClineHome().plan().files.map(({ preview }) => preview.before)).toEqual(['', '', '']);
  });
});

describe('what is refused', () => {
  it.each([
    ['globalState.json', '{"a":1,'],
    ['globalState.json', '[1]'],
    ['globalState.json', '\ufeff{"a":1}'],
    ['secrets.json', 'null'],
    ['secrets.json', '\u0000\u0001'],
  ])('a %s that is not a JSON object: %j', (name, content) => {
    const home = new ClineHome();
    const path = home.put(name, content);
    expect(() => home.plan()).toThrow(expect.objectContaining({ name: 'GatewayError', kind: 'bad-request' }));
    expect(() => home.plan()).toThrow(path);
  });

  it('text that is not UTF-8, since it would not survive', () => {
    const home = new ClineHome();
    home.put('globalState.json', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    expect(() => home.plan()).toThrow('globalState.json is not valid JSON');
  });

  it('but not a blank file, which holds nothing', () => {
    const home = new ClineHome();
    home.put('globalState.json', '');
    expect(filePlan(home.plan(), 'globalState').action).toBe('change');
  });

  it.each([
    'http://192.168.1.5:4000',
    'http://0.0.0.0:4000',
    'https://llm.example.com',
    'http://127.0.0.1.example.com:4000',
    'http://user:pass@127.0.0.1:4000',
    'http://127.0.0.1:4000/other',
    'http://127.0.0.1:4000/?a=1',
    'ftp://127.0.0.1',
    'not a url',
  ])('the address %s', (baseUrl) => {
    expect(() => new ClineHome().plan({ baseUrl })).toThrow(
      expect.objectContaining({ name: 'GatewayError', kind: 'bad-request' }),
    );
  });

  it.each(['http://localhost:4000', 'http://[::1]:4000', 'http://127.8.8.8:1'])('but not %s', (baseUrl) => {
    expect(new ClineHome().plan({ baseUrl }).baseUrl).toBe(baseUrl);
  });

  it('the master key, and a key or model that is blank', () => {
    const home = new ClineHome();
    expect(() => home.plan({ masterKey: KEY })).toThrow('master key is never written');
    expect(() => home.plan({ apiKey: '' })).toThrow('key is empty');
    expect(() => home.plan({ actModel: ' ' })).toThrow('model for act mode');
  });

  it('a read-only file, or one that is not a file', () => {
    const readOnly = new ClineHome();
    const path = readOnly.putJson('secrets.json', {}, 0o400);
    expect(() => readOnly.plan()).toThrow(expect.objectContaining({ kind: 'permission' }));
    expect(() => readOnly.plan()).toThrow(`${path} cannot be changed`);
    const directory = new ClineHome();
    directory.put('globalState.json/inner', '');
    expect(() => directory.plan()).toThrow('not a file');
  });

  it('a loop of symbolic links', () => {
    const home = new ClineHome();
    home.putJson('secrets.json', {});
    symlinkSync(home.path('globalState.json'), home.path('globalState.json'));
    expect(() => home.plan()).toThrow('ELOOP');
  });
});

describe('where Cline keeps its files', () => {
  it('follows CLINE_DIR for all three Clines', () => {
    const home = new ClineHome();
    home.variables['CLINE_DIR'] = join(home.home, 'elsewhere');
    const installation = home.detect();
    expect(installation.dataDir).toBe(join(home.home, 'elsewhere', 'data'));
    expect(installation.files.map(({ path }) => path.slice(installation.dataDir.length))).toEqual([
      '/globalState.json',
      '/secrets.json',
      '/settings/providers.json',
    ]);
  });

  it('writes both places when CLINE_DATA_DIR moves the next bundle away from the legacy one', () => {
    const home = new ClineHome();
    home.variables['CLINE_DATA_DIR'] = join(home.home, 'private');
    expect(home.detect().files.map((file) => [file.role, file.readers.join(), file.path])).toEqual([
      ['globalState', 'next,cli', join(home.home, 'private/globalState.json')],
      ['secrets', 'next,cli', join(home.home, 'private/secrets.json')],
      ['globalState', 'legacy', home.path('globalState.json')],
      ['secrets', 'legacy', home.path('secrets.json')],
      ['providers', 'next,cli', join(home.home, 'private/settings/providers.json')],
    ]);
  });

  it('writes the CLI’s own providers file too', () => {
    const home = new ClineHome();
    home.variables['CLINE_PROVIDER_SETTINGS_PATH'] = join(home.home, 'cli.json');
    const providers = home.detect().files.filter(({ role }) => role === 'providers');
    expect(providers.map(({ path, readers }) => [path, readers.join()])).toEqual([
      [home.path('settings/providers.json'), 'next'],
      [join(home.home, 'cli.json'), 'cli'],
    ]);
  });

  it('says whether some Cline has run here, and what its files are', () => {
    const home = new ClineHome({ CLINE_DIR: '  ' });
    expect(home.detect().found).toBe(false);
    home.putJson('globalState.json', {});
    home.put('secrets.json', '{');
    home.putJson('settings/providers.json', { version: 2, providers: {} });
    expect(home.detect().found).toBe(true);
    expect(home.detect().files.map(({ content }) => content)).toEqual(['valid', 'unparseable', 'invalid']);
  });
});
