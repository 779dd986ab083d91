import { describe, expect, it } from 'vitest';
import { BEDROCK_CAPABILITIES } from '../../../src/catalog/capabilityTable.ts';
import { createModelCatalog } from '../../../src/catalog/modelCatalog.ts';
import type { Deployment } from '../../../src/domain/deployment.ts';
import { deploymentOf } from './deployments.ts';

const catalog = createModelCatalog();

function cardOf(model: string, over: Partial<Deployment> = {}) {
  return catalog.describe(deploymentOf(model, over));
}

function capabilitiesOf(id: string) {
  return cardOf(`bedrock/${id}`).capabilities;
}

describe('Claude', () => {
  it.each([
    ['anthropic.claude-3-haiku-20240307-v1:0', 'none', undefined],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'none', undefined],
    ['us.anthropic.claude-3-5-sonnet-20241022-v2:0', 'none', undefined],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 'none', { minTokens: 2048, oneHour: false }],
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', 'budget', { minTokens: 1024, oneHour: false, maxPoints: 4 }],
    ['us.anthropic.claude-opus-4-20250514-v1:0', 'budget', { minTokens: 1024, oneHour: false }],
    ['us.anthropic.claude-opus-4-1-20250805-v1:0', 'budget', { minTokens: 1024, oneHour: false }],
    ['us.anthropic.claude-sonnet-4-20250514-v1:0', 'budget', { minTokens: 1024, oneHour: false }],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'budget', { minTokens: 1024, oneHour: true }],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'budget', { minTokens: 4096, oneHour: true }],
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'budget', { minTokens: 4096, oneHour: true }],
    ['global.anthropic.claude-opus-4-6-v1', 'budget-or-adaptive', { minTokens: 4096 }],
    ['us.anthropic.claude-sonnet-4-6', 'budget-or-adaptive', { minTokens: 1024 }],
    ['us.anthropic.claude-opus-4-7', 'adaptive', { minTokens: 2048 }],
    ['us.anthropic.claude-opus-4-8', 'adaptive', { minTokens: 1024 }],
    ['global.anthropic.claude-sonnet-5', 'adaptive', { minTokens: 1024 }],
    ['us.anthropic.claude-opus-5-5', 'adaptive', { minTokens: 1024 }],
    ['us.anthropic.claude-fable-5-1', 'adaptive', { minTokens: 1024 }],
  ])('%s thinks by %s', (id, thinking, caching) => {
    const capabilities = capabilitiesOf(id);
    expect(capabilities).toMatchObject({ tools: true, system: true, documents: true, thinking });
    if (caching === undefined) expect(capabilities.caching).toBeUndefined();
    else expect(capabilities.caching).toMatchObject(caching);
  });

  it('has native structured output from 4.5 on', () => {
    expect(capabilitiesOf('us.anthropic.claude-opus-4-1-20250805-v1:0').structuredOutput).toBe(false);
    expect(capabilitiesOf('us.anthropic.claude-sonnet-4-5-20250929-v1:0').structuredOutput).toBe(true);
  });

  it('refuses top_k from Opus 4.7 on', () => {
    expect(capabilitiesOf('us.anthropic.claude-opus-4-6-v1').topK).toBe(true);
    expect(capabilitiesOf('us.anthropic.claude-opus-4-7').topK).toBe(false);
  });
});

