import type { ServerResponse } from 'node:http';
import type { ComposedAnswer } from '../composeAnswer.ts';
import { findModel, type SimulatedModel, simulatedModel } from '../models.ts';
import { respondError, respondFrames } from '../respond.ts';
import { checkRequest } from '../rules/checkRequest.ts';
import type { RecordedRequest, ScriptedAnswer } from '../scenario.ts';
import type { WireRequest } from '../wire.ts';
import { EmbeddingRefusal, findEmbedding, simulatedTokens } from './embeddingAnswer.ts';
import { toMessage, toMessageFrames } from './messagesAnswer.ts';
import { MessagesRefusal, toWire } from './messagesWire.ts';
import { OpenAiRefusal, openAiToWire, speaksOpenAi, toCompletion, toCompletionFrames } from './openAiAnswer.ts';

type Json = Readonly<Record<string, unknown>>;
type Compose = (scripted: ScriptedAnswer, body: WireRequest, model: SimulatedModel) => ComposedAnswer;

/** A call of InvokeModel that the service accepts, with the way it answers. */
export interface Invocation {
  /** The body in Converse's words, for scripts. */
  readonly body: WireRequest;
  respond(scripted: ScriptedAnswer, response: ServerResponse): Promise<void>;
}

/** Reads a call as strictly as the model does. A text is the refusal, in the service's words. */
export function readInvocation(request: RecordedRequest, compose: Compose): Invocation | string {
  const json = request.body as Json;
  try {
    if (findEmbedding(request.model) !== undefined) return embedding(request.model, json);
    return speaksOpenAi(request.model) ? openAi(request, json, compose) : messages(request, json, compose);
  } catch (error) {
    if (error instanceof MessagesRefusal || error instanceof EmbeddingRefusal || error instanceof OpenAiRefusal) {
      return error.message;
    }
    throw error;
  }
}

function messages(request: RecordedRequest, json: Json, compose: Compose): Invocation | string {
  const found = findModel(request.model);
  if (found === undefined || found.model.family !== 'claude') return 'The provided model identifier is invalid.';
  if (found.model.profileOnly && !found.viaProfile) {
    return `Invocation of model ID ${request.model} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`;
  }
  const body = toWire(json);
  const refusal = checkRequest(body, found.model);
  if (refusal !== undefined) return refusal;
  return {
    body,
    respond: async (scripted, response) => {
      const answer = compose(scripted, body, found.model);
      if (!request.stream) return respondJson(response, toMessage(answer, found.model.id));
      await respondFrames(response, scripted, toMessageFrames(answer, found.model.id, scripted.chunkSize));
    },
  };
}

function openAi(request: RecordedRequest, json: Json, compose: Compose): Invocation {
  const body = openAiToWire(json);
  return {
    body,
    respond: async (scripted, response) => {
      const answer = compose(scripted, body, simulatedModel('meta.llama3-3-70b-instruct-v1:0'));
      if (!request.stream) return respondJson(response, toCompletion(answer, request.model));
      await respondFrames(response, scripted, toCompletionFrames(answer, request.model));
    },
  };
}

function embedding(modelId: string, json: Json): Invocation | string {
  const model = findEmbedding(modelId);
  const answer = model?.answer(json, model.lengths);
  if (answer === undefined) return 'The provided model identifier is invalid.';
  return {
    body: {},
    respond: async (_scripted, response) => {
      response.setHeader('x-amzn-bedrock-input-token-count', String(simulatedTokens(answer.texts)));
      respondJson(response, answer.body);
    },
  };
}

function respondJson(response: ServerResponse, json: Json): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(json));
}

export function refuseInvocation(response: ServerResponse, message: string): void {
  respondError(response, { status: 400, name: 'ValidationException', message });
}
