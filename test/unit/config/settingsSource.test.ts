import { describe, expect, test } from 'vitest';
import { createSettingsSource } from '../../../src/config/settingsSource.ts';
import type { ConfigFiles } from '../../../src/config/source/configFiles.ts';
import type { Logger } from '../../../src/domain/ports.ts';
import type { GatewaySettings } from '../../../src/domain/settings.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { DEMO, entry, FILE } from './parse.ts';

/** Files in memory; `save` writes one and tells the watchers of its folder. */
class MemoryFiles implements ConfigFiles {
  readonly texts = new Map<string, string>();
  readonly watchers = new Map<string, (name: string | undefined) => void>();

  readFile(path: string): string | undefined {
    return this.texts.get(path);
  }

  watch(directory: string, onChange: (name: string | undefined) => void) {
    this.watchers.set(directory, onChange);
    return { close: () => void this.watchers.delete(directory) };
  }

  save(path: string, text: string): void {
    this.texts.set(path, text);
    this.watchers.get(path.slice(0, path.lastIndexOf('/')))?.(path.slice(path.lastIndexOf('/') + 1));
  }
}

function collectLines(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

async function open(text: string | undefined, environment: Record<string, string> = {}) {
  const files = new MemoryFiles();
  if (text !== undefined) files.texts.set(FILE, text);
  const clock = new ManualClock();
  const logger = collectLines();
  const source = await createSettingsSource({ file: FILE, files, clock, logger, environment });
  const taken: GatewaySettings[] = [];
  source.onChange((settings) => taken.push(settings));
  return { files, clock, logger, source, taken };
}

function models(settings: GatewaySettings): readonly string[] {
  return settings.deployments.map(({ model }) => model);
}

const TWO = entry('model: demo/two');
const BROKEN = 'model_list: [\n';

describe('the first load', () => {
  test('gives the settings', async () => {
    const { source } = await open(DEMO);
    expect([models(source.current), source.inForce, source.diagnostics]).toEqual([['chat'], true, []]);
  });

  test('of broken YAML throws an error with place and remedy', async () => {
    await expect(open('a: 1\na: 2\n')).rejects.toMatchObject({
      name: 'GatewayError',
      type: 'config_error',
      message: '/project/config.yaml:2:1: This key stands twice in the same map. Keep one of the two, or merge them.',
    });
  });

  test('of no file throws an error that names it', async () => {
    await expect(open(undefined)).rejects.toThrow('The config file /project/config.yaml cannot be read');
  });

  test('takes a config with a broken deployment, and logs what is wrong', async () => {
    const { source, logger } = await open(`${DEMO}  - {model_name: bad, litellm_params: {model: acme/x}}\n`);
    expect([models(source.current), source.inForce]).toEqual([['chat'], true]);
    expect(logger.lines).toEqual([expect.stringMatching(/^error \/project\/config\.yaml:5:47: The provider "acme"/)]);
  });

  test('reads the .env beside it', async () => {
    const files = new MemoryFiles();
    files.texts.set(FILE, entry('model: os.environ/MODEL'));
    files.texts.set('/project/.env', 'MODEL=demo/from-env\n');
    const source = await createSettingsSource({
      file: FILE,
      files,
      clock: new ManualClock(),
      logger: collectLines(),
      environment: {},
    });
    expect(models(source.current)).toEqual(['from-env']);
    expect(source.current.environment).toEqual({ MODEL: 'demo/from-env' });
  });
});

describe('a change of the file', () => {
  test('is taken once the file has been quiet for 100 ms', async () => {
    const { files, clock, source, taken } = await open(DEMO);
    files.save(FILE, BROKEN);
    await clock.advance(60);
    files.save(FILE, TWO);
    await clock.advance(60);
    expect(models(source.current)).toEqual(['chat']);
    await clock.advance(40);
    expect(models(source.current)).toEqual(['two']);
    expect(taken).toEqual([source.current]);
  });

  test('that breaks it keeps the last good config and tells what is wrong', async () => {
    const { files, clock, source, taken, logger } = await open(DEMO);
    const before = source.current;
    files.save(FILE, BROKEN);
    await clock.advance(100);
    expect(source.current).toBe(before);
    expect(source.inForce).toBe(false);
    expect(source.diagnostics).toMatchObject([{ severity: 'error', code: 'yaml-syntax' }]);
    expect(taken).toEqual([]);
    expect(logger.lines).toContain('warn The config has errors; the last good one stays in force');
    files.save(FILE, TWO);
    await clock.advance(100);
    expect([source.inForce, models(source.current), source.diagnostics]).toEqual([true, ['two'], []]);
  });

  test.each([
    ['an unknown provider', entry('model: acme/x')],
    ['no deployment left', 'model_list: []\n'],
    ['a wrong type', `${TWO}router_settings: {timeout: soon}\n`],
  ])('with %s is not taken', async (_, text) => {
    const { files, source, taken } = await open(DEMO);
    files.texts.set(FILE, text);
    await source.reload();
    expect([models(source.current), source.inForce, taken]).toEqual([['chat'], false, []]);
  });

  test('is taken where its errors were there before', async () => {
    const bad = '  - {model_name: bad, litellm_params: {model: acme/x}}\n';
    const { files, source } = await open(`${DEMO}${bad}`);
    files.texts.set(FILE, `# a comment\n${TWO}${bad}`);
    await source.reload();
    expect([models(source.current), source.inForce]).toEqual([['two'], true]);
  });

  test('of .env, also of one that is new, counts too', async () => {
    const { files, clock, source } = await open(entry('model: demo/chat', 'user: os.environ/WHO'));
    files.save('/project/.env', 'WHO=me\n');
    await clock.advance(100);
    expect(source.current.deployments[0]?.defaults).toEqual({ user: 'me' });
  });

  test('of an included file counts too, in whatever folder', async () => {
    const { files, clock, source } = await open(`include: [more/models.yaml]\n${DEMO}`);
    expect([...files.watchers.keys()]).toEqual(['/project', '/project/more']);
    files.save('/project/more/models.yaml', TWO);
    await clock.advance(100);
    expect(models(source.current)).toEqual(['chat', 'two']);
    files.save(FILE, DEMO);
    await clock.advance(100);
    expect([...files.watchers.keys()]).toEqual(['/project']);
  });

  test('of other files in the folder is none', async () => {
    const { files, clock, source } = await open(DEMO);
    files.texts.set(FILE, TWO);
    files.save('/project/notes.txt', 'x');
    await clock.advance(1000);
    expect(models(source.current)).toEqual(['chat']);
  });

  test('a save without a change tells nobody', async () => {
    const { files, clock, taken } = await open(DEMO);
    files.save(FILE, DEMO);
    await clock.advance(100);
    expect(taken).toEqual([]);
  });

  test('while the file is away for a moment keeps the last good config', async () => {
    const { files, source } = await open(DEMO);
    files.texts.delete(FILE);
    await source.reload();
    expect([models(source.current), source.inForce, source.diagnostics[0]?.code]).toEqual([
      ['chat'],
      false,
      'file-missing',
    ]);
    files.texts.set(FILE, DEMO);
    await source.reload();
    expect(source.inForce).toBe(true);
  });
});

describe('listeners', () => {
  test('of diagnostics hear of broken edits as well', async () => {
    const { files, source } = await open(DEMO);
    const heard: number[] = [];
    source.onDiagnostics((diagnostics) => heard.push(diagnostics.length));
    files.texts.set(FILE, BROKEN);
    await source.reload();
    files.texts.set(FILE, DEMO);
    await source.reload();
    expect(heard).toEqual([1, 0]);
  });

  test('that fail do not keep the news from others', async () => {
    const { files, source, logger } = await open(DEMO);
    source.onChange(() => {
      throw new Error('boom');
    });
    const heard: string[] = [];
    source.onChange((settings) => heard.push(...models(settings)));
    files.texts.set(FILE, TWO);
    await source.reload();
    expect(heard).toEqual(['two']);
    expect(logger.lines).toContain('error A listener of the config failed');
  });

  test('that left, and those of a closed source, hear nothing', async () => {
    const { files, clock, source, taken } = await open(DEMO);
    const heard: unknown[] = [];
    source.onChange((settings) => heard.push(settings))();
    files.save(FILE, TWO);
    await source.close();
    await clock.advance(100);
    await source.reload();
    expect([heard, taken, files.watchers.size]).toEqual([[], [], 0]);
  });
});
