import { GatewayError } from '../../../domain/errors.ts';
import type { EmbeddingAnswer, EmbeddingRequest, ProviderCall } from '../../../domain/ports.ts';
import { passedOn } from '../../aws/exchange.ts';
import { sendForOutput } from '../../aws/sdkCall.ts';
import { askBedrock, type BedrockParts } from '../attempts.ts';
import { badRequest } from '../badRequest.ts';
import type { BedrockCall } from '../call.ts';
import { readInvokeBody, toInvokeInput } from '../invoke/invokeInput.ts';
import { inBatches } from './batches.ts';
import type { EmbeddingModel } from './embeddingModel.ts';
import { toEmbeddingModel } from './embeddingModels.ts';
import { toBase64 } from './vectorEncoding.ts';
import { toWishes } from './wishes.ts';

/** What one call brought. */
interface Batch {
  readonly vectors: readonly (readonly number[])[];
  readonly tokens: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string | undefined;
}

/**
 * Embeddings through InvokeModel, in as many calls as the model's limit demands. Vectors come back in the order of the
 * input, tokens as their sum; where one call did not count, the sum is unknown. Throws GatewayError.
 */
export async function embed(
  parts: BedrockParts,
  request: EmbeddingRequest,
  call: ProviderCall,
): Promise<EmbeddingAnswer> {
  const { deployment } = call;
  const { base_model: named } = deployment.info;
  const model = toEmbeddingModel(deployment.model, typeof named === 'string' ? named : deployment.litellmModel);
  const texts = request.input.map(requireText);
  const wishes = toWishes(request, model, call);
  const bodies = chunksOf(texts, model.batchSize).map((chunk) => ({ texts: chunk, body: model.toBody(chunk, wishes) }));
  const batches = await askBedrock(parts, call, () => async (attempt) => {
    try {
      return await inBatches(bodies, attempt.signal, (body, signal) => embedBatch({ ...attempt, signal }, body, model));
    } finally {
      attempt.lease.release();
    }
  });
  return toAnswer(batches, request);
}

async function embedBatch(
  call: BedrockCall,
  { texts, body }: { readonly texts: readonly string[]; readonly body: Readonly<Record<string, unknown>> },
  model: EmbeddingModel,
): Promise<Batch> {
  const { InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const input = toInvokeInput(call.modelId, body);
  const { output, observed } = await sendForOutput(call, {
    input,
    send: (client, options) => client.send(new InvokeModelCommand(input), options),
  });
  const answer = readInvokeBody(output.body);
  const vectors = model.readVectors(answer);
  if (vectors?.length !== texts.length) throw noVectors(observed?.requestId);
  const headers = observed?.headers ?? {};
  const tokens = model.readTokens(answer) ?? countOf(headers['x-amzn-bedrock-input-token-count']);
  return { vectors, tokens, headers, requestId: observed?.requestId };
}

function toAnswer(batches: readonly Batch[], request: EmbeddingRequest): EmbeddingAnswer {
  const vectors = batches.flatMap((batch) => batch.vectors);
  const promptTokens = batches.reduce<number | undefined>(
    (sum, { tokens }) => (sum === undefined || tokens === undefined ? undefined : sum + tokens),
    0,
  );
  return {
    headers: passedOn(batches[0]?.headers ?? {}),
    upstreamRequestId: batches[0]?.requestId,
    model: undefined,
    embeddings: request.encodingFormat === 'base64' ? vectors.map(toBase64) : vectors,
    promptTokens,
    rawUsage: promptTokens === undefined ? undefined : { inputTokens: batches.map(({ tokens }) => tokens) },
  };
}

function requireText(input: string | readonly number[]): string {
  if (typeof input === 'string') return input;
  throw badRequest('Embedding models on Bedrock take texts; send the text in place of its tokens.', 'input');
}

function chunksOf(texts: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(texts.length / size) }, (_, at) => texts.slice(at * size, (at + 1) * size));
}

function countOf(header: string | undefined): number | undefined {
  const count = header === undefined || header.trim() === '' ? Number.NaN : Number(header);
  return Number.isInteger(count) && count >= 0 ? count : undefined;
}

function noVectors(requestId: string | undefined): GatewayError {
  return new GatewayError('unavailable', 'BedrockException: The answer does not hold one embedding for each text.', {
    status: 502,
    provider: 'bedrock',
    upstreamRequestId: requestId,
  });
}
