import type { CacheControl, ChatMessage, ChatRequest, ReasoningRequest, ResponseFormat } from '../../../domain/chat.ts';
import type { PreparationNote } from '../../../domain/spend.ts';
import { toAssistantParts } from './assistantContent.ts';
import { toCacheControl } from './cacheMark.ts';
import { badField, readField } from './fieldPath.ts';
import { readOnce } from './knownMessages.ts';
import { type MessageBody, type MessagesBody, messagesBody, sortParameters } from './messagesBody.ts';
import { newReading, type Reading } from './reading.ts';
import { toReminder, toSystem } from './systemContent.ts';
import { toToolChoice } from './toolChoice.ts';
import { toUserParts } from './userContent.ts';

type Note = (note: PreparationNote) => void;

/** Anthropic's Messages body to a ChatRequest. Throws `bad-request` that names the field. */
export function parseMessages(body: Readonly<Record<string, unknown>>, note: Note): ChatRequest {
  const request = parsePrompt(body, note);
  if (request.maxTokens === undefined) throw badField('max_tokens', 'Field required');
  return request;
}

/** The same for a body that only wants its tokens counted, which needs no `max_tokens`. */
export function parsePrompt(body: Readonly<Record<string, unknown>>, note: Note): ChatRequest {
  const read = readField(messagesBody, body, '');
  const reading = newReading();
  const { leftOut, tools } = reading;
  for (const [index, tool] of (read.tools ?? []).entries()) tools.declare(tool, `tools.${index}`);
  const messages = toMessages(read, body['messages'], reading);
  const { extra, serviceOnly } = sortParameters(read);
  for (const name of serviceOnly) leftOut.parameter(name);
  const parallel = read.tool_choice?.disable_parallel_tool_use ?? undefined;
  const request: ChatRequest = {
    model: read.model,
    system: toSystem(read.system, reading),
    messages: withRequestMark(messages, toCacheControl(read.cache_control)),
    tools: tools.definitions,
    toolChoice: toToolChoice(read.tool_choice, tools),
    parallelToolCalls: parallel === undefined ? undefined : !parallel,
    maxTokens: read.max_tokens ?? undefined,
    temperature: read.temperature ?? undefined,
    topP: read.top_p ?? undefined,
    topK: read.top_k ?? undefined,
    stop: (read.stop_sequences ?? []).filter((sequence) => sequence !== ''),
    reasoning: toReasoning(read),
    responseFormat: toResponseFormat(read),
    stream: read.stream ?? false,
    extra,
  };
  leftOut.report(note);
  return request;
}

/** `own` are the messages as the client sent them. */
function toMessages({ messages }: MessagesBody, own: unknown, reading: Reading): readonly ChatMessage[] {
  const sent: readonly unknown[] = Array.isArray(own) ? own : [];
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  return messages.map((message, index): ChatMessage => {
    const path = `messages.${index}`;
    // Whether it holds still, what follows decides.
    if (message.role === 'system') {
      return { role: 'user', content: toReminder(message, path, index < lastUser, reading) };
    }
    return readOnce(sent[index], index, reading, (own) => toMessage(message, `${path}.content`, own));
  });
}

function toMessage({ role, content }: MessageBody, path: string, reading: Reading): ChatMessage {
  if (role === 'assistant') return { role, content: toAssistantParts(content, path, reading) };
  return { role: 'user', content: toUserParts(content, path, reading) };
}

/** A mark on the request stands for a mark on its last block that takes one. */
function withRequestMark(
  messages: readonly ChatMessage[],
  cacheControl: CacheControl | undefined,
): readonly ChatMessage[] {
  const last = messages.at(-1);
  const part = last?.content.at(-1);
  if (cacheControl === undefined || last === undefined || part === undefined) return messages;
  if (part.type === 'thinking' || part.type === 'redacted-thinking') return messages;
  const marked = { ...part, cacheControl: part.cacheControl ?? cacheControl };
  // The part came out of this message, so it may go back into it.
  const content = [...last.content.slice(0, -1), marked];
  return [...messages.slice(0, -1), { role: last.role, content } as ChatMessage];
}

/** An effort alone does not make Anthropic's models think, so `mode` says that they shall not. */
function toReasoning({ thinking, output_config: output, messages }: MessagesBody): ReasoningRequest | undefined {
  const later = messages.findLast((message) => typeof message.output_config?.effort === 'string');
  const effort = later?.output_config?.effort ?? output?.effort ?? undefined;
  if (thinking === null || thinking === undefined) {
    return effort === undefined ? undefined : { mode: 'disabled', effort };
  }
  if (thinking.type === 'enabled' && typeof thinking.budget_tokens !== 'number') {
    throw badField('thinking.enabled.budget_tokens', 'Field required');
  }
  const mode = thinking.type === 'between_tools' ? 'adaptive' : thinking.type;
  return { mode, budgetTokens: thinking.budget_tokens ?? undefined, effort };
}

function toResponseFormat(body: MessagesBody): ResponseFormat | undefined {
  const format = body.output_config?.format ?? body.output_format;
  return format === null || format === undefined ? undefined : { type: 'json-schema', schema: format.schema };
}