describe('other models on Bedrock', () => {
  it('Nova caches system and messages, never tools', () => {
    expect(capabilitiesOf('apac.amazon.nova-pro-v1:0')).toMatchObject({
      tools: true,
      images: true,
      thinking: 'none',
      caching: { minTokens: 1000, places: ['system', 'messages'], oneHour: false },
    });
    expect(capabilitiesOf('us.amazon.nova-micro-v1:0').images).toBe(false);
    expect(capabilitiesOf('us.amazon.nova-2-lite-v1:0').thinking).toBe('nova-effort');
  });

  it('DeepSeek R1 always thinks and has no tools', () => {
    expect(capabilitiesOf('us.deepseek.r1-v1:0')).toMatchObject({ tools: false, system: true, thinking: 'always' });
  });

  it.each([
    ['openai.gpt-oss-120b-1:0', { tools: true, thinking: 'effort', images: false }],
    ['us.meta.llama3-3-70b-instruct-v1:0', { tools: true, forcedToolChoice: [], images: false }],
    ['meta.llama3-8b-instruct-v1:0', { tools: false }],
    ['us.meta.llama4-scout-17b-instruct-v1:0', { tools: true, images: true }],
    ['mistral.mistral-large-2402-v1:0', { tools: true, forcedToolChoice: ['any'] }],
    ['mistral.mixtral-8x7b-instruct-v0:1', { tools: false, system: false }],
    ['cohere.command-r-plus-v1:0', { tools: true }],
    ['ai21.jamba-1-5-large-v1:0', { tools: true }],
    ['amazon.titan-text-express-v1', { tools: false, system: false }],
  ])('%s', (id, expected) => {
    expect(capabilitiesOf(id)).toMatchObject(expected);
  });

  it('an unknown model may use tools and images, but neither caches nor thinks', () => {
    expect(capabilitiesOf('acme.brand-new-model-v1:0')).toMatchObject({
      tools: true,
      images: true,
      caching: undefined,
      thinking: 'none',
    });
  });

  it('every embedding model is one', () => {
    for (const id of [
      'amazon.titan-embed-text-v2:0',
      'cohere.embed-v4:0',
      'amazon.nova-2-multimodal-embeddings-v1:0',
    ]) {
      expect(cardOf(`bedrock/${id}`).mode).toBe('embedding');
    }
  });

  it('no pattern stands twice in the table', () => {
    const patterns = BEDROCK_CAPABILITIES.map((row) => row.pattern.source);
    expect(new Set(patterns).size).toBe(patterns.length);
  });
});

describe('limits', () => {
  it.each([
    ['bedrock/us.anthropic.claude-3-7-sonnet-20250219-v1:0', 200_000, 64_000],
    ['bedrock/us.anthropic.claude-opus-4-1-20250805-v1:0', 200_000, 32_000],
    ['bedrock/us.anthropic.claude-3-5-sonnet-20241022-v2:0', 200_000, 8192],
    ['bedrock/us.amazon.nova-pro-v1:0', 300_000, 10_000],
    ['demo/chat', 128_000, 8000],
  ])('%s', (model, maxInputTokens, maxOutputTokens) => {
    expect(cardOf(model)).toMatchObject({ maxInputTokens, maxOutputTokens });
  });
});

describe('model_info', () => {
  it('comes before the tables', () => {
    const card = cardOf('bedrock/us.deepseek.r1-v1:0', {
      info: {
        mode: 'chat',
        max_input_tokens: 1000,
        max_output_tokens: '500',
        supports_function_calling: true,
        supports_vision: true,
        supports_prompt_caching: true,
        supports_reasoning: false,
      },
    });
    expect(card).toMatchObject({ maxInputTokens: 1000, maxOutputTokens: 500 });
    expect(card.capabilities).toMatchObject({ tools: true, images: true, thinking: 'none', caching: { maxPoints: 4 } });
  });

  it('may take an ability away', () => {
    const info = { supports_prompt_caching: false, supports_vision: false };
    const card = cardOf('bedrock/us.anthropic.claude-3-7-sonnet-20250219-v1:0', { info });
    expect(card.capabilities).toMatchObject({ caching: undefined, images: false, thinking: 'budget' });
  });

  it('takes max_tokens for the output limit', () => {
    expect(cardOf('openai/local', { info: { max_tokens: 4096 } }).maxOutputTokens).toBe(4096);
  });

  it('overlooks values that make no sense', () => {
    const info = { max_tokens: 'many', max_input_tokens: -1, supports_vision: 'yes', mode: 'audio' };
    const card = cardOf('bedrock/us.amazon.nova-pro-v1:0', { info });
    expect(card).toMatchObject({ mode: 'chat', maxInputTokens: 300_000, maxOutputTokens: 10_000 });
  });
});

describe('OpenAI-compatible servers', () => {
  it('are trusted to know their own limits', () => {
    const card = cardOf('openai/local', { apiBase: 'http://127.0.0.1:8000/v1' });
    expect(card.capabilities).toMatchObject({ tools: true, images: true, structuredOutput: true, caching: undefined });
  });

  it('OpenAI itself takes an effort for its reasoning models alone', () => {
    expect(cardOf('openai/gpt-4o').capabilities.thinking).toBe('none');
    expect(cardOf('openai/gpt-5.4').capabilities.thinking).toBe('effort');
  });
});

describe('a card', () => {
  it('is made once for a deployment', () => {
    const deployment = deploymentOf('bedrock/us.amazon.nova-pro-v1:0');
    expect(catalog.describe(deployment)).toBe(catalog.describe(deployment));
  });
});
