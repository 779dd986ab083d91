import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../domain/errors.ts';
import { callerToken } from '../../domain/virtualKey.ts';
import { ChatLifecycle } from '../chatLifecycle.ts';
import type { GatewayContext } from '../context.ts';
import { toOpenAiError } from '../dialects/errorBody.ts';
import type { ResponseStore } from '../dialects/responses/responseStore.ts';
import {
  createResponsesDialect,
  RESPONSE_ID_PREFIX,
  RESPONSES_CALL_TYPE,
} from '../dialects/responses/responsesDialect.ts';
import { callerOf, openLlmRequest } from '../llmRequest.ts';

const PATHS = ['/v1/responses', '/responses', '/openai/v1/responses', '/openai/deployments/:model/responses'];
const KEPT_PATHS = ['/v1/responses/:id', '/responses/:id', '/openai/v1/responses/:id'];

/** OpenAI's Responses: answers, and those that were kept for `previous_response_id`. */
export function registerResponses(server: FastifyInstance, context: GatewayContext, store: ResponseStore): void {
  const config = { callType: RESPONSES_CALL_TYPE, renderError: toOpenAiError };
  for (const url of PATHS) {
    server.post(url, { config }, (request, reply) => respond(context, store, request, reply));
  }
  for (const url of KEPT_PATHS) {
    server.get<{ Params: { id: string } }>(url, (request) => {
      const kept = store.find(request.params.id, callerToken(callerOf(request)));
      if (kept === undefined) throw notFound(request.params.id);
      return kept.response;
    });
    server.delete<{ Params: { id: string } }>(url, (request) => {
      const { id } = request.params;
      if (!store.delete(id, callerToken(callerOf(request)))) throw notFound(id);
      return { id, object: 'response', deleted: true };
    });
  }
}

async function respond(
  context: GatewayContext,
  store: ResponseStore,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const opened = await openLlmRequest(context, request, reply, RESPONSES_CALL_TYPE);
  const { body, call, caller } = opened;
  const dialect = createResponsesDialect({
    body: body.value,
    bodyBytes: body.raw.length,
    store,
    token: callerToken(caller),
    dropParams: context.settings.current.dropParams || body.value['drop_params'] === true,
    frame: {
      id: RESPONSE_ID_PREFIX + call.facts.callId,
      model: call.facts.modelGroup,
      created: Math.floor(call.startedAt / 1000),
    },
  });
  await new ChatLifecycle(context, dialect, opened, request, reply).run();
}

function notFound(id: string): GatewayError {
  return new GatewayError(
    'not-found',
    `Response with id '${id}' not found. Responses are kept in memory for a while, and not when store is false.`,
    { type: 'invalid_request_error', param: 'id' },
  );
}
