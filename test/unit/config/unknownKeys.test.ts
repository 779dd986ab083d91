import { describe, expect, test } from 'vitest';
import { DEMO, entry, find, parse } from './parse.ts';

describe('keys without an effect get a hint, never an error', () => {
  const hints = [
    ['a slip of the pen', `${DEMO}router_settings:\n  num_retry: 3\n`, 'unknown-key', 'did you mean num_retries?'],
    ['a section misspelt', `${DEMO}litellm_setting: {}\n`, 'unknown-key', 'did you mean litellm_settings?'],
    [
      'the wrong section',
      `${DEMO}general_settings:\n  drop_params: true\n`,
      'misplaced-key',
      'belongs under litellm_settings',
    ],
    ['the top level', `${DEMO}fallbacks: []\n`, 'misplaced-key', 'belongs under litellm_settings'],
    ['outside of litellm_params', `${DEMO}    api_base: http://x\n`, 'misplaced-key', 'belongs under litellm_params'],
    ['a parameter misspelt', entry('model: demo/chat', 'api_bse: http://x'), 'unknown-key', 'did you mean api_base?'],
    ['aws_region', entry('model: bedrock/x', 'aws_region: us-east-1'), 'unknown-key', 'did you mean aws_region_name?'],
    [
      'a key of LiteLLM without support',
      `${DEMO}general_settings:\n  alerting: [slack]\n`,
      'unused-key',
      'does not act on it',
    ],
    ['something else', `${DEMO}blueberries: 1\n`, 'unknown-key', "not a key of LiteLLM's config"],
  ] as const;

  test.each(hints)('%s', (_, text, code, words) => {
    const finding = find(text, code);
    expect(finding).toMatchObject({ severity: 'hint' });
    expect(finding?.message).toContain(words);
    expect(finding?.fix).toMatch(/[.?]$/);
    expect(parse(text).diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
  });

  test('the hint marks the key', () => {
    const finding = find(`${DEMO}router_settings:\n  retries: 3\n`, 'unknown-key');
    expect(finding).toMatchObject({ line: 6, column: 3, endLine: 6, endColumn: 10, path: 'router_settings.retries' });
  });

  test('parameters of requests and torii_settings pass without a word', () => {
    const text = `${entry('model: demo/chat', 'temperature: 0', 'top_p: 1', 'anything_else: 1')}torii_settings: {}\n`;
    expect(parse(text).diagnostics).toEqual([]);
  });
});
