import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseModelName } from '../../../src/domain/modelString.ts';
import { deploymentOf, entry, find, parse } from './parse.ts';

describe('provider/[route/][region/]model', () => {
  test.each([
    [
      'bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0',
      'bedrock',
      undefined,
      undefined,
      'anthropic.claude-3-5-sonnet-20240620-v1:0',
    ],
    ['bedrock/converse/us.amazon.nova-pro-v1:0', 'bedrock', 'converse', undefined, 'us.amazon.nova-pro-v1:0'],
    ['bedrock/invoke/m', 'bedrock', 'invoke', undefined, 'm'],
    ['bedrock/converse_like/m', 'bedrock', 'converse_like', undefined, 'm'],
    ['bedrock/us-west-2/m', 'bedrock', undefined, 'us-west-2', 'm'],
    ['bedrock/converse/us-gov-west-1/m', 'bedrock', 'converse', 'us-gov-west-1', 'm'],
    [
      'bedrock/converse/arn:aws:bedrock:eu-west-1:123:application-inference-profile/abc',
      'bedrock',
      'converse',
      'eu-west-1',
      'arn:aws:bedrock:eu-west-1:123:application-inference-profile/abc',
    ],
    [
      'bedrock/openai/arn:aws:bedrock:us-east-1:1:imported-model/abc',
      'bedrock',
      'openai',
      'us-east-1',
      'arn:aws:bedrock:us-east-1:1:imported-model/abc',
    ],
    ['openai/gpt-4o', 'openai', undefined, undefined, 'gpt-4o'],
    ['openai/org/model', 'openai', undefined, undefined, 'org/model'],
    ['openai/converse/x', 'openai', undefined, undefined, 'converse/x'],
    ['sagemaker/endpoint', 'sagemaker', undefined, undefined, 'endpoint'],
    ['sagemaker_chat/endpoint', 'sagemaker_chat', undefined, undefined, 'endpoint'],
    ['demo/chat', 'demo', undefined, undefined, 'chat'],
    ['openai/*', 'openai', undefined, undefined, '*'],
  ])('%s', (written, provider, route, region, model) => {
    expect(parseModelName(written, undefined)).toEqual({ provider, route, region, model, inferred: false });
  });

  test.each([
    ['gpt-4o', 'openai'],
    ['o3-mini', 'openai'],
    ['text-embedding-3-small', 'openai'],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'bedrock'],
    ['us.amazon.nova-pro-v1:0', 'bedrock'],
    ['arn:aws:bedrock:us-east-1:1:inference-profile/x', 'bedrock'],
  ])('the well-known name %s is taken as %s, with a hint', (written, provider) => {
    expect(parseModelName(written, undefined)).toMatchObject({ provider, model: written, inferred: true });
    expect(find(entry(`model: ${written}`), 'inferred-provider')).toMatchObject({
      severity: 'hint',
      fix: `Write ${provider}/${written}.`,
    });
  });

  test('custom_llm_provider stands in, and is not needed twice', () => {
    expect(
      deploymentOf(entry('model: vicuna-13b', 'custom_llm_provider: openai', 'api_base: http://h/v1')),
    ).toMatchObject({ provider: 'openai', model: 'vicuna-13b' });
    expect(parseModelName('openai/x', 'openai')).toMatchObject({ provider: 'openai', model: 'x' });
    expect(parseModelName('org/x', 'openai')).toMatchObject({ provider: 'openai', model: 'org/x' });
  });

  test('model_id is sent in place of the model', () => {
    expect(
      deploymentOf(
        entry('model: bedrock/converse/anthropic.claude', 'model_id: arn:aws:bedrock:us-east-1:1:inference-profile/x'),
      ),
    ).toMatchObject({
      model: 'arn:aws:bedrock:us-east-1:1:inference-profile/x',
      litellmModel: 'bedrock/converse/anthropic.claude',
      route: 'converse',
    });
  });

  test('any text after a known provider comes through whole', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (model) => {
        expect(parseModelName(`openai/${model}`, undefined)).toMatchObject({ provider: 'openai', model });
      }),
    );
  });
});

describe('a provider that is not known', () => {
  const text = `${entry('model: bedrok/claude')}  - model_name: good\n    litellm_params: {model: demo/chat}\n`;

  test('is an error that names those that are, and the nearest', () => {
    expect(find(text, 'unknown-provider')).toMatchObject({
      severity: 'error',
      line: 4,
      column: 14,
      endColumn: 27,
      fix: 'Did you mean bedrock?',
    });
    expect(find(text, 'unknown-provider')?.message).toContain(
      'bedrock, bedrock_mantle, openai, sagemaker, sagemaker_chat, demo',
    );
  });

  test('leaves the other deployments in place', () => {
    expect(parse(text).settings?.deployments.map(({ group }) => group)).toEqual(['good']);
  });

  test('or is not written at all is an error too', () => {
    expect(find(entry('model: vicuna-13b'), 'missing-provider')).toMatchObject({ severity: 'error', line: 4 });
    expect(find(entry('model: x', 'custom_llm_provider: acme'), 'unknown-provider')).toMatchObject({ line: 5 });
  });
});
