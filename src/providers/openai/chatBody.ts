import type { ChatRequest, ResponseFormat, ToolChoice, ToolDefinition } from '../../domain/chat.ts';
import type { ProviderCall } from '../../domain/ports.ts';
import { toChatMessages } from './chatMessages.ts';
import { toReasoningEffort } from './reasoning.ts';
import { finishBody } from './requestBody.ts';

/** A chat in the gateway's vocabulary as a body of `/chat/completions`. Throws GatewayError for what it cannot carry. */
export function toChatBody(request: ChatRequest, call: ProviderCall, url: URL): Record<string, unknown> {
  const { capabilities } = call.card;
  const body = {
    ...request.extra,
    messages: toChatMessages(request),
    max_tokens: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: capabilities.topK || !call.dropParams ? request.topK : undefined,
    stop: request.stop.length === 0 ? undefined : request.stop,
    stream: request.stream ? true : undefined,
    reasoning_effort: toReasoningEffort(request.reasoning, capabilities.thinking),
    response_format: request.responseFormat === undefined ? undefined : toResponseFormat(request.responseFormat),
    ...toolParameters(request),
  };
  return finishBody(body, call, url);
}

function toolParameters(request: ChatRequest): Record<string, unknown> {
  if (request.tools.length === 0) return {};
  return {
    tools: request.tools.map(toTool),
    tool_choice: request.toolChoice === undefined ? undefined : toToolChoice(request.toolChoice),
    parallel_tool_calls: request.parallelToolCalls,
  };
}

function toTool(tool: ToolDefinition): unknown {
  const { name, description, strict } = tool;
  const parameters = tool.parameters ?? { type: 'object', properties: {} };
  return { type: 'function', function: { name, description, parameters, strict } };
}

function toToolChoice(choice: ToolChoice): unknown {
  return choice.type === 'tool' ? { type: 'function', function: { name: choice.name } } : choice.type;
}

function toResponseFormat(format: ResponseFormat): unknown {
  if (format.type === 'text') return { type: 'text' };
  if (format.type === 'json-object') return { type: 'json_object' };
  const { name = 'response', description, schema, strict } = format;
  return { type: 'json_schema', json_schema: { name, description, schema, strict } };
}
