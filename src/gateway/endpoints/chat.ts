import type { FastifyInstance } from 'fastify';
import { ChatLifecycle } from '../chatLifecycle.ts';
import type { GatewayContext } from '../context.ts';
import { anthropicMessages } from '../dialects/anthropic/anthropicMessages.ts';
import type { ChatDialect } from '../dialects/chatDialect.ts';
import { openAiCompletion } from '../dialects/completions/openAiCompletion.ts';
import { openAiChat } from '../dialects/openai/openAiChat.ts';
import { openLlmRequest } from '../llmRequest.ts';

/** Every way to chat: the paths of a dialect. */
const CHAT_ROUTES: readonly { readonly dialect: ChatDialect; readonly paths: readonly string[] }[] = [
  {
    dialect: openAiChat,
    paths: [
      '/v1/chat/completions',
      '/chat/completions',
      '/openai/deployments/:model/chat/completions',
      '/engines/:model/chat/completions',
    ],
  },
  {
    dialect: openAiCompletion,
    paths: ['/v1/completions', '/completions', '/openai/deployments/:model/completions', '/engines/:model/completions'],
  },
  { dialect: anthropicMessages, paths: ['/v1/messages', '/messages'] },
];

export function registerChat(server: FastifyInstance, context: GatewayContext): void {
  for (const { dialect, paths } of CHAT_ROUTES) {
    const { callType, renderError } = dialect;
    for (const url of paths) {
      server.post(url, { config: { callType, renderError } }, async (request, reply) => {
        const opened = await openLlmRequest(context, request, reply, callType);
        await new ChatLifecycle(context, dialect, opened, request, reply).run();
      });
    }
  }
}
