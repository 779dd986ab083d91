import { describe, expect, it } from 'vitest';
import type { AwsParameters, Deployment } from '../../../../src/domain/deployment.ts';
import { connectionKey } from '../../../../src/providers/aws/connectionPlan.ts';
import { toConnectionPlan } from '../../../../src/providers/bedrock/connection/connectionPlan.ts';
import { toCredentialSource } from '../../../../src/providers/bedrock/connection/credentialSource.ts';
import { InferenceProfiles, toProfileIds } from '../../../../src/providers/bedrock/connection/inferenceProfiles.ts';
import { toEndpoint, toRegion } from '../../../../src/providers/bedrock/connection/region.ts';
import { toTarget } from '../../../../src/providers/bedrock/connection/target.ts';
import { toModelTraits } from '../../../../src/providers/bedrock/modelTraits.ts';
import { toDeployment } from '../../../simulators/bedrock/fixtures.ts';

const deployment = (aws: AwsParameters, overrides: Partial<Deployment> = {}) =>
  toDeployment('m', { aws, ...overrides });
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const envKeys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };

describe('target', () => {
  const arn = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123';

  it.each([
    [undefined, 'anthropic.claude', 'anthropic.claude', undefined],
    ['converse', 'us.anthropic.claude', 'us.anthropic.claude', undefined],
    [undefined, 'us-west-2/anthropic.claude', 'anthropic.claude', 'us-west-2'],
    ['converse', 'us-gov-east-1/anthropic.claude', 'anthropic.claude', 'us-gov-east-1'],
    ['us-west-2', 'anthropic.claude', 'anthropic.claude', 'us-west-2'],
    [undefined, 'converse/anthropic.claude', 'anthropic.claude', undefined],
    [undefined, arn, arn, 'eu-west-1'],
  ])('route %s of %s is %s in %s', (route, model, modelId, region) => {
    expect(toTarget(toDeployment(model, { route }))).toEqual({ modelId, region });
  });

  it.each(['agent', 'converse_like', 'async_invoke'])('refuses the route %s', (route) => {
    expect(() => toTarget(toDeployment('m', { route }))).toThrow(/bedrock\/converse/);
  });
});

describe('region and endpoint', () => {
  const target = { modelId: 'm', region: 'eu-west-3' };
  const environment = { AWS_REGION_NAME: 'us-east-2', AWS_REGION: 'us-west-1', AWS_DEFAULT_REGION: 'sa-east-1' };

  it('come from the config, the model, then the environment', () => {
    expect(toRegion(deployment({ region: 'ap-northeast-1' }), target, environment)).toBe('ap-northeast-1');
    expect(toRegion(deployment({}), target, environment)).toBe('eu-west-3');
    const bare = { modelId: 'm', region: undefined };
    expect(toRegion(deployment({}), bare, environment)).toBe('us-east-2');
    expect(toRegion(deployment({}), bare, { ...environment, AWS_REGION_NAME: '' })).toBe('us-west-1');
    expect(toRegion(deployment({}), bare, { AWS_DEFAULT_REGION: 'sa-east-1' })).toBe('sa-east-1');
    expect(toRegion(deployment({}), bare, {})).toBeUndefined();
  });

  it('endpoints in the order of their nearness', () => {
    const environment = {
      AWS_BEDROCK_RUNTIME_ENDPOINT: 'http://three',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://four',
      AWS_ENDPOINT_URL: 'http://five',
    };
    const two = { bedrockEndpoint: 'http://two' };
    expect(toEndpoint(deployment(two, { apiBase: 'http://one' }), environment)).toBe('http://one');
    expect(toEndpoint(deployment(two), environment)).toBe('http://two');
    expect(toEndpoint(deployment({}), environment)).toBe('http://three');
    expect(toEndpoint(deployment({}), { ...environment, AWS_BEDROCK_RUNTIME_ENDPOINT: '' })).toBe('http://four');
    expect(toEndpoint(deployment({}), { AWS_ENDPOINT_URL: 'http://five' })).toBe('http://five');
    expect(toEndpoint(deployment({}), {})).toBeUndefined();
  });
});

