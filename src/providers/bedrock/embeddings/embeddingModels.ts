import { badRequest } from '../badRequest.ts';
import { COHERE_V3, COHERE_V4 } from './cohere.ts';
import type { EmbeddingModel } from './embeddingModel.ts';
import { NOVA_MULTIMODAL } from './nova.ts';
import { TITAN_IMAGE, TITAN_V1, TITAN_V2 } from './titan.ts';

/** By the model's id, inside a profile's id or an ARN too; the first match counts. */
const MODELS: readonly (readonly [RegExp, EmbeddingModel])[] = [
  [/titan-embed-text-v2/, TITAN_V2],
  [/titan-embed-image/, TITAN_IMAGE],
  [/titan-embed/, TITAN_V1],
  [/cohere\.embed-v4/, COHERE_V4],
  [/cohere\.embed-/, COHERE_V3],
  [/nova-2-multimodal-embeddings/, NOVA_MULTIMODAL],
];

/** `baseModel` names the model behind an ARN that says nothing. Throws `bad-request` for a model that is none of these. */
export function toEmbeddingModel(modelId: string, baseModel: string): EmbeddingModel {
  const find = (id: string) => MODELS.find(([pattern]) => pattern.test(id))?.[1];
  const found = find(modelId) ?? find(baseModel);
  if (found !== undefined) return found;
  throw badRequest(
    `No embeddings from "${modelId}": Torii knows Titan, Cohere and Nova 2 embeddings on Bedrock. For an ARN that does not tell its model, set model_info.base_model.`,
    'model',
  );
}
