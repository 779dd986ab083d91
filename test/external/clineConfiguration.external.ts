/** What our code writes, read by the real Cline. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findProviderFileFaults } from '../../src/clients/cline/providersFile.ts';
import { restoreConfiguration } from '../../src/clients/restoreConfiguration.ts';
import { isObject } from '../../src/domain/json.ts';
import { cline } from '../tools/programs.ts';
import { ClineUser, clineModules } from './clineProgram.ts';
import { configureClineUser } from './configureClineUser.ts';
import { type ScriptedAnswer, type ScriptedServer, startScriptedServer } from './scriptedOpenAiServer.ts';

const MODEL = 'claude-test';
const KEY = 'sk-test-cline-external';
const ANTHROPIC = {
  settings: { provider: 'anthropic', apiKey: 'sk-test-anthropic', model: 'claude-opus' },
  updatedAt: '2025-05-05T05:05:05.000Z',
  tokenSource: 'manual',
};

function newUser(): ClineUser {
  const user = new ClineUser();
  onTestFinished(() => user.dispose());
  return user;
}

async function newServer(script: readonly ScriptedAnswer[]): Promise<ScriptedServer> {
  const server = await startScriptedServer(MODEL, script);
  onTestFinished(() => server.close());
  return server;
}

beforeAll(() => cline());

describe('the Cline CLI after "Configure Cline"', () => {
  it('uses our address, key and model, and works through a tool call', async () => {
    const user = newUser();
    const file = join(user.workspace, 'hello.txt');
    writeFileSync(file, 'hello from the workspace\n');
    const server = await newServer([
      { tool: 'read_files', input: { files: [{ path: file }] } },
      { text: 'The file greets us.' },
    ]);
    await configureClineUser(user, { baseUrl: server.baseUrl, apiKey: KEY, model: MODEL });

    const run = await user.run('Read the hello file please');

    expect(run.exitCode, run.output).toBe(0);
    expect(run.result).toMatchObject({
      finishReason: 'completed',
      text: 'The file greets us.',
      model: { id: MODEL, provider: 'litellm' },
    });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/model/info',
      'POST /v1/chat/completions',
      'POST /v1/chat/completions',
    ]);
    const [info, first, second] = server.requests;
    expect(info?.headers['x-litellm-api-key']).toBe(KEY);
    expect(first?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(first?.body).toMatchObject({ model: MODEL, stream: true, stream_options: { include_usage: true } });
    expect(JSON.stringify(second?.body)).toContain('hello from the workspace');
  });

  it('leaves a provider that was used before to its owner, and Restore goes back to it', async () => {
    const user = newUser();
    const path = join(user.dataDir, 'settings', 'providers.json');
    const before = JSON.stringify({
      version: 1,
      lastUsedProvider: 'anthropic',
      modes: {},
      providers: { anthropic: ANTHROPIC },
    });
    writeFileSync(path, before);
    const server = await newServer([{ text: 'Done.' }]);
    const backup = await configureClineUser(user, { baseUrl: server.baseUrl, apiKey: KEY, model: MODEL });

    const run = await user.run('Say that you are done');

    expect(run.result, run.output).toMatchObject({ text: 'Done.', model: { provider: 'litellm' } });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      lastUsedProvider: 'litellm',
      providers: { anthropic: ANTHROPIC, litellm: { settings: { apiKey: KEY, baseUrl: `${server.baseUrl}/v1` } } },
    });
    await restoreConfiguration({
      client: 'cline',
      backupsDir: '',
      backupDir: backup.directory,
      onChange: 'refuse',
      clock: { now: () => Date.now() },
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('replaces an entry that Cline itself migrated from another server', async () => {
    const user = newUser();
    const other = await newServer([]);
    const old = { actModeApiProvider: 'litellm', liteLlmBaseUrl: other.baseUrl, actModeLiteLlmModelId: 'old' };
    writeFileSync(join(user.dataDir, 'globalState.json'), JSON.stringify(old));
    writeFileSync(join(user.dataDir, 'secrets.json'), JSON.stringify({ liteLlmApiKey: 'sk-test-old' }));
    await user.run('This is refused by the other server');
    expect(other.requests.at(-1)?.headers.authorization).toBe('Bearer sk-test-old');
    const server = await newServer([{ text: 'Done.' }]);
    await configureClineUser(user, { baseUrl: server.baseUrl, apiKey: KEY, model: MODEL });

    const run = await user.run('Say that you are done');

    expect(run.result, run.output).toMatchObject({ text: 'Done.', model: { id: MODEL } });
    expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
  });
});

describe('our check of providers.json', () => {
  const odd = fc.constantFrom<unknown>(
    ...[null, '', 'x', 'litellm', 'UPPER_case', 0, 1, -1, 1.5, 2 ** 60, true, {}, [], ['tools'], ['sailing']],
    ...[
      'http://127.0.0.1:4000/v1',
      'localhost:4000',
      'not a url',
      '2025-05-05T05:05:05Z',
      '2025-05-05',
      'manual',
      'high',
    ],
    ...['2025-05-05T05:05:05+02:00', { effort: 'low' }, { effort: 'huge' }, { budgetTokens: 0 }, { a: 'b' }, { a: 1 }],
    ...[{ region: 1 }, { endpoint: 'x' }, { mode: 'internal' }, { voiceInput: { providerId: '' } }, { url: 'x:y' }],
  );
  const settingNames = [
    ...['provider', 'apiKey', 'auth', 'model', 'protocol', 'client', 'routingProviderId', 'maxTokens', 'contextWindow'],
    ...['baseUrl', 'headers', 'timeout', 'reasoning', 'aws', 'gcp', 'azure', 'sap', 'oca', 'region', 'apiLine'],
    ...['capabilities', 'modelCatalog', 'somethingNew'],
  ];
  const settings = fc.dictionary(fc.constantFrom(...settingNames), odd, { maxKeys: 2 });
  const entry = fc.dictionary(fc.constantFrom('settings', 'updatedAt', 'tokenSource', 'more'), odd, { maxKeys: 1 });
  const root = fc.dictionary(fc.constantFrom('version', 'lastUsedProvider', 'modes', 'providers', 'more'), odd, {
    maxKeys: 1,
  });

  it('refuses exactly what the real schema refuses', async () => {
    const core: unknown = await import(
      pathToFileURL(join(await clineModules(), '@cline', 'core', 'dist', 'index.js')).href
    );
    const real = isObject(core) ? core['StoredProviderSettingsSchema'] : undefined;
    const accepts = (file: unknown): unknown => {
      if (!isObject(real) || typeof real['safeParse'] !== 'function') throw new Error('Cline has moved its schema.');
      return real['safeParse'](file).success;
    };
    fc.assert(
      fc.property(settings, entry, root, (someSettings, someEntry, someRoot) => {
        const anthropic = { ...ANTHROPIC, settings: { ...ANTHROPIC.settings, ...someSettings }, ...someEntry };
        const file = { version: 1, lastUsedProvider: 'anthropic', modes: {}, providers: { anthropic }, ...someRoot };
        expect(findProviderFileFaults(file).length === 0).toBe(accepts(file));
      }),
      { numRuns: 5000 },
    );
  });
});