describe('credentials', () => {
  it.each<[string, AwsParameters, Partial<Deployment>, Record<string, string>, object]>([
    ['an API key of the deployment', keys, { apiKey: 'sk-test' }, {}, { kind: 'bearer', token: 'sk-test' }],
    [
      'configured keys before the environment’s token',
      keys,
      {},
      { AWS_BEARER_TOKEN_BEDROCK: 'sk-env' },
      { kind: 'static' },
    ],
    ['a configured profile', { profile: 'p' }, {}, envKeys, { kind: 'profile', profile: 'p' }],
    [
      'a role from configured keys',
      { ...keys, roleArn: 'r', externalId: 'x' },
      {},
      {},
      { kind: 'role', externalId: 'x', base: { kind: 'static' } },
    ],
    ['a role by web identity', { roleArn: 'r', webIdentityToken: 't' }, {}, {}, { kind: 'web-identity', token: 't' }],
    [
      'the environment’s token',
      {},
      {},
      { AWS_BEARER_TOKEN_BEDROCK: 'sk-env', ...envKeys },
      { kind: 'bearer', token: 'sk-env' },
    ],
    ['the environment’s keys', {}, {}, envKeys, { kind: 'static', sessionToken: 'session' }],
    ['the environment’s profile', {}, {}, { AWS_PROFILE: 'q' }, { kind: 'profile', profile: 'q' }],
    ['the chain for a session name without a role', { sessionName: 's' }, {}, {}, { kind: 'chain' }],
    [
      'the chain where variables are empty',
      { accessKeyId: '', secretAccessKey: '' },
      {},
      { AWS_ACCESS_KEY_ID: '', AWS_PROFILE: ' ' },
      { kind: 'chain' },
    ],
  ])('%s', (_name, aws, overrides, environment, expected) => {
    expect(toCredentialSource(deployment(aws, overrides), environment)).toMatchObject(expected);
  });

  it('tell connections apart without showing themselves', () => {
    const keyOf = (aws: AwsParameters) =>
      connectionKey(toConnectionPlan(deployment(aws), { modelId: 'm', region: undefined }, {}));
    expect(keyOf(keys)).toBe(keyOf({ ...keys }));
    expect(keyOf(keys)).not.toBe(keyOf({ ...keys, secretAccessKey: 'other' }));
    expect(keyOf(keys)).not.toContain('secret');
  });
});

describe('inference profiles', () => {
  it.each([
    ['us-east-1', ['us.m', 'global.m']],
    ['us-gov-west-1', ['us-gov.m', 'global.m']],
    ['eu-central-1', ['eu.m', 'global.m']],
    ['ap-northeast-1', ['apac.m', 'global.m']],
    ['sa-east-1', ['global.m']],
  ])('%s offers %j', (region, profiles) => {
    expect(toProfileIds('m', region)).toEqual(profiles);
  });

  it.each(['us.m', 'jp.m', 'apac.m', 'global.m', 'arn:aws:bedrock:us-east-1:1:foundation-model/m'])(
    '%s is left alone',
    (id) => {
      expect(toProfileIds(id, 'us-east-1')).toEqual([]);
    },
  );

  it('are forgotten when none of them exists', () => {
    const profiles = new InferenceProfiles();
    expect(profiles.advance('m', 'eu-west-1', 'm')).toBe('eu.m');
    expect(profiles.resolve('m', 'eu-west-1')).toBe('eu.m');
    expect(profiles.resolve('m', 'us-east-1')).toBe('m');
    expect(profiles.advance('m', 'eu-west-1', 'eu.m')).toBe('global.m');
    expect(profiles.advance('m', 'eu-west-1', 'global.m')).toBeUndefined();
    expect(profiles.resolve('m', 'eu-west-1')).toBe('m');
  });
});

describe('model traits', () => {
  it.each([
    ['us.anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude', 3.5],
    ['anthropic.claude-3-sonnet-20240229-v1:0', 'claude', 3],
    ['anthropic.claude-opus-4-20250514-v1:0', 'claude', 4],
    ['eu.anthropic.claude-opus-4-1-20250805-v1:0', 'claude', 4.1],
    ['global.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude', 4.5],
    ['amazon.nova-pro-v1:0', 'nova', undefined],
    ['deepseek.r1-v1:0', 'other', undefined],
  ])('%s is %s %s', (id, family, claudeVersion) => {
    expect(toModelTraits(id)).toEqual({ family, claudeVersion });
  });

  it('asks base_model about an ARN that says nothing', () => {
    expect(
      toModelTraits('arn:aws:bedrock:us-east-1:1:application-inference-profile/x', 'anthropic.claude-sonnet-4-5'),
    ).toEqual({
      family: 'claude',
      claudeVersion: 4.5,
    });
  });
});
