import type { EmbeddingRequest } from '../../../domain/ports.ts';

type Json = Readonly<Record<string, unknown>>;

/** One family of embedding models on Bedrock. */
export interface EmbeddingModel {
  /** Texts that one call takes. */
  readonly batchSize: number;
  /** The model takes a wished length of the vectors. */
  readonly dimensions: boolean;
  /** Parameters of the model's own that a client or the config may set. */
  readonly parameters: readonly string[];
  toBody(texts: readonly string[], wishes: EmbeddingWishes): Json;
  /** Vectors in the order of the texts; undefined where the answer has none. */
  readVectors(answer: Json): readonly (readonly number[])[] | undefined;
  /** Tokens; undefined where the body does not say. */
  readTokens(answer: Json): number | undefined;
}

export interface EmbeddingWishes {
  readonly dimensions: EmbeddingRequest['dimensions'];
  /** The model's own parameters, by their names. */
  readonly parameters: Json;
}

export function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((number) => typeof number === 'number');
}

export function areVectors(value: unknown): value is readonly (readonly number[])[] {
  return Array.isArray(value) && value.every(isVector);
}
