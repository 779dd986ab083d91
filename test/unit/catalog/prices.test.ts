import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createModelCatalog } from '../../../src/catalog/modelCatalog.ts';
import { PRICE_TABLE_SOURCE } from '../../../src/catalog/priceTable.ts';
import type { Deployment } from '../../../src/domain/deployment.ts';
import { costOf } from '../../../src/domain/pricing.ts';
import { deploymentOf } from './deployments.ts';

const catalog = createModelCatalog();

function priceOf(model: string, over: Partial<Deployment> = {}) {
  return catalog.describe(deploymentOf(model, over)).price;
}

/** USD per million tokens: input, output, cache read, cache write for 5 minutes and for an hour. */
function inDollars(model: string) {
  const price = priceOf(model);
  const dollars = (pico: number | undefined) => (pico === undefined ? undefined : pico / 1e6);
  return [price?.input, price?.output, price?.cacheRead, price?.cacheWrite5m, price?.cacheWrite1h].map(dollars);
}

describe('prices on Bedrock', () => {
  it.each([
    ['bedrock/converse/us.anthropic.claude-3-7-sonnet-20250219-v1:0', [3, 15, 0.3, 3.75, 6]],
    ['bedrock/converse/apac.anthropic.claude-3-7-sonnet-20250219-v1:0', [3, 15, 0.3, 3.75, 6]],
    ['bedrock/anthropic.claude-3-5-haiku-20241022-v1:0', [0.8, 4, 0.08, 1, 1.6]],
    ['bedrock/us.anthropic.claude-opus-4-20250514-v1:0', [15, 75, 1.5, 18.75, 30]],
    ['bedrock/eu.anthropic.claude-opus-4-1-20250805-v1:0', [15, 75, 1.5, 18.75, 30]],
    ['bedrock/us.anthropic.claude-sonnet-4-20250514-v1:0', [3, 15, 0.3, 3.75, 6]],
    ['bedrock/global.anthropic.claude-sonnet-4-20250514-v1:0', [3, 15, 0.3, 3.75, 6]],
  ])('%s', (model, expected) => {
    expect(inDollars(model)).toEqual(expected);
  });

  it('charges a geography or a region 10 % more than `global.` from Claude 4.5 on', () => {
    expect(inDollars('bedrock/global.anthropic.claude-sonnet-4-5-20250929-v1:0')).toEqual([3, 15, 0.3, 3.75, 6]);
    for (const prefix of ['us.', 'eu.', 'jp.', 'au.', '']) {
      const id = `bedrock/${prefix}anthropic.claude-sonnet-4-5-20250929-v1:0`;
      expect(inDollars(id)).toEqual([3.3, 16.5, 0.33, 4.125, 6.6]);
    }
    expect(inDollars('bedrock/global.anthropic.claude-haiku-4-5-20251001-v1:0')).toEqual([1, 5, 0.1, 1.25, 2]);
    expect(inDollars('bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0')).toEqual([1.1, 5.5, 0.11, 1.375, 2.2]);
    expect(inDollars('bedrock/us.anthropic.claude-opus-4-5-20251101-v1:0')).toEqual([5.5, 27.5, 0.55, 6.875, 11]);
    expect(inDollars('bedrock/global.anthropic.claude-opus-4-6-v1')).toEqual([5, 25, 0.5, 6.25, 10]);
  });

  it('gives both Claude 3.5 Sonnets their list price', () => {
    for (const id of ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'us.anthropic.claude-3-5-sonnet-20241022-v2:0']) {
      expect(inDollars(`bedrock/${id}`).slice(0, 2)).toEqual([3, 15]);
    }
  });

  it('charges Nova cache writes as input', () => {
    expect(inDollars('bedrock/us.amazon.nova-pro-v1:0')).toEqual([0.8, 3.2, 0.2, 0.8, undefined]);
    expect(inDollars('bedrock/us.amazon.nova-lite-v1:0')).toEqual([0.06, 0.24, 0.015, 0.06, undefined]);
  });

  it('knows DeepSeek R1 and the embedding models', () => {
    expect(inDollars('bedrock/us.deepseek.r1-v1:0').slice(0, 2)).toEqual([1.35, 5.4]);
    expect(inDollars('bedrock/amazon.titan-embed-text-v2:0').slice(0, 2)).toEqual([0.02, 0]);
    expect(inDollars('bedrock/cohere.embed-multilingual-v3').slice(0, 2)).toEqual([0.1, 0]);
  });

  it('finds the model inside an ARN of an inference profile', () => {
    const model =
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-7-sonnet-20250219-v1:0';
    expect(priceOf('bedrock/x', { model })?.input).toBe(3_000_000);
  });

  it('finds the model behind an application inference profile by base_model, else by litellm_params.model', () => {
    const model = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123';
    const info = { base_model: 'bedrock/us.amazon.nova-pro-v1:0' };
    expect(priceOf('bedrock/x', { model, info })?.input).toBe(800_000);
    expect(priceOf('bedrock/us.amazon.nova-pro-v1:0', { model })?.input).toBe(800_000);
    expect(priceOf('bedrock/my-name', { model })).toBeUndefined();
  });

  it('never takes a regional price for a global profile', () => {
    expect(priceOf('bedrock/global.anthropic.claude-opus-4-1-20250805-v1:0')).toBeUndefined();
  });

  it('leaves an unknown model without a price, so that its cost is unknown', () => {
    const price = priceOf('bedrock/acme.brand-new-model-v1:0');
    expect(price).toBeUndefined();
    const usage = {
      inputTokens: 5,
      outputTokens: 5,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      raw: {},
    };
    expect(costOf({ ...usage, raw: undefined }, price)).toBeUndefined();
  });
});

