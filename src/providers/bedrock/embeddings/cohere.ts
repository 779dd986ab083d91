import { isObject } from '../../../domain/json.ts';
import { areVectors, type EmbeddingModel } from './embeddingModel.ts';

type Json = Readonly<Record<string, unknown>>;

/** Cohere wants to know what a text is for; LiteLLM's choice where nobody says it. */
const INPUT_TYPE = { input_type: 'search_document' };

/** Source: AWS "Cohere Embed v3" and "Cohere Embed v4": 96 texts for each call. The body counts no tokens. */
const COHERE = {
  batchSize: 96,
  readVectors: ({ embeddings }: Json) => {
    const vectors = isObject(embeddings) ? embeddings['float'] : embeddings;
    return areVectors(vectors) ? vectors : undefined;
  },
  readTokens: () => undefined,
};

export const COHERE_V3: EmbeddingModel = {
  ...COHERE,
  dimensions: false,
  parameters: ['input_type', 'truncate'],
  toBody: (texts, { parameters }) => ({ texts, ...INPUT_TYPE, ...parameters }),
};

export const COHERE_V4: EmbeddingModel = {
  ...COHERE,
  dimensions: true,
  parameters: ['input_type', 'truncate', 'max_tokens', 'output_dimension'],
  toBody: (texts, { dimensions, parameters }) => ({
    texts,
    ...INPUT_TYPE,
    ...parameters,
    embedding_types: ['float'],
    ...(dimensions === undefined ? {} : { output_dimension: dimensions }),
  }),
};
