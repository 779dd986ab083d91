import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { EmbeddingAnswer, EmbeddingRequest } from '../../domain/ports.ts';
import { estimateTokensOfBytes } from '../../domain/tokenEstimate.ts';
import { authorise, authoriseFallbacks } from '../admission.ts';
import { answerHeaders } from '../answerHeaders.ts';
import { explainAbort } from '../attemptDeadline.ts';
import type { GatewayContext } from '../context.ts';
import { toBadRequest } from '../dialects/openai/parseChat.ts';
import { Dispatcher } from '../dispatcher.ts';
import { tryEmbedding } from '../embeddingAttempt.ts';
import { admitLimits } from '../limits/limitAdmission.ts';
import { abortWithClient, EMBEDDING_CALL_TYPE, type LlmRequest, openLlmRequest } from '../llmRequest.ts';
import type { RequestCall } from '../requestCall.ts';
import type { AttemptTarget } from '../routing/attempt.ts';
import { dispatchOptions, withoutRoutingFields } from '../routing/dispatchOptions.ts';
import { fallbackModels } from '../routing/requestFallbacks.ts';

const PATHS = ['/v1/embeddings', '/embeddings', '/openai/deployments/:model/embeddings', '/engines/:model/embeddings'];

const bodySchema = z.looseObject({
  model: z.string().min(1),
  input: z.union(
    [
      z.string().transform((text) => [text]),
      z.array(z.string()).min(1),
      z.array(z.array(z.number())).min(1),
      z
        .array(z.number())
        .min(1)
        .transform((tokens) => [tokens]),
    ],
    { error: 'a text, a list of texts, or a list of tokens is required' },
  ),
  dimensions: z.number().int().positive().nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  user: z.string().nullish(),
});

const NAMED = new Set(['model', 'input', 'dimensions', 'encoding_format']);

export function registerEmbeddings(server: FastifyInstance, context: GatewayContext): void {
  for (const url of PATHS) {
    server.post(url, { config: { callType: EMBEDDING_CALL_TYPE } }, async (request, reply) => {
      const opened = await openLlmRequest(context, request, reply, EMBEDDING_CALL_TYPE);
      await embed(context, opened, request, reply);
    });
  }
}

async function embed(
  context: GatewayContext,
  opened: LlmRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { call, caller, body } = opened;
  try {
    const wanted = parseEmbedding(withoutRoutingFields(body.value));
    const options = dispatchOptions(request, body.value);
    const asked = authorise(context, caller, wanted.model, '/embeddings');
    authoriseFallbacks(context, caller, fallbackModels(options.fallbacks));
    abortWithClient(reply, call);
    const target = await admitLimits(context, call, asked, { body: body.value, maxTokens: 0 });
    const dispatcher = new Dispatcher(context, {
      call,
      options,
      promptTokens: () => estimateTokensOfBytes(body.raw.length),
      attempt: async (attempt) => {
        await call.guard?.cover(attempt.deployment);
        return await answerFrom(wanted, attempt, call);
      },
    });
    const { answer, model } = await dispatcher.dispatch(target);
    const headers = answerHeaders(call, context, answer.headers);
    await call.finish({ status: 'success', requestId: undefined });
    await reply.code(200).headers(headers).send(renderEmbeddings(answer, model));
  } catch (thrown) {
    const { signal } = call.controller;
    const error = explainAbort(signal, thrown);
    const { cost } = await call.finish({ status: 'failure', error });
    reply.headers(answerHeaders(call, context, {}, cost));
    throw error;
  }
}

async function answerFrom(
  wanted: EmbeddingRequest,
  target: AttemptTarget,
  call: RequestCall,
): Promise<{ readonly answer: EmbeddingAnswer; readonly model: string }> {
  const answer = await tryEmbedding(wanted, target, call);
  target.end();
  return { answer, model: target.fellBack ? target.deployment.model : wanted.model };
}

function parseEmbedding(body: Readonly<Record<string, unknown>>): EmbeddingRequest {
  const result = bodySchema.safeParse(body);
  if (!result.success) throw toBadRequest(result.error);
  const { model, input, dimensions, encoding_format: encodingFormat } = result.data;
  return {
    model,
    input,
    dimensions: dimensions ?? undefined,
    encodingFormat: encodingFormat ?? undefined,
    extra: Object.fromEntries(Object.entries(result.data).filter(([name]) => !NAMED.has(name))),
  };
}

function renderEmbeddings(answer: EmbeddingAnswer, model: string): Record<string, unknown> {
  return {
    object: 'list',
    model,
    data: answer.embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: answer.promptTokens ?? 0, total_tokens: answer.promptTokens ?? 0 },
  };
}
