import type { ChatRequest } from '../../domain/chat.ts';
import type { ChatAnswer, ProviderCall } from '../../domain/ports.ts';
import { type Ask, askBedrock, type BedrockParts } from './attempts.ts';
import { badRequest } from './badRequest.ts';
import { converse, converseStream } from './call.ts';
import { invokeMessages, invokeMessagesStream } from './invoke/invokeCall.ts';
import { type ModelTraits, toModelTraits } from './modelTraits.ts';
import { askOpenAi } from './openai/openAiCall.ts';
import { toConverseRequest } from './request/converseRequest.ts';
import { withDefaults } from './request/defaults.ts';
import { withGuardedText } from './request/guardedText.ts';

/** A chat over the deployment's route: Converse, the Messages API in InvokeModel, or OpenAI's dialect in InvokeModel. */
export async function chat(parts: BedrockParts, request: ChatRequest, call: ProviderCall): Promise<ChatAnswer> {
  if (call.card.mode === 'embedding') throw badRequest('This model makes embeddings; it does not chat.', 'model');
  if (call.deployment.route === 'openai') return askBedrock(parts, call, askOpenAi(request, call));
  return askBedrock(parts, call, askPrepared(parts, request, call));
}

function askPrepared(parts: BedrockParts, request: ChatRequest, call: ProviderCall): Ask<ChatAnswer> {
  return ({ modelId }) => {
    const model = traitsOf(modelId, call);
    const isInvoke = call.deployment.route === 'invoke';
    const asked = withDefaults(request, call.deployment);
    // InvokeModel has its guardrail in headers and no marks for it in the body.
    const prepared = toConverseRequest(isInvoke ? asked : withGuardedText(asked), {
      card: parts.thinking.correct(call.card, modelId),
      model,
      dropParams: call.dropParams,
      toolNameMapping: call.deployment.info['tool_name_mapping'] !== false,
    });
    for (const note of prepared.notes) call.note(note);
    if (!isInvoke) {
      return (attempt) => (request.stream ? converseStream : converse)(attempt, prepared);
    }
    requireClaude(model);
    const invoke = request.stream ? invokeMessagesStream : invokeMessages;
    return (attempt) => invoke(attempt, prepared, call.card.maxOutputTokens);
  };
}

function traitsOf(modelId: string, { deployment }: ProviderCall): ModelTraits {
  const { info, litellmModel } = deployment;
  const baseModel = typeof info['base_model'] === 'string' ? info['base_model'] : litellmModel;
  return toModelTraits(modelId, baseModel);
}

/** Every other vendor has a body of its own there; Converse has one for all of them. */
function requireClaude(model: ModelTraits): void {
  if (model.family === 'claude') return;
  throw badRequest(
    'The route bedrock/invoke/ is for Claude. Use bedrock/converse/<model id>; for an ARN that does not tell its model, set model_info.base_model.',
    'model',
  );
}
