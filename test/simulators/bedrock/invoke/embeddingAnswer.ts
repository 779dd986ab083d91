type Json = Readonly<Record<string, unknown>>;

/** A model that makes embeddings, as strict about its body as the service. */
interface SimulatedEmbedding {
  readonly id: string;
  /** Lengths that a vector can have, the default first. */
  readonly lengths: readonly number[];
  answer(body: Json, lengths: readonly number[]): { readonly body: Json; readonly texts: readonly string[] };
}

/** A body that the model refuses, in its words. */
export class EmbeddingRefusal extends Error {}

/** The simulated model's vector of a text: the same text has the same vector. */
export function simulatedVector(text: string, length: number): number[] {
  return Array.from({ length }, (_, at) => Math.fround(Math.sin((text.charCodeAt(at % text.length) || 1) + at)));
}

/** Tokens, roughly as models count them. */
export function simulatedTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
}

function titan(id: string, lengths: readonly number[], lengthField: (body: Json) => unknown, extra: string[]) {
  return {
    id,
    lengths,
    answer: (body: Json) => {
      known(body, ['inputText', ...extra]);
      const text = requireText(body['inputText']);
      const length = lengthOf(lengthField(body), lengths);
      return {
        texts: [text],
        body: { embedding: simulatedVector(text, length), inputTextTokenCount: simulatedTokens([text]) },
      };
    },
  };
}

function cohere(id: string, lengths: readonly number[], extra: string[]): SimulatedEmbedding {
  return {
    id,
    lengths,
    answer: (body) => {
      known(body, ['texts', 'input_type', 'truncate', 'embedding_types', ...extra]);
      const texts = (body['texts'] as readonly string[]).map(requireText);
      if (texts.length > 96)
        throw new EmbeddingRefusal(
          'Malformed input request: #/texts: expected maximum item count: 96, found: 97, please reformat your input and try again.',
        );
      if (typeof body['input_type'] !== 'string')
        throw new EmbeddingRefusal(
          'Malformed input request: #: required key [input_type] not found, please reformat your input and try again.',
        );
      const vectors = texts.map((text) => simulatedVector(text, lengthOf(body['output_dimension'], lengths)));
      const byType = body['embedding_types'] !== undefined;
      return {
        texts,
        body: {
          id: 'sim',
          texts,
          response_type: byType ? 'embeddings_by_type' : 'embeddings_floats',
          embeddings: byType ? { float: vectors } : vectors,
        },
      };
    },
  };
}

const NOVA: SimulatedEmbedding = {
  id: 'amazon.nova-2-multimodal-embeddings-v1:0',
  lengths: [3072, 1024, 384, 256],
  answer: (body, lengths) => {
    known(body, ['schemaVersion', 'taskType', 'singleEmbeddingParams']);
    const parameters = body['singleEmbeddingParams'] as Json;
    known(parameters, ['embeddingPurpose', 'embeddingDimension', 'text']);
    if (body['taskType'] !== 'SINGLE_EMBEDDING' || parameters['embeddingPurpose'] === undefined) {
      throw new EmbeddingRefusal('The taskType or embeddingPurpose is missing.');
    }
    const part = parameters['text'] as Json;
    if (part['truncationMode'] === undefined) throw new EmbeddingRefusal('text.truncationMode is missing.');
    const text = requireText(part['value']);
    const embedding = simulatedVector(text, lengthOf(parameters['embeddingDimension'], lengths));
    return { texts: [text], body: { embeddings: [{ embeddingType: 'TEXT', embedding }] } };
  },
};

const MODELS: readonly SimulatedEmbedding[] = [
  titan('amazon.titan-embed-text-v1', [1536], () => undefined, []),
  titan('amazon.titan-embed-text-v2:0', [1024, 512, 256], (body) => body['dimensions'], ['dimensions', 'normalize']),
  titan(
    'amazon.titan-embed-image-v1',
    [1024, 384, 256],
    (body) => (body['embeddingConfig'] as Json | undefined)?.['outputEmbeddingLength'],
    ['embeddingConfig'],
  ),
  cohere('cohere.embed-english-v3', [1024], []),
  cohere('cohere.embed-multilingual-v3', [1024], []),
  cohere('cohere.embed-v4:0', [1536, 1024, 512, 256], ['output_dimension', 'max_tokens']),
  NOVA,
];

/** The model behind an id or a profile's id. */
export function findEmbedding(modelId: string): SimulatedEmbedding | undefined {
  return MODELS.find(({ id }) => id === modelId.replace(/^(?:us|eu|apac|global)\./, ''));
}

function known(body: Json, keys: readonly string[]): void {
  const other = Object.keys(body).find((key) => !keys.includes(key));
  if (other === undefined) return;
  throw new EmbeddingRefusal(
    `Malformed input request: #: extraneous key [${other}] is not permitted, please reformat your input and try again.`,
  );
}

function requireText(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new EmbeddingRefusal(
    'Malformed input request: expected minLength: 1, actual: 0, please reformat your input and try again.',
  );
}

function lengthOf(wished: unknown, lengths: readonly number[]): number {
  if (wished === undefined) return lengths[0] ?? 0;
  if (lengths.includes(wished as number)) return wished as number;
  throw new EmbeddingRefusal(
    `Malformed input request: ${String(wished)} is not a valid enum value, please reformat your input and try again.`,
  );
}