describe('prices elsewhere', () => {
  it('knows OpenAI itself', () => {
    expect(inDollars('openai/gpt-4o').slice(0, 3)).toEqual([2.5, 10, 1.25]);
    expect(priceOf('openai/gpt-4o', { apiBase: 'https://api.openai.com/v1' })?.input).toBe(2_500_000);
    expect(inDollars('openai/text-embedding-3-small').slice(0, 2)).toEqual([0.02, 0]);
  });

  it('takes the base tier of a price that grows with the prompt', () => {
    expect(inDollars('openai/gpt-5.4').slice(0, 3)).toEqual([2.5, 15, 0.25]);
  });

  it('knows no price of a self-hosted server, whatever its model is called', () => {
    expect(priceOf('openai/gpt-4o', { apiBase: 'http://127.0.0.1:8000/v1' })).toBeUndefined();
    expect(priceOf('openai/gpt-4o', { apiBase: 'https://api.openai.com.example.org/v1' })).toBeUndefined();
    const pointedElsewhere = createModelCatalog({ openaiApiBase: 'http://127.0.0.1:8000/v1' });
    expect(pointedElsewhere.describe(deploymentOf('openai/gpt-4o')).price).toBeUndefined();
    expect(priceOf('sagemaker/llama')).toBeUndefined();
  });

  it('charges nothing for the demo', () => {
    expect(priceOf('demo/chat')).toMatchObject({ input: 0, output: 0, source: 'demo' });
  });
});

describe('prices in the config', () => {
  it('replace the table part by part', () => {
    const price = priceOf('bedrock/us.amazon.nova-pro-v1:0', { price: { input: 1_000_000 } });
    expect(price).toMatchObject({ input: 1_000_000, output: 3_200_000, source: `config, ${PRICE_TABLE_SOURCE}` });
  });

  it('stand alone where the table knows nothing', () => {
    const over = { apiBase: 'http://127.0.0.1:8000/v1', price: { input: 1, output: 2 } };
    expect(priceOf('openai/local', over)).toEqual({ input: 1, output: 2, cacheRead: 1, source: 'config' });
  });

  it('count as absent where they are all undefined', () => {
    expect(priceOf('openai/gpt-4o', { price: { input: undefined } })?.source).toBe(PRICE_TABLE_SOURCE);
  });
});

describe('tokens that a server read from its cache', () => {
  const usage = {
    inputTokens: 8,
    outputTokens: 4,
    cacheReadTokens: 4,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    raw: {},
  };

  it('cost what the config wants for input where nobody prices them apart', () => {
    const price = priceOf('openai/local', {
      apiBase: 'http://vllm/v1',
      price: { input: 3_000_000, output: 15_000_000 },
    });
    expect(costOf(usage, price)?.total).toBe(12 * 3000 + 4 * 15_000);
  });

  it('keep a price that the config or the table has', () => {
    const own = { input: 3_000_000, output: 0, cacheRead: 300_000 };
    expect(costOf(usage, priceOf('openai/local', { apiBase: 'http://vllm/v1', price: own }))?.total).toBe(25_200);
    const claude = priceOf('bedrock/us.anthropic.claude-3-7-sonnet-20250219-v1:0', { price: { input: 9_000_000 } });
    expect(claude?.cacheRead).toBe(300_000);
  });

  it('stay unknown where no price of input is in the config', () => {
    const price = priceOf('openai/local', { apiBase: 'http://vllm/v1', price: { output: 15_000_000 } });
    expect(costOf(usage, price)).toBeUndefined();
  });
});

describe('the price table', () => {
  it('is named with the version that is installed', () => {
    const manifest = JSON.parse(readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8'));
    expect(PRICE_TABLE_SOURCE).toBe(`genai-prices ${manifest.version}`);
  });

  it('follows a price that changed on a date', () => {
    const at = (date: string) => {
      const clock = {
        now: () => Date.parse(date),
        monotonic: () => 0,
        sleep: () => Promise.resolve(),
        timer: () => () => undefined,
      };
      return createModelCatalog({ clock }).describe(deploymentOf('openai/o3')).price?.input;
    };
    expect(at('2025-05-01')).toBe(10_000_000);
    expect(at('2026-01-01')).toBe(2_000_000);
  });
});
