import type { FastifyInstance } from 'fastify';
import { callerToken } from '../../domain/virtualKey.ts';
import { authorise } from '../admission.ts';
import type { GatewayContext } from '../context.ts';
import { toAnthropicError } from '../dialects/anthropic/errorBody.ts';
import { estimatePrompt } from '../dialects/anthropic/estimatePrompt.ts';
import { parsePrompt } from '../dialects/anthropic/parseMessages.ts';
import { callerOf } from '../llmRequest.ts';
import { readBody } from '../requestFacts.ts';

const PATHS = ['/v1/messages/count_tokens', '/messages/count_tokens'];

/**
 * Anthropic's token count. It is an estimate made here, for any model: nothing leaves, nothing is billed, no row is
 * written. The key and its right to the model are checked as for an answer.
 */
export function registerCountTokens(server: FastifyInstance, context: GatewayContext): void {
  for (const url of PATHS) {
    server.post(url, { config: { renderError: toAnthropicError } }, (request) => {
      const caller = callerOf(request);
      const body = readBody(request, (raw) => context.bodies.parse(raw, callerToken(caller)));
      const prompt = parsePrompt(body.value, () => undefined);
      authorise(context, caller, prompt.model, '/v1/messages/count_tokens');
      return { input_tokens: estimatePrompt(prompt) };
    });
  }
}
