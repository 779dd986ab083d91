import { z } from 'zod';
import type { AssistantPart, TextPart } from '../../../domain/chat.ts';
import { readContent } from './contentParts.ts';
import { type Conversation, ConversationBuilder } from './conversation.ts';
import { unpackThinking } from './encryptedContent.ts';
import { badField, readAs } from './readAs.ts';

/** What reading a list of items needs besides the list. */
export interface InputContext {
  readonly history: Conversation;
  /** An output item of a kept response by its id. */
  readonly findItem: (id: string) => unknown;
  /** Items of kinds that no model here can be told about. */
  readonly leftOut: (type: string) => void;
}

const message = z.looseObject({ role: z.enum(['user', 'assistant', 'system', 'developer']), content: z.unknown() });
const reasoning = z.looseObject({
  summary: z.array(z.looseObject({ text: z.string() })).nullish(),
  content: z.array(z.looseObject({ text: z.string() })).nullish(),
  encrypted_content: z.string().nullish(),
});
const functionCall = z.looseObject({
  call_id: z.string().min(1),
  name: z.string().min(1),
  arguments: z.string().nullish(),
});
const customCall = z.looseObject({ call_id: z.string().min(1), name: z.string().min(1), input: z.string() });
const callOutput = z.looseObject({ call_id: z.string().min(1), output: z.unknown() });
const reference = z.looseObject({ id: z.string() });

/** The conversation after the items of `input`. Throws `bad-request` that names the item. */
export function readInput(input: unknown, context: InputContext): Conversation {
  const builder = new ConversationBuilder(context.history);
  if (typeof input === 'string') builder.addUser([{ type: 'text', text: input }]);
  else if (Array.isArray(input)) {
    input.forEach((item: unknown, index) => {
      readItem(item, `input.${index}`, builder, context);
    });
  }
  return builder.conversation;
}

function readItem(item: unknown, path: string, builder: ConversationBuilder, context: InputContext): void {
  const type = typeOf(item, path);
  switch (type) {
    case 'message':
      readMessage(item, path, builder);
      break;
    case 'reasoning':
      builder.addAssistant(readReasoning(item, path));
      break;
    case 'function_call':
      builder.addAssistant([readFunctionCall(item, path)]);
      break;
    case 'custom_tool_call':
      builder.addAssistant([readCustomCall(item, path)]);
      break;
    case 'function_call_output':
    case 'custom_tool_call_output':
      readCallOutput(item, path, builder);
      break;
    case 'item_reference':
      readItem(referenced(item, path, context), path, builder, context);
      break;
    default:
      context.leftOut(type);
  }
}

/** An easy message has a role and no type; a reference in its short form has an id alone. */
function typeOf(item: unknown, path: string): string {
  const { type, role, id } = readAs(
    z.looseObject({ type: z.string().nullish(), role: z.string().optional(), id: z.string().nullish() }),
    item,
    path,
  );
  if (type !== undefined && type !== null) return type;
  if (role !== undefined) return 'message';
  if (id !== undefined && id !== null) return 'item_reference';
  throw badField(path, 'an input item needs a type or a role');
}

function readMessage(item: unknown, path: string, builder: ConversationBuilder): void {
  const { role, content } = readAs(message, item, path);
  const parts = readContent(content, `${path}.content`);
  if (role === 'user') builder.addUser(parts);
  else if (role === 'assistant') builder.addAssistant(parts.map((part) => requireText(part, path, role)));
  else builder.addSystem(parts.map((part) => requireText(part, path, role)));
}

function requireText(part: { readonly type: string }, path: string, role: string): TextPart {
  if (part.type === 'text' && 'text' in part && typeof part.text === 'string') return { type: 'text', text: part.text };
  throw badField(`${path}.content`, `a message of role '${role}' holds text only`);
}

/** Thinking that this gateway packed comes back with its proof; a summary alone is kept as thinking without one. */
function readReasoning(item: unknown, path: string): readonly AssistantPart[] {
  const { summary, content, encrypted_content: packed } = readAs(reasoning, item, path);
  const thinking = typeof packed === 'string' ? unpackThinking(packed) : undefined;
  if (thinking !== undefined) return [thinking];
  const texts = (content?.length ? content : (summary ?? [])).map(({ text }) => text);
  return texts.length === 0 ? [] : [{ type: 'thinking', text: texts.join('\n\n') }];
}

function readFunctionCall(item: unknown, path: string): AssistantPart {
  const call = readAs(functionCall, item, path);
  return { type: 'tool-call', id: call.call_id, name: call.name, arguments: call.arguments ?? '' };
}

/** A call of a free-form tool, from a conversation begun elsewhere, as a call with one argument. */
function readCustomCall(item: unknown, path: string): AssistantPart {
  const call = readAs(customCall, item, path);
  return { type: 'tool-call', id: call.call_id, name: call.name, arguments: JSON.stringify({ input: call.input }) };
}

function readCallOutput(item: unknown, path: string, builder: ConversationBuilder): void {
  const { call_id: id, output } = readAs(callOutput, item, path);
  if (!builder.hasCall(id)) {
    throw badField(
      path,
      `No tool call found for function call output with call_id ${id}. Send the function_call item before its output, or name the response that made it in previous_response_id.`,
    );
  }
  builder.addUser([{ type: 'tool-result', toolCallId: id, content: readContent(output, `${path}.output`) }]);
}

function referenced(item: unknown, path: string, context: InputContext): unknown {
  const { id } = readAs(reference, item, path);
  const found = context.findItem(id);
  if (found !== undefined) return found;
  throw badField(
    path,
    `Item with id '${id}' not found. Items are kept in memory for a while, and not when store is false: send the item itself.`,
  );
}
