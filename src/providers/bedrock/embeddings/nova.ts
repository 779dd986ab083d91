import { isObject } from '../../../domain/json.ts';
import { type EmbeddingModel, isVector } from './embeddingModel.ts';

type Json = Readonly<Record<string, unknown>>;

/** Numbers in a vector unless the client wishes for another length; the model's longest, and LiteLLM's choice. */
const DIMENSIONS = 3072;

/** The text part of Nova 2 multimodal embeddings. Source: AWS "Amazon Nova Multimodal Embeddings", complete schema. */
export const NOVA_MULTIMODAL: EmbeddingModel = {
  batchSize: 1,
  dimensions: true,
  parameters: ['embeddingPurpose', 'truncationMode'],
  toBody: ([value], { dimensions, parameters }) => ({
    schemaVersion: 'nova-multimodal-embed-v1',
    taskType: 'SINGLE_EMBEDDING',
    singleEmbeddingParams: {
      embeddingPurpose: parameters['embeddingPurpose'] ?? 'GENERIC_INDEX',
      embeddingDimension: dimensions ?? DIMENSIONS,
      text: { truncationMode: parameters['truncationMode'] ?? 'END', value },
    },
  }),
  readVectors: ({ embeddings }: Json) => {
    const first: unknown = Array.isArray(embeddings) ? embeddings[0] : undefined;
    const vector = isObject(first) ? first['embedding'] : undefined;
    return isVector(vector) ? [vector] : undefined;
  },
  readTokens: () => undefined,
};
