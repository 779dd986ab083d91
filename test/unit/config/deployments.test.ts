import { describe, expect, test } from 'vitest';
import { deploymentOf, entry, find, parse, settingsOf } from './parse.ts';

describe('one deployment', () => {
  test('takes its limits, seconds become milliseconds', () => {
    const lines = [
      'model: demo/chat',
      'rpm: 60',
      'tpm: 1000',
      'weight: 2',
      'order: 1',
      'timeout: 1.5',
      'stream_timeout: 20',
      'num_retries: 0',
      'cooldown_time: 0',
      'max_parallel_requests: 4',
      'tags: [fast, free]',
    ];
    expect(deploymentOf(entry(...lines))).toMatchObject({
      rpm: 60,
      tpm: 1000,
      weight: 2,
      order: 1,
      timeoutMs: 1500,
      streamTimeoutMs: 20_000,
      numRetries: 0,
      cooldownMs: 0,
      maxParallelRequests: 4,
      tags: ['fast', 'free'],
      defaults: {},
    });
  });

  test('gives everything that the gateway does not take as a default of the request', () => {
    const lines = [
      'model: demo/chat',
      'temperature: 0.2',
      'thinking: {type: enabled, budget_tokens: 1024}',
      'own_thing: [1]',
      'max_retries: 3',
      'input_cost_per_token: 1',
    ];
    expect(deploymentOf(entry(...lines)).defaults).toEqual({
      temperature: 0.2,
      thinking: { type: 'enabled', budget_tokens: 1024 },
      own_thing: [1],
    });
  });

  test('takes prices from litellm_params first, then from model_info, in pico-USD per token', () => {
    const text = `${entry('model: demo/chat', 'input_cost_per_token: 0.000003', 'cache_creation_input_token_cost_above_1hr: 0.000006')}    model_info: {input_cost_per_token: 1, output_cost_per_token: 1.5e-5, cache_read_input_token_cost: 0}\n`;
    expect(deploymentOf(text).price).toEqual({
      input: 3_000_000,
      output: 15_000_000,
      cacheRead: 0,
      cacheWrite5m: undefined,
      cacheWrite1h: 6_000_000,
    });
    expect(deploymentOf(entry('model: demo/chat')).price).toBeUndefined();
  });

  test('drops parameters as litellm_settings say, unless it says otherwise', () => {
    const settings = 'litellm_settings: {drop_params: true}\n';
    expect(deploymentOf(`${entry('model: demo/chat')}${settings}`).dropParams).toBe(true);
    expect(
      deploymentOf(`${entry('model: demo/chat', 'drop_params: false', 'additional_drop_params: [user]')}${settings}`),
    ).toMatchObject({ dropParams: false, additionalDropParams: ['user'] });
  });

  test('knows where it stands', () => {
    expect(deploymentOf(`# first\n${entry('model: demo/chat')}`).source).toEqual({
      file: '/project/config.yaml',
      line: 3,
    });
  });

  test('takes headers and the organisation', () => {
    expect(
      deploymentOf(entry('model: openai/x', 'api_base: http://h/v1', 'organization: org-1', 'extra_headers: {x: 1}'))
        .headers,
    ).toEqual({ 'OpenAI-Organization': 'org-1', x: '1' });
  });

  test('takes missing values from its credential, then from default_litellm_params', () => {
    const rest =
      'credential_list: [{credential_name: c, credential_values: {api_key: sk-test-c, api_base: http://c/v1}}]\nrouter_settings: {default_litellm_params: {api_base: http://d/v1, temperature: 1}}\n';
    const text = `${entry('model: openai/x', 'litellm_credential_name: c', 'api_key: sk-test-own')}${rest}`;
    expect(deploymentOf(text)).toMatchObject({
      apiKey: 'sk-test-own',
      apiBase: 'http://c/v1',
      defaults: { temperature: 1 },
    });
  });

  test('whose credential does not exist is a warning', () => {
    const text = `${entry('model: demo/x', 'litellm_credential_name: bedrok')}credential_list: [{credential_name: bedrock}]\n`;
    expect(find(text, 'unknown-credential')).toMatchObject({
      severity: 'warning',
      line: 5,
      fix: 'Did you mean bedrock?',
    });
  });
});

