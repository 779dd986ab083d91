import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../src/config/parseSettings.ts';

function parse(lines: string) {
  const text = `model_list:\n  - model_name: demo\n    litellm_params:\n      model: demo/chat\n${lines}`;
  return parseSettings({ text, file: '/config.yaml', environment: {}, readFile: () => undefined });
}

describe('torii_settings', () => {
  it('takes its keys without a word', () => {
    const { diagnostics, settings } = parse(
      '    model_info:\n      prompt_caching: "no"\n      thinking_vault: false\n' +
        'torii_settings:\n  prompt_caching: true\n  thinking_vault: off\n  thinking_vault_max_age_days: 3\n  thinking_vault_max_size_mb: "16"\n  allowed_hosts: [gateway.example]\n',
    );
    expect(diagnostics).toEqual([]);
    expect(settings?.deployments[0]?.info).toMatchObject({ prompt_caching: false, thinking_vault: false });
  });

  it('hints at the key that was meant', () => {
    const { diagnostics } = parse('torii_settings:\n  prompt_cache: false\n');
    expect(diagnostics).toMatchObject([
      {
        severity: 'hint',
        code: 'unknown-key',
        path: 'torii_settings.prompt_cache',
        fix: expect.stringMatching(/prompt_caching/),
      },
    ]);
  });

  it('refuses a value of a wrong type', () => {
    const { diagnostics } = parse('torii_settings:\n  thinking_vault: perhaps\n');
    expect(diagnostics).toMatchObject([
      { severity: 'error', code: 'wrong-type', path: 'torii_settings.thinking_vault' },
    ]);
  });
});
