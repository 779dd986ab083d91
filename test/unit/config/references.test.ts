import { describe, expect, test } from 'vitest';
import { DEMO, deploymentOf, entry, find, parse, settingsOf } from './parse.ts';

describe('os.environ/NAME', () => {
  test('is replaced in any string', () => {
    const text = entry(
      'model: os.environ/MODEL',
      'rpm: os.environ/RPM',
      'stop: [os.environ/STOP]',
      'extra_headers: {x-team: os.environ/TEAM}',
    );
    const environment = { MODEL: 'demo/chat', RPM: '12', STOP: 'END', TEAM: 'red' };
    expect(deploymentOf(text, { environment })).toMatchObject({
      model: 'chat',
      rpm: 12,
      defaults: { stop: ['END'] },
      headers: { 'x-team': 'red' },
    });
  });

  test('that is not set is a warning that names it, and the value is absent', () => {
    const text = entry('model: openai/gpt-4o', 'api_key: os.environ/NOT_THERE');
    expect(find(text, 'missing-variable')).toMatchObject({
      severity: 'warning',
      line: 5,
      column: 16,
      endColumn: 36,
      path: 'model_list.0.litellm_params.api_key',
      message: 'The environment variable NOT_THERE is not set, so this key counts as absent',
    });
    expect(deploymentOf(text).apiKey).toBeUndefined();
  });

  test('that is empty counts as absent for a credential, and is an empty text elsewhere', () => {
    const text = entry(
      'model: openai/x',
      'api_base: http://localhost/v1',
      'api_key: os.environ/EMPTY',
      'user: os.environ/EMPTY',
    );
    const deployment = deploymentOf(text, { environment: { EMPTY: '' } });
    expect([deployment.apiKey, deployment.defaults]).toEqual([undefined, { user: '' }]);
    expect(find(text, 'missing-variable', { environment: { EMPTY: '' } })?.message).toContain('is empty');
  });

  test('sees names of the environment only, not those of every object', () => {
    expect(find(entry('model: demo/chat', 'user: os.environ/constructor'), 'missing-variable')).toBeDefined();
  });

  test('environment_variables of the config win over the environment, and may refer to it', () => {
    const text = `environment_variables: {TEAM: red, COPY: os.environ/SOURCE, COUNT: 3}\n${entry('model: demo/chat', 'user: os.environ/TEAM')}`;
    const settings = settingsOf(text, { environment: { TEAM: 'blue', SOURCE: 'given' } });
    expect(settings.deployments[0]?.defaults).toEqual({ user: 'red' });
    expect(settings.environment).toEqual({ TEAM: 'red', COPY: 'given', COUNT: '3' });
  });
});

describe('access', () => {
  test('the master key comes from the config, else from LITELLM_MASTER_KEY', () => {
    const environment = { LITELLM_MASTER_KEY: 'sk-test-env' };
    expect(settingsOf(DEMO, { environment }).masterKey).toBe('sk-test-env');
    expect(settingsOf(`${DEMO}general_settings: {master_key: sk-test-file}\n`, { environment }).masterKey).toBe(
      'sk-test-file',
    );
    expect(settingsOf(`${DEMO}general_settings: {master_key: os.environ/GONE}\n`, { environment }).masterKey).toBe(
      'sk-test-env',
    );
  });

  test('a master key without sk- is a warning that does not show it', () => {
    const finding = find(`${DEMO}general_settings: {master_key: hunter2}\n`, 'master-key-prefix');
    expect(finding).toMatchObject({ severity: 'warning', path: 'general_settings.master_key' });
    expect(JSON.stringify(parse(`${DEMO}general_settings: {master_key: hunter2}\n`).diagnostics)).not.toContain(
      'hunter2',
    );
    expect(find(DEMO, 'master-key-prefix', { environment: { LITELLM_MASTER_KEY: 'hunter2' } })?.line).toBe(1);
  });

  test.each([
    [
      { UI_USERNAME: 'u', UI_PASSWORD: 'p' },
      { username: 'u', password: 'p' },
    ],
    [
      { LITELLM_UI_USERNAME: 'u', LITELLM_UI_PASSWORD: 'p' },
      { username: 'u', password: 'p' },
    ],
    [{ UI_PASSWORD: 'p' }, { username: 'admin', password: 'p' }],
    [{ UI_USERNAME: 'u' }, undefined],
  ] as const)('%j is the login %j', (environment, login) => {
    expect(settingsOf(DEMO, { environment }).ui).toEqual(login);
  });

  test('requests may be 100 MB large, or what max_request_size_mb says', () => {
    expect(settingsOf(DEMO).maxRequestBytes).toBe(100 * 1024 * 1024);
    expect(settingsOf(`${DEMO}general_settings: {max_request_size_mb: 0.5}\n`).maxRequestBytes).toBe(512 * 1024);
  });
});
