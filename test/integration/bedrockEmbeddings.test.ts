import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createModelCatalog } from '../../src/catalog/modelCatalog.ts';
import type { EmbeddingRequest } from '../../src/domain/ports.ts';
import { toCall, toDeployment } from '../simulators/bedrock/fixtures.ts';
import { simulatedTokens, simulatedVector } from '../simulators/bedrock/invoke/embeddingAnswer.ts';
import { failureOf, type ProviderHarness, startHarness } from '../simulators/bedrock/providerHarness.ts';
import { startTestGateway } from './support/gateway.ts';
import { awsEnvironment, bedrockUpstream } from './support/upstreams.ts';

let harness: ProviderHarness;

beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const TITAN_V1 = 'amazon.titan-embed-text-v1';
const TITAN_V2 = 'amazon.titan-embed-text-v2:0';
const TITAN_IMAGE = 'amazon.titan-embed-image-v1';
const COHERE_V3 = 'cohere.embed-multilingual-v3';
const COHERE_V4 = 'us.cohere.embed-v4:0';
const NOVA = 'amazon.nova-2-multimodal-embeddings-v1:0';

function callOf(model: string, overrides: Parameters<typeof toDeployment>[1] = {}, dropParams = false) {
  const deployment = toDeployment(model, { route: undefined, litellmModel: `bedrock/${model}`, ...overrides });
  const notes: string[] = [];
  const card = createModelCatalog().describe(deployment);
  return { ...toCall(deployment, { card, dropParams, note: ({ detail }) => void notes.push(detail) }), notes };
}

function toEmbedding(overrides: Partial<EmbeddingRequest> = {}): EmbeddingRequest {
  return {
    model: 'group',
    input: ['one', 'two'],
    dimensions: undefined,
    encodingFormat: undefined,
    extra: {},
    ...overrides,
  };
}

async function embed(model: string, overrides: Partial<EmbeddingRequest> = {}) {
  const answer = await harness.provider.embed?.(toEmbedding(overrides), callOf(model));
  if (answer === undefined) throw new Error('Bedrock has embeddings.');
  return answer;
}

