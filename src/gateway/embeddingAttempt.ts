import { GatewayError } from '../domain/errors.ts';
import type { EmbeddingAnswer, EmbeddingRequest } from '../domain/ports.ts';
import type { RequestCall } from './requestCall.ts';
import type { AttemptTarget } from './routing/attempt.ts';

/** Asks one deployment for embeddings and takes down what it counted. Throws `bad-request` where its provider has none. */
export async function tryEmbedding(
  wanted: EmbeddingRequest,
  { provider, call: upstream }: Pick<AttemptTarget, 'provider' | 'call'>,
  call: RequestCall,
): Promise<EmbeddingAnswer> {
  if (provider.embed === undefined) {
    throw new GatewayError('bad-request', `The provider '${provider.name}' has no embeddings.`, { param: 'model' });
  }
  const answer = await provider.embed(wanted, upstream);
  call.upstreamAnswered(answer.upstreamRequestId);
  if (answer.promptTokens !== undefined) {
    call.observe({
      type: 'usage',
      usage: {
        inputTokens: answer.promptTokens,
        outputTokens: 0,
        cacheReadTokens: 0,
        cacheWrite5mTokens: 0,
        cacheWrite1hTokens: 0,
        raw: answer.rawUsage,
      },
    });
  }
  return answer;
}