describe('ids', () => {
  test('are model_info.id, as text', () => {
    expect(deploymentOf(`${entry('model: demo/chat')}    model_info: {id: 7}\n`)).toMatchObject({
      id: '7',
      info: { id: '7' },
    });
  });

  test('are else hashes that depend on neither the order of keys nor the environment, and differ for the same entry twice', () => {
    const one = entry('model: demo/chat', 'api_key: os.environ/K', 'rpm: 1');
    const other = entry('rpm: 1', 'api_key: os.environ/K', 'model: demo/chat');
    expect(deploymentOf(one, { environment: { K: 'sk-test-1' } }).id).toBe(deploymentOf(other).id);
    expect(deploymentOf(entry('model: demo/chat', 'rpm: 2')).id).not.toBe(
      deploymentOf(entry('model: demo/chat', 'rpm: 1')).id,
    );
    const twice = `${entry('model: demo/chat')}${entry('model: demo/chat').replace('model_list:\n', '')}`;
    expect(new Set(settingsOf(twice).deployments.map(({ id }) => id)).size).toBe(2);
  });

  test('that are given twice are made unique, with a warning', () => {
    const item = '  - {model_name: a, litellm_params: {model: demo/chat}, model_info: {id: same}}\n';
    const { settings, diagnostics } = parse(`model_list:\n${item}${item}`);
    expect(new Set(settings?.deployments.map(({ id }) => id)).size).toBe(2);
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'duplicate-id', line: 3 }]);
  });
});

describe('AWS', () => {
  const defaults =
    'litellm_settings: {aws_region_name: eu-west-1, aws_access_key_id: AKIAEXAMPLE, aws_secret_access_key: sk-test-secret}\n';

  test('takes what is written', () => {
    const lines = [
      'aws_profile_name: p',
      'aws_role_name: arn:r',
      'aws_external_id: e',
      'aws_session_name: s',
      'aws_web_identity_token: t',
      'aws_sts_endpoint: http://sts',
      'aws_bedrock_runtime_endpoint: http://b',
      'aws_session_token: sk-test-token',
    ];
    expect(deploymentOf(entry('model: bedrock/m', ...lines)).aws).toMatchObject({
      profile: 'p',
      roleArn: 'arn:r',
      externalId: 'e',
      sessionName: 's',
      webIdentityToken: 't',
      stsEndpoint: 'http://sts',
      bedrockEndpoint: 'http://b',
      sessionToken: 'sk-test-token',
    });
  });

  test('takes defaults from litellm_settings, with a hint', () => {
    const text = `${entry('model: bedrock/m')}${defaults}`;
    expect(deploymentOf(text).aws).toMatchObject({
      region: 'eu-west-1',
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'sk-test-secret',
    });
    expect(find(text, 'aws-defaults')).toMatchObject({
      severity: 'hint',
      line: 5,
      path: 'litellm_settings.aws_region_name',
    });
  });

  test.each(['aws_profile_name: p', 'api_key: sk-test-bearer', 'aws_access_key_id: AKIAEXAMPLEOWN'])(
    'does not mix default keys with %s',
    (line) => {
      expect(deploymentOf(`${entry('model: bedrock/m', line)}${defaults}`).aws).toMatchObject({
        region: 'eu-west-1',
        secretAccessKey: undefined,
      });
    },
  );

  test('is not for other providers', () => {
    expect(deploymentOf(`${entry('model: demo/chat')}${defaults}`).aws).toEqual({});
  });

  test.each([
    ['aws_region_name: us-east-2', 'bedrock/us-west-2/m', 'us-east-2'],
    ['rpm: 1', 'bedrock/us-west-2/m', 'us-west-2'],
    ['rpm: 1', 'bedrock/arn:aws:bedrock:ap-northeast-1:1:inference-profile/x', 'ap-northeast-1'],
    ['model_id: arn:aws:bedrock:eu-west-3:1:application-inference-profile/x', 'bedrock/m', 'eu-west-3'],
    ['region_name: us-east-2', 'bedrock/m', 'us-east-2'],
    ['rpm: 1', 'bedrock/m', undefined],
  ])('%s with %s goes to %s', (line, model, region) => {
    expect(deploymentOf(entry(`model: ${model}`, line)).aws.region).toBe(region);
  });
});

describe('OpenAI', () => {
  test('passes the key "None" on as it is', () => {
    expect(deploymentOf(entry('model: openai/x', 'api_base: http://h/v1', 'api_key: None')).apiKey).toBe('None');
  });

  test('takes key and base from the environment where they are not written, but no base that is not a URL', () => {
    const environment = { OPENAI_API_KEY: 'sk-test-1', OPENAI_API_BASE: '/v1' };
    expect(deploymentOf(entry('model: openai/gpt-4o'), { environment })).toMatchObject({
      apiKey: 'sk-test-1',
      apiBase: undefined,
    });
    expect(
      deploymentOf(entry('model: openai/gpt-4o'), { environment: { OPENAI_BASE_URL: 'http://h/v1' } }).apiBase,
    ).toBe('http://h/v1');
  });

  test("without a key, OpenAI's own API is a warning; another server is not", () => {
    expect(find(entry('model: openai/gpt-4o'), 'missing-api-key')).toMatchObject({ severity: 'warning', line: 4 });
    expect(parse(entry('model: openai/gpt-4o', 'base_url: http://h/v1')).diagnostics).toEqual([]);
  });

  test('an api_base that is not a URL is a warning', () => {
    expect(find(entry('model: openai/x', 'api_base: localhost:8000'), 'bad-url')).toMatchObject({
      severity: 'warning',
      line: 5,
      column: 17,
    });
  });
});
