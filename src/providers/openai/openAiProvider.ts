import type { Provider } from '../../domain/ports.ts';
import { chat } from './chat.ts';
import { describeRequest } from './describeRequest.ts';
import { createDispatchers } from './dispatchers.ts';
import { embed } from './embed.ts';
import type { OpenaiContext, OpenaiDependencies } from './exchange.ts';
import { relayChat } from './relay.ts';
import { describeBase } from './target.ts';

/**
 * Any server that speaks OpenAI's dialect: OpenAI itself, vLLM, LocalAI, llama.cpp, another gateway. Chats of clients that
 * speak the same dialect are relayed byte for byte.
 */
export function createOpenAiProvider(dependencies: OpenaiDependencies): Provider {
  const dispatchers = createDispatchers(dependencies.environment);
  const context: OpenaiContext = { ...dependencies, dispatchers };
  return {
    name: 'openai',
    chat: (request, call) => chat(context, request, call),
    relayChat: (request, call) => relayChat(context, request, call),
    embed: (request, call) => embed(context, request, call),
    describeRequest: async (request, call) => describeRequest(context, request, call),
    endpoint: (deployment) => ({ apiBase: describeBase(deployment, dependencies.environment), region: undefined }),
    close: () => dispatchers.close(),
  };
}
