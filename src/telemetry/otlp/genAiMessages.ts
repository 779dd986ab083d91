/**
 * Conversations in the form of OpenTelemetry's GenAI conventions: `{ role, parts }`. Source: semantic-conventions-genai,
 * the JSON schemas of `gen_ai.input.messages` and `gen_ai.output.messages`.
 */
import { isObject, parseJson } from '../../domain/json.ts';

export interface GenAiMessage {
  readonly role: string;
  readonly parts: readonly GenAiPart[];
  readonly finish_reason?: string | undefined;
}

export type GenAiPart = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The messages of a request in OpenAI's, Anthropic's or the Responses API's words. */
export function toInputMessages(request: unknown): readonly GenAiMessage[] {
  if (!isObject(request)) return [];
  const said = request['messages'] ?? request['input'] ?? request['prompt'];
  if (Array.isArray(said)) return said.flatMap((item: unknown) => toMessage(item));
  return typeof said === 'string' ? [{ role: 'user', parts: [textPart(said)] }] : [];
}

/** What a system prompt beside the messages says: Anthropic's `system`, the Responses API's `instructions`. */
export function toSystemInstructions(request: unknown): readonly GenAiPart[] {
  if (!isObject(request)) return [];
  return toParts(request['system'] ?? request['instructions']);
}

/** The answer of a call; nothing where it failed. */
export function toOutputMessages(response: unknown): readonly GenAiMessage[] {
  if (!isObject(response) || response['role'] === undefined) return [];
  const [message] = toMessage(response);
  const reason = response['finish_reason'];
  if (message === undefined) return [];
  return [typeof reason === 'string' ? { ...message, finish_reason: reason } : message];
}

function toMessage(item: unknown): readonly GenAiMessage[] {
  if (typeof item === 'string') return [{ role: 'user', parts: [textPart(item)] }];
  if (!isObject(item)) return [];
  const role = typeof item['role'] === 'string' ? item['role'] : 'user';
  if (role === 'tool') return [{ role, parts: [toolResult(item['tool_call_id'], item['content'])] }];
  const calls = Array.isArray(item['tool_calls']) ? item['tool_calls'] : [];
  const own = 'content' in item ? toParts(item['content']) : toParts([item]);
  const thinking = typeof item['reasoning_content'] === 'string' ? item['reasoning_content'] : undefined;
  const reasoning = thinking === undefined ? [] : [{ type: 'reasoning', content: thinking }];
  return [{ role, parts: [...reasoning, ...own, ...calls.flatMap((call: unknown) => toToolCall(call))] }];
}

function toParts(content: unknown): readonly GenAiPart[] {
  if (typeof content === 'string') return content === '' ? [] : [textPart(content)];
  return Array.isArray(content) ? content.flatMap((part: unknown) => toPart(part)) : [];
}

function toPart(part: unknown): readonly GenAiPart[] {
  if (typeof part === 'string') return [textPart(part)];
  if (!isObject(part)) return [];
  const type = String(part['type']);
  if (typeof part['text'] === 'string') return [textPart(part['text'])];
  if (type === 'thinking') return [{ type: 'reasoning', content: part['thinking'] }];
  if (type === 'tool_use') {
    return [{ type: 'tool_call', id: part['id'], name: part['name'], arguments: part['input'] }];
  }
  if (type === 'function_call') {
    return [{ type: 'tool_call', id: part['call_id'], name: part['name'], arguments: part['arguments'] }];
  }
  if (type === 'tool_result') return [toolResult(part['tool_use_id'], part['content'])];
  if (type === 'function_call_output') return [toolResult(part['call_id'], part['output'])];
  return [{ type }];
}

function toToolCall(call: unknown): readonly GenAiPart[] {
  const called = isObject(call) ? call['function'] : undefined;
  if (!isObject(call) || !isObject(called)) return [];
  const written = called['arguments'];
  const args = typeof written === 'string' ? (parseJson(written) ?? written) : written;
  return [{ type: 'tool_call', id: call['id'], name: called['name'], arguments: args }];
}

function toolResult(id: unknown, result: unknown): GenAiPart {
  return { type: 'tool_call_response', id, result };
}

function textPart(content: string): GenAiPart {
  return { type: 'text', content };
}
