import { describe, expect, test } from 'vitest';
import { DEMO, entry, find, parse, settingsOf } from './parse.ts';

describe('a value of the wrong type', () => {
  test('in a section is an error at its place, and the default counts', () => {
    const text = `${DEMO}router_settings:\n  num_retries: many\n  timeout: 30\n`;
    expect(find(text, 'wrong-type')).toMatchObject({
      severity: 'error',
      line: 6,
      column: 16,
      endLine: 6,
      endColumn: 20,
      path: 'router_settings.num_retries',
      message: 'router_settings.num_retries must be a number of at least 0, but is the text "many".',
    });
    expect(settingsOf(text).router).toMatchObject({ numRetries: 2, timeoutMs: 30_000 });
  });

  test('in a deployment leaves that deployment out and keeps the others', () => {
    const text = `${entry('model: demo/one', 'rpm: [1]')}  - model_name: b\n    litellm_params: {model: demo/two}\n`;
    expect(find(text, 'wrong-type')).toMatchObject({ path: 'model_list.0.litellm_params.rpm', line: 5, column: 12 });
    expect(settingsOf(text).deployments.map(({ group, source }) => [group, source?.line])).toEqual([['b', 6]]);
  });

  test.each([
    ['model_list: {a: 1}\n', 'model_list'],
    [`${DEMO}litellm_settings: 7\n`, 'litellm_settings'],
    [`${DEMO}router_settings:\n  fallbacks: [chat]\n`, 'router_settings.fallbacks'],
    [`${DEMO}router_settings:\n  routing_strategy: fastest\n`, 'router_settings.routing_strategy'],
    [`${DEMO}router_settings:\n  timeout: -1\n`, 'router_settings.timeout'],
    [
      `${DEMO}general_settings:\n  store_prompts_in_spend_logs: maybe\n`,
      'general_settings.store_prompts_in_spend_logs',
    ],
    [
      `${DEMO}credential_list:\n  - {credential_values: 3, credential_name: [x]}\n`,
      'credential_list.0.credential_name',
    ],
  ])('%j names the path', (text, path) => {
    expect(
      parse(text)
        .diagnostics.filter((finding) => finding.code === 'wrong-type')
        .map((finding) => finding.path),
    ).toContain(path);
    expect(parse(text).settings).toBeDefined();
  });

  test('a secret of the wrong type is not shown', () => {
    const text = `${DEMO}general_settings:\n  master_key: [sk-test-hidden]\n`;
    expect(JSON.stringify(parse(text).diagnostics)).not.toContain('sk-test-hidden');
  });

  test('a sound credential beside broken ones is still there', () => {
    const credentials =
      'credential_list:\n  - {credential_name: [x], credential_values: 3}\n  - {credential_name: good, credential_values: {api_key: sk-test-1}}\n';
    const text = `${entry('model: openai/x', 'api_base: http://localhost/v1', 'litellm_credential_name: good')}${credentials}`;
    expect(settingsOf(text).deployments[0]?.apiKey).toBe('sk-test-1');
  });
});

describe('a missing key', () => {
  test.each([
    ['model_list:\n  - model_name: a\n', 'model_list.0.litellm_params', 2],
    ['model_list:\n  - litellm_params: {model: demo/chat}\n', 'model_list.0.model_name', 2],
    ['model_list:\n  - model_name: a\n    litellm_params: {rpm: 1}\n', 'model_list.0.litellm_params.model', 3],
  ])('%j is an error at the entry', (text, path, line) => {
    expect(find(text, 'missing-key')).toMatchObject({ severity: 'error', path, line });
  });

  test('a config without a usable deployment says so, and still gives settings', () => {
    const { settings, diagnostics } = parse('general_settings:\n  master_key: sk-test-1\n');
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'no-deployments', line: 1 }]);
    expect(settings).toMatchObject({ deployments: [], masterKey: 'sk-test-1' });
  });
});
