import { describe, expect, test } from 'vitest';
import { CONFIG_FILES, parseWorkshopFile, settingsOf } from './workshopFiles.ts';

const ENV = 'litellm.env.example';

function load(name: string, env: string | null = ENV) {
  return settingsOf(parseWorkshopFile(name, env));
}

/** group -> model, region, session: what the authors wrote down for each entry. */
function table(name: string) {
  return load(name).deployments.map(({ group, route, model, aws }) => [
    group,
    route,
    model,
    aws.region,
    aws.sessionName,
  ]);
}

function findings(name: string, env: string | null = ENV) {
  return parseWorkshopFile(name, env).diagnostics;
}

const SONNET_37 = 'bedrock-converse-us-claude-3-7-sonnet-v1';
const SONNET_35_FALLBACKS = [
  'bedrock-us-claude-3-5-sonnet-v2',
  'bedrock-apac-claude-3-5-sonnet-v2',
  'bedrock-claude-3-5-sonnet-v1',
];

describe('every config of the workshops', () => {
  test.each(CONFIG_FILES)('%s loads as it is, without an error', (name) => {
    const { settings, diagnostics } = parseWorkshopFile(name, ENV);
    expect(diagnostics.filter((finding) => finding.severity === 'error')).toEqual([]);
    expect(settings?.deployments.length).toBeGreaterThan(0);
    expect(Object.isFrozen(settings)).toBe(true);
    expect(Object.isFrozen(settings?.deployments[0]?.aws)).toBe(true);
  });

  test.each(CONFIG_FILES)('%s loads without any environment too', (name) => {
    const { settings, diagnostics } = parseWorkshopFile(name, null);
    expect(diagnostics.filter((finding) => finding.severity === 'error')).toEqual([]);
    expect(settings?.deployments.length).toBe(load(name).deployments.length);
  });

  test.each(CONFIG_FILES)('%s gives every finding a place and a remedy', (name) => {
    for (const finding of findings(name)) {
      expect(finding.fix, finding.message).toMatch(/[.?]$/);
      expect(finding.file).toBe(`/workshop/${name}`);
      expect(finding.endLine * 10_000 + finding.endColumn).toBeGreaterThan(finding.line * 10_000 + finding.column);
    }
  });
});

describe('the inventions that LiteLLM ignores', () => {
  const inventions = [
    ['general_settings.disable_user_auth', 47, 'keys stay required'],
    ['router_settings.default_model', 50, 'each request names its model'],
    ['router_settings.failover', 51, '`fallbacks` alone decide'],
    ['router_settings.retries', 53, 'LiteLLM has no retries'],
  ] as const;

  test.each(inventions)('%s on line %i gets a hint', (path, line, words) => {
    const finding = findings('litellm_iam_role_config.yml').find((one) => one.path === path);
    expect(finding).toMatchObject({ severity: 'hint', code: 'unknown-key', line, column: 3 });
    expect(finding?.message).toContain(words);
  });

  test('retries: 3 changes nothing, num_retries: 2 counts', () => {
    expect(load('litellm_iam_role_config.yml').router.numRetries).toBe(2);
    const hint = findings('litellm_iam_role_config.yml').find((one) => one.path === 'router_settings.retries');
    expect(hint?.fix).toBe('Use `num_retries`.');
  });

  test('disable_user_auth leaves the master key in force', () => {
    expect(load('litellm_iam_role_config.yml').masterKey).toBe('sk-litellm-test-key');
  });
});

