import type {
  AssistantMessage,
  ChatMessage,
  ChatRequest,
  ToolResultPart,
  UserMessage,
  UserPart,
} from '../../domain/chat.ts';
import type { ContentPart } from './chatParts.ts';
import { toContentPart } from './chatParts.ts';

/** System texts and messages as OpenAI's list of messages; a tool result becomes a message of its own. */
export function toChatMessages(request: ChatRequest): readonly unknown[] {
  const system = request.system.map((part) => part.text).join('\n\n');
  const messages = request.messages.flatMap(toMessages);
  return system === '' ? messages : [{ role: 'system', content: system }, ...messages];
}

function toMessages(message: ChatMessage): readonly unknown[] {
  return message.role === 'user' ? fromUser(message) : fromAssistant(message);
}

/** Tool results come first, as the messages that answer the calls before them; then all else that the user said. */
function fromUser(message: UserMessage): readonly unknown[] {
  const results = message.content.filter(isToolResult);
  const media = results.flatMap(mediaOf);
  const said = message.content.filter((part) => !isToolResult(part)).map(toContentPart);
  const content = [...media, ...said];
  const answers = results.map((result) => ({ role: 'tool', tool_call_id: result.toolCallId, content: textOf(result) }));
  return content.length === 0 ? answers : [...answers, { role: 'user', content: simplify(content) }];
}

/** Thinking is left out: OpenAI's dialect has no place for it in a request. */
function fromAssistant(message: AssistantMessage): readonly unknown[] {
  const text = message.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  const calls = message.content.flatMap((part) =>
    part.type === 'tool-call'
      ? [{ id: part.id, type: 'function', function: { name: part.name, arguments: part.arguments || '{}' } }]
      : [],
  );
  if (text === '' && calls.length === 0) return [];
  const content = text === '' ? null : text;
  return [calls.length === 0 ? { role: 'assistant', content } : { role: 'assistant', content, tool_calls: calls }];
}

function isToolResult(part: UserPart): part is ToolResultPart {
  return part.type === 'tool-result';
}

function textOf(result: ToolResultPart): string {
  const text = result.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  if (text !== '') return text;
  if (result.content.length > 0) return '(the result follows in the next message)';
  return result.isError === true ? 'The tool failed.' : '';
}

/** A tool message carries text alone, so images and documents of a result go into the user message after it. */
function mediaOf(result: ToolResultPart): readonly ContentPart[] {
  return result.content.filter((part) => part.type !== 'text').map(toContentPart);
}

/** One text is sent as a plain string, which every server takes. */
function simplify(content: readonly ContentPart[]): unknown {
  const [first] = content;
  return content.length === 1 && first?.type === 'text' ? first.text : content;
}
