import { isObject, parseJson } from '../../domain/json.ts';
import type { EmbeddingAnswer, EmbeddingRequest, ProviderCall } from '../../domain/ports.ts';
import { faultOf } from './errorBody.ts';
import type { OpenaiContext } from './exchange.ts';
import { post, readBody } from './post.ts';
import { finishBody } from './requestBody.ts';
import { toFaultError, unreadableAnswer } from './responseErrors.ts';
import { headersToPassOn } from './responseHeaders.ts';
import { resolveTarget } from './target.ts';

type Embedding = readonly number[] | string;

/** `POST /embeddings`. Vectors come back in the order of the input. Throws GatewayError. */
export async function embed(
  context: OpenaiContext,
  request: EmbeddingRequest,
  call: ProviderCall,
): Promise<EmbeddingAnswer> {
  const target = resolveTarget(call.deployment, context.environment, '/embeddings');
  const exchange = await post(context, target, finishBody(toBody(request), call, target.url), call);
  const json = parseJson((await readBody(exchange)).toString('utf8'));
  const fault = faultOf(json);
  if (fault !== undefined) throw toFaultError(fault, exchange);
  const embeddings = isObject(json) ? readEmbeddings(json['data']) : undefined;
  if (!isObject(json) || embeddings === undefined) throw unreadableAnswer(exchange, 'an answer without embeddings');
  const usage = json['usage'];
  const promptTokens = isObject(usage) ? usage['prompt_tokens'] : undefined;
  return {
    headers: headersToPassOn(exchange.headers),
    upstreamRequestId: exchange.upstreamRequestId,
    model: typeof json['model'] === 'string' ? json['model'] : undefined,
    embeddings,
    promptTokens: typeof promptTokens === 'number' ? promptTokens : undefined,
    rawUsage: usage,
  };
}

function toBody(request: EmbeddingRequest): Record<string, unknown> {
  const { input, dimensions, encodingFormat, extra } = request;
  return { ...extra, input, dimensions, encoding_format: encodingFormat };
}

function readEmbeddings(data: unknown): readonly Embedding[] | undefined {
  if (!Array.isArray(data) || !data.every(isObject)) return undefined;
  const sorted = [...data].sort((left, right) => position(left) - position(right));
  const embeddings = sorted.map((entry) => entry['embedding']);
  return embeddings.every(isEmbedding) ? embeddings : undefined;
}

function position(entry: Readonly<Record<string, unknown>>): number {
  return typeof entry['index'] === 'number' ? entry['index'] : 0;
}

function isEmbedding(value: unknown): value is Embedding {
  return typeof value === 'string' || (Array.isArray(value) && value.every((number) => typeof number === 'number'));
}
