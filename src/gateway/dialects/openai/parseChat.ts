import type { z } from 'zod';
import type {
  ChatRequest,
  ReasoningRequest,
  ResponseFormat,
  ToolChoice,
  ToolDefinition,
} from '../../../domain/chat.ts';
import { GatewayError } from '../../../domain/errors.ts';
import type { ChatBody } from './bodySchema.ts';
import { hasOtherTools, hostedTools, ownTools } from './hostedTools.ts';
import { joinMessages } from './parseMessages.ts';
import { readChatBody } from './readChatBody.ts';

/** Fields of the body that ChatRequest names itself; the rest travels in `extra`. */
const NAMED = new Set([
  'model',
  'messages',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop',
  'reasoning_effort',
  'thinking',
  'response_format',
  'stream',
  'stream_options',
]);

/** OpenAI's chat completions body to a ChatRequest. Throws `bad-request` that names the field. */
export function parseChat(body: Readonly<Record<string, unknown>>): ChatRequest {
  const hosted = hostedTools(body['tools']);
  const result = readChatBody(hasOtherTools(body['tools']) ? { ...body, tools: ownTools(body['tools']) } : body);
  if (result.error !== undefined) throw toBadRequest(result.error);
  const { chat, read } = result;
  const { system, messages } = joinMessages(read);
  return {
    model: chat.model,
    system,
    messages,
    tools: (chat.tools ?? []).map(toTool),
    toolChoice: toToolChoice(chat.tool_choice),
    parallelToolCalls: chat.parallel_tool_calls ?? undefined,
    maxTokens: chat.max_completion_tokens ?? chat.max_tokens ?? undefined,
    temperature: chat.temperature ?? undefined,
    topP: chat.top_p ?? undefined,
    topK: chat.top_k ?? undefined,
    stop: toStop(chat.stop),
    reasoning: toReasoning(chat),
    responseFormat: toResponseFormat(chat.response_format),
    stream: chat.stream ?? false,
    extra: {
      ...Object.fromEntries(Object.entries(chat).filter(([name, value]) => !NAMED.has(name) && value !== null)),
      ...(hosted.length === 0 ? {} : { anthropic_tools: hosted }),
    },
  };
}

/** The first finding of a schema as a `bad-request` with the path of the field. */
export function toBadRequest(error: z.ZodError): GatewayError {
  const issue = error.issues[0];
  const path = issue?.path.join('.') ?? '';
  const problem = issue?.message ?? 'the body cannot be read';
  return new GatewayError('bad-request', path === '' ? problem : `${path}: ${problem}`, { param: path || undefined });
}

function toTool(tool: NonNullable<ChatBody['tools']>[number]): ToolDefinition {
  const { name, description, parameters, strict } = tool.function;
  return {
    name,
    description: description ?? undefined,
    parameters: parameters ?? undefined,
    strict: strict ?? undefined,
    cacheControl: tool.cache_control?.type === 'ephemeral' ? toCacheControl(tool.cache_control.ttl) : undefined,
  };
}

function toCacheControl(ttl: string | undefined): { readonly ttl?: '5m' | '1h' } {
  return ttl === '5m' || ttl === '1h' ? { ttl } : {};
}

function toToolChoice(choice: ChatBody['tool_choice']): ToolChoice | undefined {
  if (choice === null || choice === undefined) return undefined;
  if (typeof choice === 'string') return { type: choice };
  if ('function' in choice && choice.function !== undefined) {
    return { type: 'tool', name: (choice.function as { readonly name: string }).name };
  }
  switch (choice.type) {
    case 'any':
    case 'required':
      return { type: 'required' };
    case 'none':
      return { type: 'none' };
    default:
      return { type: 'auto' };
  }
}

function toStop(stop: ChatBody['stop']): readonly string[] {
  const list = typeof stop === 'string' ? [stop] : (stop ?? []);
  return list.filter((sequence) => sequence !== '');
}

function toReasoning(chat: ChatBody): ReasoningRequest | undefined {
  const effort = chat.reasoning_effort ?? undefined;
  const thinking = chat.thinking ?? undefined;
  if (effort === undefined && thinking === undefined) return undefined;
  return { mode: thinking?.type, budgetTokens: thinking?.budget_tokens, effort };
}

function toResponseFormat(format: ChatBody['response_format']): ResponseFormat | undefined {
  if (format === null || format === undefined) return undefined;
  if (format.type === 'json_object') return { type: 'json-object' };
  if (format.type !== 'json_schema') return { type: 'text' };
  const schema = (format as Extract<typeof format, { type: 'json_schema' }>).json_schema;
  return {
    type: 'json-schema',
    name: schema.name,
    description: schema.description,
    schema: schema.schema ?? { type: 'object' },
    strict: schema.strict ?? undefined,
  };
}