describe('embeddings on Bedrock', () => {
  it.each([
    [TITAN_V1, 1536, 2],
    [TITAN_V2, 1024, 2],
    [TITAN_IMAGE, 1024, 2],
    [COHERE_V3, 1024, 1],
    [COHERE_V4, 1536, 1],
    [NOVA, 3072, 2],
  ])('%s: vectors of %i numbers in the order of the texts, %i calls', async (model, length, calls) => {
    const answer = await embed(model);
    expect(answer.embeddings).toEqual(['one', 'two'].map((text) => simulatedVector(text, length)));
    expect(answer.promptTokens).toBe(simulatedTokens(['one', 'two']));
    expect(answer.upstreamRequestId).toMatch(/^sim-request-/);
    expect(harness.simulator.requests).toHaveLength(calls);
  });

  it.each([
    [TITAN_V2, 256, { dimensions: 256 }],
    [TITAN_IMAGE, 384, { embeddingConfig: { outputEmbeddingLength: 384 } }],
    [COHERE_V4, 512, { output_dimension: 512 }],
    [NOVA, 1024, { singleEmbeddingParams: { embeddingDimension: 1024 } }],
  ])('%s takes a length of %i', async (model, dimensions, sent) => {
    const answer = await embed(model, { dimensions });
    expect(answer.embeddings[0]).toHaveLength(dimensions);
    expect(harness.simulator.requests[0]?.body).toMatchObject(sent);
  });

  it('encodes vectors as base64 of 32-bit floats', async () => {
    const { embeddings } = await embed(TITAN_V2, { encodingFormat: 'base64', dimensions: 256 });
    const bytes = Buffer.from(String(embeddings[0]), 'base64');
    const numbers = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
    expect(numbers).toEqual(simulatedVector('one', 256));
  });

  it('keeps the order and the sum over many texts, in lists of 96 for Cohere', async () => {
    const input = Array.from({ length: 200 }, (_, at) => `text ${at}`);
    const cohere = await embed(COHERE_V3, { input });
    expect(harness.simulator.requests).toHaveLength(3);
    expect(cohere.embeddings).toEqual(input.map((text) => simulatedVector(text, 1024)));
    const titan = await embed(TITAN_V2, { input, dimensions: 256 });
    expect(titan.embeddings).toEqual(input.map((text) => simulatedVector(text, 256)));
    expect(titan.promptTokens).toBe(simulatedTokens(input));
  });

  it('tells Cohere that a text is a document, unless the client or the config says what it is', async () => {
    await embed(COHERE_V3);
    await embed(COHERE_V3, { extra: { input_type: 'search_query', truncate: 'END', user: 'someone' } });
    await harness.provider.embed?.(toEmbedding(), callOf(COHERE_V3, { defaults: { input_type: 'clustering' } }));
    expect(harness.simulator.requests.map(({ body }) => (body as { input_type?: string }).input_type)).toEqual([
      'search_document',
      'search_query',
      'clustering',
    ]);
  });

  it('refuses what the model cannot do, or drops it and says so', async () => {
    const wish = toEmbedding({ dimensions: 256, extra: { made_up: 1 } });
    const error = await failureOf(Promise.resolve(harness.provider.embed?.(wish, callOf(TITAN_V1))));
    expect(error).toMatchObject({ kind: 'bad-request', param: 'made_up' });
    expect(error.message).toContain('made_up, dimensions');
    const dropping = callOf(TITAN_V1, {}, true);
    expect((await harness.provider.embed?.(wish, dropping))?.embeddings).toHaveLength(2);
    expect(dropping.notes).toEqual(['made_up, dimensions']);
  });

  it('takes no tokens in place of texts', async () => {
    const error = await failureOf(embed(TITAN_V2, { input: [[1, 2, 3]] }));
    expect(error).toMatchObject({ kind: 'bad-request', param: 'input' });
    expect(harness.simulator.requests).toEqual([]);
  });

  it('refuses a model that makes no embeddings, and a chat with one that does', async () => {
    expect((await failureOf(embed('amazon.nova-pro-v1:0'))).kind).toBe('bad-request');
    const chat = harness.provider.chat(
      { model: 'm', system: [], messages: [], tools: [], stop: [], stream: false, extra: {} },
      callOf(TITAN_V2),
    );
    expect((await failureOf(chat)).message).toContain('embeddings');
  });

  it('gives the service’s refusal as a typed error', async () => {
    const error = await failureOf(embed(TITAN_V2, { dimensions: 7 }));
    expect(error).toMatchObject({ kind: 'bad-request', provider: 'bedrock', providerCode: 'ValidationException' });
  });

  it.each([
    ['throttling', { kind: 'error', status: 429, name: 'ThrottlingException', message: 'slow' }, 'rate-limit'],
    ['a reset', { kind: 'reset-before-headers' }, 'connection'],
    ['a page', { kind: 'garbage-body', body: '<html>', contentType: 'text/html' }, 'connection'],
    ['no vectors', { kind: 'garbage-body', body: '{}', contentType: 'application/json' }, 'unavailable'],
  ] as const)('turns %s into a typed error and ends the other calls', async (_name, scripted, kind) => {
    harness.simulator.script(TITAN_V2, [scripted]);
    const error = await failureOf(embed(TITAN_V2, { input: Array.from({ length: 30 }, (_, at) => `t${at}`) }));
    expect(error.kind).toBe(kind);
    expect(harness.simulator.requests.length).toBeLessThan(30);
  });

  it('closes its sockets when the client goes away', async () => {
    const controller = new AbortController();
    harness.simulator.script(TITAN_V2, () => {
      controller.abort();
      return { kind: 'silence-before-headers' };
    });
    const call = { ...callOf(TITAN_V2), signal: controller.signal };
    const error = await failureOf(Promise.resolve(harness.provider.embed?.(toEmbedding(), call)));
    expect(error.kind).toBe('cancelled');
    await harness.simulator.idle();
  });
});

describe('embeddings through the gateway', () => {
  it('answers in OpenAI’s form, with usage and cost', async () => {
    const bedrock = await bedrockUpstream();
    const config = `model_list:\n  - model_name: vectors\n    litellm_params:\n      model: bedrock/${TITAN_V2}\n`;
    const gateway = await startTestGateway(config, awsEnvironment(bedrock));
    const response = await gateway.call('/v1/embeddings', {
      model: 'vectors',
      input: ['a'.repeat(4000)],
      dimensions: 256,
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: 'list',
      data: [{ object: 'embedding', index: 0 }],
      usage: { prompt_tokens: 1000, total_tokens: 1000 },
    });
    const [row] = await gateway.rows();
    expect(row).toMatchObject({ call_type: 'aembedding', status: 'success', prompt_tokens: 1000, spend: 0.00002 });
  });
});
