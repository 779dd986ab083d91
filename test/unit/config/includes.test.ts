import { describe, expect, test } from 'vitest';
import { DEMO, parse, settingsOf } from './parse.ts';

const MORE =
  'model_list:\n  - model_name: more\n    litellm_params:\n      model: demo/chat\n      rpm: x\n  - {model_name: last, litellm_params: {model: demo/chat}}\nlitellm_settings: {num_retries: 7}\n';

describe('include', () => {
  const text = `include: [sub/more.yaml]\n${DEMO}litellm_settings: {num_retries: 1, drop_params: true}\n`;
  const files = { '/project/sub/more.yaml': MORE };

  test('appends lists; of single values the included one wins', () => {
    const settings = settingsOf(text, { files });
    expect(settings.deployments.map(({ group, source }) => [group, source?.file, source?.line])).toEqual([
      ['chat', '/project/config.yaml', 3],
      ['last', '/project/sub/more.yaml', 6],
    ]);
    expect([settings.router.numRetries, settings.dropParams]).toEqual([7, true]);
  });

  test('findings name the included file and its lines', () => {
    expect(parse(text, { files }).diagnostics).toMatchObject([
      {
        code: 'wrong-type',
        file: '/project/sub/more.yaml',
        line: 5,
        column: 12,
        path: 'model_list.1.litellm_params.rpm',
      },
    ]);
  });

  test('a file that is not there is an error at its name, and tells what to watch', () => {
    const parsed = parse(text);
    expect(parsed.diagnostics).toMatchObject([
      { severity: 'error', code: 'include-missing', line: 1, column: 11, endColumn: 24 },
    ]);
    expect(parsed.includes).toEqual(['/project/sub/more.yaml']);
    expect(parsed.settings?.deployments).toHaveLength(1);
  });

  test('a broken included file breaks the config', () => {
    const parsed = parse(text, { files: { '/project/sub/more.yaml': 'a: [' } });
    expect(parsed.settings).toBeUndefined();
    expect(parsed.diagnostics[0]).toMatchObject({ code: 'yaml-syntax', file: '/project/sub/more.yaml' });
  });
});