describe('litellm_iam_role_config.yml', () => {
  test('has four deployments on Converse, in their regions, with their session names', () => {
    expect(table('litellm_iam_role_config.yml')).toEqual([
      [SONNET_37, 'converse', 'us.anthropic.claude-3-7-sonnet-20250219-v1:0', 'us-east-1', 'claude-3-7-sonnet-session'],
      [
        'bedrock-us-claude-3-5-sonnet-v2',
        'converse',
        'us.anthropic.claude-3-5-sonnet-20241022-v2:0',
        'us-east-1',
        'claude-3-5-sonnet-v2-us-session',
      ],
      [
        'bedrock-apac-claude-3-5-sonnet-v2',
        'converse',
        'apac.anthropic.claude-3-5-sonnet-20241022-v2:0',
        'ap-northeast-1',
        'claude-3-5-sonnet-v2-apac-session',
      ],
      [
        'bedrock-claude-3-5-sonnet-v1',
        'converse',
        'anthropic.claude-3-5-sonnet-20240620-v1:0',
        'us-east-1',
        'claude-3-5-sonnet-v1-session',
      ],
    ]);
  });

  test('leaves the credentials to the AWS chain', () => {
    for (const { aws } of load('litellm_iam_role_config.yml').deployments) {
      expect([aws.accessKeyId, aws.secretAccessKey, aws.profile, aws.roleArn]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  test('falls back, times out, retries and drops parameters as written', () => {
    const settings = load('litellm_iam_role_config.yml');
    expect(settings.router).toEqual({
      strategy: 'simple-shuffle',
      numRetries: 2,
      retryAfterMs: 0,
      timeoutMs: 30_000,
      streamTimeoutMs: undefined,
      cooldownMs: 5_000,
      allowedFails: undefined,
      allowedFailsPolicy: undefined,
      disableCooldowns: false,
      fallbacks: { [SONNET_37]: SONNET_35_FALLBACKS },
      defaultFallbacks: [],
      contextWindowFallbacks: undefined,
      contentPolicyFallbacks: undefined,
      maxFallbacks: 5,
      aliases: {},
      enablePreCallChecks: false,
      retryPolicy: undefined,
      groupRetryPolicies: {},
      tagFiltering: undefined,
      weightedFailover: false,
      latency: { ttlMs: 3_600_000, buffer: 0 },
      pacing: { enabled: true, maxQueue: 100, maxWaitMs: 30_000 },
      continueStreams: false,
    });
    expect(settings.dropParams).toBe(true);
    expect(settings.deployments.every((deployment) => deployment.dropParams)).toBe(true);
    expect(settings.storePrompts).toBe(false);
    expect(settings.ui).toEqual({ username: 'litellm', password: 'litellm' });
    expect(settings.maxRequestBytes).toBe(104_857_600);
  });
});

test('litellm_iam_role_config_claude.yml falls back across regions before it falls back to 3.5', () => {
  const settings = load('litellm_iam_role_config_claude.yml');
  expect(settings.deployments.map((deployment) => [deployment.group, deployment.aws.region])).toEqual([
    [SONNET_37, 'us-east-1'],
    ['bedrock-converse-apac-claude-3-7-sonnet-v1', 'ap-northeast-1'],
    ['bedrock-converse-eu-claude-3-7-sonnet-v1', 'eu-west-1'],
    ['bedrock-us-claude-3-5-sonnet-v2', 'us-east-1'],
    ['bedrock-apac-claude-3-5-sonnet-v2', 'ap-northeast-1'],
    ['bedrock-claude-3-5-sonnet-v1', 'us-east-1'],
  ]);
  expect(settings.router.fallbacks).toEqual({
    [SONNET_37]: [
      'bedrock-converse-apac-claude-3-7-sonnet-v1',
      'bedrock-converse-eu-claude-3-7-sonnet-v1',
      ...SONNET_35_FALLBACKS,
    ],
  });
});

describe('litellm_iam_role_config_claude4.yml', () => {
  test('has nine deployments and eight fallbacks for Opus 4.1', () => {
    const settings = load('litellm_iam_role_config_claude4.yml');
    expect(settings.deployments).toHaveLength(9);
    expect(settings.router.fallbacks).toEqual({
      'bedrock-converse-us-claude-opus-4-1-v1': [
        'bedrock-converse-us-claude-opus-4-v1',
        'bedrock-converse-apac-claude-opus-4-v1',
        'bedrock-converse-eu-claude-opus-4-v1',
        'bedrock-converse-apac-claude-opus-4-1-v1',
        'bedrock-converse-eu-claude-opus-4-1-v1',
        'bedrock-converse-us-claude-sonnet-4-v1',
        'bedrock-converse-apac-claude-sonnet-4-v1',
        'bedrock-converse-eu-claude-sonnet-4-v1',
      ],
    });
  });

  test('warns of the id that names its vendor twice', () => {
    const finding = findings('litellm_iam_role_config_claude4.yml').find((one) => one.code === 'suspicious-model-id');
    expect(finding).toMatchObject({ severity: 'warning', line: 16, path: 'model_list.2.litellm_params.model' });
    expect(finding?.fix).toBe('Did you mean eu.anthropic.claude-opus-4-20250514-v1:0?');
  });
});

describe('the access key configs', () => {
  test.each(['litellm_access_key_config.yml', 'langfuse_access_key_config.yml', 'mlflow_default_config.yml'])(
    '%s takes the keys of the environment',
    (name) => {
      const settings = load(name, 'mlflow.env.example');
      for (const { aws } of settings.deployments) {
        expect([aws.accessKeyId, aws.secretAccessKey]).toEqual(['your-access-key', 'your-secret-key']);
      }
    },
  );

  test('empty keys in the .env count as absent, with a warning at each place', () => {
    const { settings, diagnostics } = parseWorkshopFile('litellm_access_key_config.yml', ENV);
    expect(settings?.deployments.map((deployment) => deployment.aws.accessKeyId)).toEqual(Array(4).fill(undefined));
    const warnings = diagnostics.filter((one) => one.code === 'missing-variable');
    expect(warnings).toHaveLength(10);
    expect(warnings[0]).toMatchObject({ severity: 'warning', line: 5, column: 26, endLine: 5, endColumn: 54 });
    expect(warnings[0]?.message).toContain('AWS_ACCESS_KEY_ID');
  });

  test('the second list of fallbacks names one group twice, and is kept', () => {
    expect(load('mlflow_default_config.yml').router.fallbacks).toEqual({
      [SONNET_37]: SONNET_35_FALLBACKS,
      'bedrock-converse-us-deepseek-r1-v1': ['bedrock-converse-us-nova-pro-v1', 'bedrock-converse-us-nova-pro-v1'],
    });
    const finding = findings('mlflow_default_config.yml').find((one) => one.code === 'duplicate-fallback');
    expect(finding).toMatchObject({ severity: 'hint', line: 63, column: 9 });
  });
});

describe('callbacks', () => {
  test('langfuse, named three times, is one observer of successes and failures', () => {
    expect(load('langfuse_iam_role_config.yml').callbacks).toEqual({ success: ['langfuse'], failure: ['langfuse'] });
  });

  test('mlflow stands beside a Python callback, which is kept', () => {
    expect(load('mlflow_default_config.yml').callbacks).toEqual({
      success: ['mlflow_callback.mlflow_callback_instance', 'mlflow'],
      failure: ['mlflow_callback.mlflow_callback_instance', 'mlflow'],
    });
  });

  test('and the two send traces and runs to the server of the environment, with what the config lists', () => {
    const { destinations } = load('mlflow_default_config.yml', 'mlflow.env.example').exports;
    const server = { kind: 'plain', trackingUri: 'http://localhost:5000' };
    expect(destinations).toMatchObject([
      { kind: 'mlflow-traces', id: 'mlflow', server, experiment: '/litellm-monitoring', runsInstead: false },
      {
        kind: 'mlflow-runs',
        id: 'mlflow-runs',
        server,
        experiment: '/litellm-monitoring',
        content: true,
        metrics: ['latency', 'prompt_tokens', 'completion_tokens', 'total_tokens', 'cost_usd'],
        params: ['model', 'messages', 'max_tokens', 'region'],
        tags: ['request_id', 'deployment', 'user', 'aws_account_id', 'sagemaker_endpoint'],
      },
    ]);
  });

  test('settings of later features stay in the document, with the environment filled in', () => {
    const settings = load('mlflow_default_config.yml', 'mlflow.env.example');
    expect(settings.document).toMatchObject({
      litellm_settings: { mlflow: { tracking_uri: 'http://localhost:5000', experiment_name: '/litellm-monitoring' } },
      general_settings: { database_url: 'postgresql://postgres:postgres@postgres:5432/postgres' },
    });
  });
});

test.each(['litellm_prompt_caching.yml', 'langfuse_prompt_caching.yml'])(
  '%s: one model, five retries, no fallback',
  (name) => {
    const settings = load(name);
    expect(settings.deployments.map((deployment) => deployment.group)).toEqual([SONNET_37]);
    expect(settings.router).toMatchObject({ numRetries: 5, timeoutMs: 30_000, fallbacks: {} });
  },
);

test('sagemaker_default_config.yaml: SageMaker with a fallback to Bedrock, 60 s of the router over 50 s of litellm_settings', () => {
  const settings = load('sagemaker_default_config.yaml', 'mlflow.env.example');
  expect(settings.deployments).toMatchObject([
    {
      group: 'swallow-llama',
      provider: 'sagemaker',
      route: undefined,
      model: 'llama-3-3-swallow-70b-q4bit',
      aws: { region: 'us-east-1' },
    },
    {
      group: 'bedrock-claude-sonnet-3-5',
      provider: 'bedrock',
      route: undefined,
      model: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    },
  ]);
  expect(settings.router).toMatchObject({
    timeoutMs: 60_000,
    numRetries: 2,
    fallbacks: { 'swallow-llama': ['bedrock-claude-sonnet-3-5'] },
  });
  expect(settings.dropParams).toBe(false);
});

test('sagemaker_default_config.yaml: aws_* under litellm_settings stand in for what the environment lacks', () => {
  const settings = load('sagemaker_default_config.yaml', null);
  expect(settings.deployments.map((deployment) => deployment.aws.region)).toEqual(['us-east-1', 'us-east-1']);
});

test('litellm_openai_backends.yml: six names on three servers, "None" as the key', () => {
  const settings = load('litellm_openai_backends.yml', null);
  expect(settings.deployments.map((one) => [one.group, one.provider, one.model, one.apiBase, one.apiKey])).toEqual([
    ['gpt-3.5-turbo', 'openai', 'vicuna-13b', 'http://host.docker.internal:20080/v1', 'None'],
    ['text-embedding-ada-002', 'openai', 'sentence-luke', 'http://host.docker.internal:40080/v1', 'None'],
    ['vicuna-13b', 'openai', 'vicuna-13b', 'http://host.docker.internal:20080/v1', 'None'],
    ['karakuri-8x7b', 'openai', 'karakuri-8x7b', 'http://host.docker.internal:20080/v1', 'None'],
    ['karakuri-70b', 'openai', 'karakuri-70b', 'http://host.docker.internal:30080/v1', 'None'],
    ['sentence-luke', 'openai', 'sentence-luke', 'http://host.docker.internal:40080/v1', 'None'],
  ]);
  expect(settings.router).toMatchObject({ timeoutMs: 6_000_000, numRetries: 2 });
  expect(settings.masterKey).toBeUndefined();
  expect(findings('litellm_openai_backends.yml', null)).toEqual([]);
});

test('the ids of deployments are unique and the same at every load', () => {
  for (const name of CONFIG_FILES) {
    const ids = load(name).deployments.map((deployment) => deployment.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(load(name, null).deployments.map((deployment) => deployment.id)).toEqual(ids);
  }
});
