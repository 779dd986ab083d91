import { describe, expect, it } from 'vitest';
import { createModelCatalog } from '../../../src/catalog/modelCatalog.ts';
import { deploymentOf } from './deployments.ts';

const catalog = createModelCatalog();

function traitsOf(model: string, info: Readonly<Record<string, unknown>> = {}) {
  const { sampling, prefill } = catalog.describe(deploymentOf(`bedrock/${model}`, { info })).capabilities;
  return [sampling ?? 'free', prefill ?? true];
}

describe('what newer Claudes refuse', () => {
  it.each([
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', 'free', true],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'free', true],
    ['us.anthropic.claude-sonnet-4-6', 'free', false],
    ['us.anthropic.claude-opus-4-6-v1', 'free', false],
    ['global.anthropic.claude-opus-4-7-v1:0', 'none', false],
    ['us.anthropic.claude-opus-4-8', 'none', false],
    ['us.anthropic.claude-sonnet-5', 'none', false],
    ['us.amazon.nova-pro-v1:0', 'free', true],
  ])('%s: sampling %s, prefill %s', (model, sampling, prefill) => {
    expect(traitsOf(model)).toEqual([sampling, prefill]);
  });

  it('model_info has the last word about prefills, by LiteLLM’s name', () => {
    expect(traitsOf('us.anthropic.claude-sonnet-4-6', { supports_assistant_prefill: true })).toEqual(['free', true]);
  });
});
