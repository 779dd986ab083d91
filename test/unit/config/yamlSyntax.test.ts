import { describe, expect, test } from 'vitest';
import { DEMO, FILE, find, parse, settingsOf } from './parse.ts';

describe('YAML that cannot be read', () => {
  const broken = [
    ['a key twice', 'a: 1\na: 2\n', { line: 2, column: 1, endLine: 2, endColumn: 2 }, /twice in the same map/],
    ['a tab as indentation', 'a:\n\tb: 1\n', { line: 2, column: 1 }, /Tabs/],
    ['a quote left open', 'a: "x\n', { line: 2, column: 1 }, /closing/],
    ['two documents', 'a: 1\n---\nb: 2\n', { line: 2, column: 1 }, /several YAML documents/],
    ['a list at the top', '- a\n- b\n', { line: 1, column: 1 }, /map of sections/],
    ['an alias without an anchor', 'a: *b\n', { line: 1, column: 4, endColumn: 6 }, /no anchor &b/],
    ['an anchor inside itself', 'a: &x [*x]\n', { line: 1 }, /contains itself/],
  ] as const;

  test.each(broken)('%s: no settings, an error at its place, with a remedy', (_, text, place, message) => {
    const { settings, diagnostics } = parse(text);
    expect(settings).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ severity: 'error', code: 'yaml-syntax', file: FILE, ...place });
    expect(diagnostics[0]?.message).toMatch(message);
    expect(diagnostics[0]?.fix).toMatch(/\.$/);
  });
});

describe('YAML as LiteLLM reads it', () => {
  test('anchors and merge keys are followed', () => {
    const text = [
      'base: &base {model: demo/chat, temperature: 0.1, rpm: 5}',
      'model_list:',
      '  - model_name: chat',
      '    litellm_params:',
      '      <<: *base',
      '      rpm: 7',
    ].join('\n');
    expect(settingsOf(text).deployments[0]).toMatchObject({ model: 'chat', rpm: 7, defaults: { temperature: 0.1 } });
  });

  test('numbers and truths in quotes, `yes`, and exponents without a point are what they look like', () => {
    const text = `${DEMO}      rpm: "60"\n      drop_params: yes\n      input_cost_per_token: 3e-6\n`;
    expect(settingsOf(text).deployments[0]).toMatchObject({ rpm: 60, dropParams: true, price: { input: 3_000_000 } });
  });

  test('a key with nothing behind it counts as absent', () => {
    const text = `${DEMO}      api_key:\nlitellm_settings:\nrouter_settings:\n  timeout:\n`;
    expect(parse(text).diagnostics).toEqual([]);
    expect(settingsOf(text).deployments[0]?.apiKey).toBeUndefined();
  });

  test('names that every object has are names like others', () => {
    const text = `model_list:\n  - model_name: constructor\n    litellm_params: {model: demo/chat, __proto__: {x: 1}}\ntoString: 1\n`;
    expect(settingsOf(text).deployments[0]?.group).toBe('constructor');
    expect(find(text, 'unknown-key')?.path).toBe('toString');
  });
});
