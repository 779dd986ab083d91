import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBatches } from '../../../../src/providers/bedrock/embeddings/batches.ts';
import { toEmbeddingModel } from '../../../../src/providers/bedrock/embeddings/embeddingModels.ts';
import { toBase64 } from '../../../../src/providers/bedrock/embeddings/vectorEncoding.ts';

describe('vectors', () => {
  it('come back from base64 as they went in, to 32 bits', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true })), (vector) => {
        const bytes = Buffer.from(toBase64(vector), 'base64');
        expect(Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4))).toEqual(vector);
      }),
    );
  });
});

describe('embedding models', () => {
  it.each([
    ['amazon.titan-embed-text-v1', 1, false],
    ['amazon.titan-embed-g1-text-02', 1, false],
    ['amazon.titan-embed-text-v2:0', 1, true],
    ['amazon.titan-embed-image-v1', 1, true],
    ['cohere.embed-english-v3', 96, false],
    ['global.cohere.embed-v4:0', 96, true],
    ['amazon.nova-2-multimodal-embeddings-v1:0', 1, true],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0', 1, true],
  ])('%s takes %i texts at once', (id, batchSize, dimensions) => {
    expect(toEmbeddingModel(id, 'x')).toMatchObject({ batchSize, dimensions });
  });

  it('is found by the base model behind an ARN', () => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc';
    expect(toEmbeddingModel(arn, 'cohere.embed-v4:0').batchSize).toBe(96);
    expect(() => toEmbeddingModel(arn, arn)).toThrow(/base_model/);
  });
});

describe('batches', () => {
  it('keep their order whichever ends first', async () => {
    const items = Array.from({ length: 40 }, (_, at) => at);
    const results = await inBatches(items, new AbortController().signal, async (item) => {
      for (let turn = 0; turn < (item * 7) % 5; turn++) await Promise.resolve();
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
  });

  it('end with the first failure', async () => {
    const begun: number[] = [];
    const items = Array.from({ length: 40 }, (_, at) => at);
    const work = inBatches(items, new AbortController().signal, async (item, signal) => {
      begun.push(item);
      if (item === 3) throw new Error('three');
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await expect(work).rejects.toThrow('three');
    expect(begun).toHaveLength(8);
  });
});
