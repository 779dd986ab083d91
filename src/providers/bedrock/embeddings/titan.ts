import { isObject } from '../../../domain/json.ts';
import { type EmbeddingModel, isVector } from './embeddingModel.ts';

type Json = Readonly<Record<string, unknown>>;

/** Titan takes one text for each call. Source: AWS "Amazon Titan Embeddings text" and "… Multimodal Embeddings G1". */
const ONE_TEXT = {
  batchSize: 1,
  readVectors: (answer: Json) => {
    const vector = answer['embedding'] ?? floatsByType(answer['embeddingsByType']);
    return isVector(vector) ? [vector] : undefined;
  },
  readTokens: ({ inputTextTokenCount }: Json) =>
    typeof inputTextTokenCount === 'number' ? inputTextTokenCount : undefined,
};

export const TITAN_V1: EmbeddingModel = {
  ...ONE_TEXT,
  dimensions: false,
  parameters: [],
  toBody: ([inputText]) => ({ inputText }),
};

export const TITAN_V2: EmbeddingModel = {
  ...ONE_TEXT,
  dimensions: true,
  parameters: ['normalize'],
  toBody: ([inputText], { dimensions, parameters }) => ({
    inputText,
    ...parameters,
    ...(dimensions === undefined ? {} : { dimensions }),
  }),
};

/** The text part of the multimodal model; its vectors live in one space with those of images. */
export const TITAN_IMAGE: EmbeddingModel = {
  ...ONE_TEXT,
  dimensions: true,
  parameters: ['embeddingConfig'],
  toBody: ([inputText], { dimensions, parameters }) => ({
    inputText,
    ...parameters,
    ...(dimensions === undefined ? {} : { embeddingConfig: { outputEmbeddingLength: dimensions } }),
  }),
};

function floatsByType(byType: unknown): unknown {
  return isObject(byType) ? byType['float'] : undefined;
}
