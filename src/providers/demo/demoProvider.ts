import { GatewayError } from '../../domain/errors.ts';
import type { ChatAnswer, Clock, EmbeddingAnswer, Provider } from '../../domain/ports.ts';
import { estimateTokens } from '../../domain/tokenEstimate.ts';
import { demoAnswer } from './demoAnswer.ts';
import { demoVector } from './demoEmbedding.ts';
import { demoEvents } from './demoEvents.ts';

/** Between two chunks of the `slow` model. */
const SLOW_PACE_MS = 300;
const MODELS = ['chat', 'slow', 'fails', 'embedding'];

/**
 * Built-in models for trying the gateway without an account or a network: `chat` answers at once, `slow` takes its time,
 * `fails` always fails (to see a fallback), `embedding` makes vectors. The same request always gets the same answer.
 */
export function createDemoProvider(dependencies: { readonly clock: Clock }): Provider {
  return {
    name: 'demo',
    async chat(request, call): Promise<ChatAnswer> {
      const paceMs = paceOf(call.deployment.model);
      const events = demoEvents(request, demoAnswer(request), { ...call, clock: dependencies.clock, paceMs });
      return { ...NO_HEADERS, region: undefined, events };
    },
    async embed(request, call): Promise<EmbeddingAnswer> {
      if (call.deployment.model !== 'embedding') throw unknownModel(call.deployment.model);
      const texts = request.input.map((entry) => (typeof entry === 'string' ? entry : entry.join(' ')));
      const promptTokens = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      return {
        ...NO_HEADERS,
        model: 'embedding',
        embeddings: texts.map((text) => demoVector(text, request.encodingFormat)),
        promptTokens,
        rawUsage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
      };
    },
    endpoint: () => ({ apiBase: undefined, region: undefined }),
    close: () => Promise.resolve(),
  };
}

const NO_HEADERS = { headers: {}, upstreamRequestId: undefined };

/** ms between chunks. Throws GatewayError for `fails` and for models that do not chat. */
function paceOf(model: string): number {
  if (model === 'chat') return 0;
  if (model === 'slow') return SLOW_PACE_MS;
  if (model === 'fails') {
    throw new GatewayError('unavailable', 'The demo model "fails" always fails. It is there to show a fallback.', {
      provider: 'demo',
    });
  }
  throw unknownModel(model);
}

function unknownModel(model: string): GatewayError {
  return new GatewayError('not-found', `There is no demo model "${model}". Choose one of: ${MODELS.join(', ')}.`, {
    provider: 'demo',
  });
}
