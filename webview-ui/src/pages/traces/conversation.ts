import { isRecord } from '../../transport/apiError.ts';

export type TurnRole = 'system' | 'user' | 'assistant' | 'tool';

export type TurnPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thinking'; readonly text: string }
  /** Thinking that the provider has encrypted. */
  | { readonly kind: 'hidden-thinking' }
  | { readonly kind: 'tool-call'; readonly name: string; readonly input: string }
  | { readonly kind: 'tool-result'; readonly id: string; readonly parts: readonly TurnPart[]; readonly failed: boolean }
  /** `source` is a data URL; undefined for one that is cut or elsewhere (`address`). */
  | { readonly kind: 'image'; readonly source: string | undefined; readonly address: string | undefined }
  | { readonly kind: 'file'; readonly name: string }
  /** Something that no dialect here knows, as JSON. */
  | { readonly kind: 'other'; readonly json: string };

/** One message of a conversation, in whichever dialect it was sent. */
export interface Turn {
  readonly role: TurnRole;
  readonly parts: readonly TurnPart[];
  /** Position among the request's messages, from 1; undefined for the system text and the answer. */
  readonly position: number | undefined;
  /** The model's answer to this request. */
  readonly answer: boolean;
}

/** A request and its answer as one conversation: OpenAI's chat, Anthropic's messages, Responses, completions, embeddings. */
export function toTurns(request: unknown, response: unknown): readonly Turn[] {
  const asked = isRecord(request) ? [...systemTurns(request), ...messageTurns(request)] : [];
  const parts = answerParts(response);
  const answer: readonly Turn[] =
    parts.length === 0 ? [] : [{ role: 'assistant', parts, position: undefined, answer: true }];
  return [...asked, ...answer];
}

function systemTurns(request: Record<string, unknown>): readonly Turn[] {
  const parts = [...contentParts(request['system']), ...contentParts(request['instructions'])];
  return parts.length === 0 ? [] : [{ role: 'system', parts, position: undefined, answer: false }];
}

function messageTurns(request: Record<string, unknown>): readonly Turn[] {
  const given = request['messages'] ?? request['input'] ?? request['prompt'];
  const messages = Array.isArray(given) ? given : given === undefined ? [] : [given];
  return messages.map((message: unknown, index) => toTurn(message, index + 1));
}

function toTurn(message: unknown, position: number): Turn {
  if (!isRecord(message)) return { role: 'user', parts: contentParts(message), position, answer: false };
  const { role, type } = message;
  const turn = { position, answer: false };
  if (role === 'tool' || type === 'function_call_output') {
    return { ...turn, role: 'tool', parts: [toolResult(message)] };
  }
  if (type === 'function_call' || type === 'reasoning') return { ...turn, role: 'assistant', parts: [toPart(message)] };
  return { ...turn, role: roleOf(role), parts: messageParts(message) };
}

function roleOf(role: unknown): TurnRole {
  if (role === 'assistant' || role === 'tool') return role;
  return role === 'system' || role === 'developer' ? 'system' : 'user';
}

/** Thinking first, then what was said, then the calls: the order in which a model gives them. */
function messageParts(message: Record<string, unknown>): readonly TurnPart[] {
  const thinking = Array.isArray(message['thinking_blocks'])
    ? message['thinking_blocks'].map(toPart)
    : thought(message['reasoning_content'] ?? message['reasoning']);
  const calls = Array.isArray(message['tool_calls']) ? message['tool_calls'].map(toolCall) : [];
  return [...thinking, ...contentParts(message['content']), ...calls];
}

function thought(text: unknown): readonly TurnPart[] {
  return typeof text === 'string' && text !== '' ? [{ kind: 'thinking', text }] : [];
}

function contentParts(content: unknown): readonly TurnPart[] {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return Array.isArray(content) ? content.map(toPart) : [toPart(content)];
}

const TEXTS = new Set<unknown>(['text', 'input_text', 'output_text', 'summary_text', 'refusal']);

function toPart(block: unknown): TurnPart {
  if (typeof block === 'string') return { kind: 'text', text: block };
  if (!isRecord(block)) return other(block);
  const { type } = block;
  if (TEXTS.has(type)) return { kind: 'text', text: textIn(block['text'] ?? block['refusal']) };
  if (type === 'thinking') return { kind: 'thinking', text: textIn(block['thinking'] ?? block['text']) };
  if (type === 'redacted_thinking' || type === 'redacted-thinking') return { kind: 'hidden-thinking' };
  if (type === 'reasoning') return reasoning(block);
  if (type === 'tool_use' || type === 'function_call' || type === 'function') return toolCall(block);
  if (type === 'tool_result') return toolResult(block);
  if (type === 'image' || type === 'image_url' || type === 'input_image') return image(block);
  return type === 'document' || type === 'file' || type === 'input_file' ? file(block) : other(block);
}

function reasoning(block: Record<string, unknown>): TurnPart {
  const summary = Array.isArray(block['summary']) ? block['summary'].map(toPart) : [];
  const text = summary.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
  return text === '' ? { kind: 'hidden-thinking' } : { kind: 'thinking', text };
}

function toolCall(block: unknown): TurnPart {
  if (!isRecord(block)) return other(block);
  const called = isRecord(block['function']) ? block['function'] : block;
  const input = called['arguments'] ?? called['input'] ?? {};
  return { kind: 'tool-call', name: textIn(called['name']), input: asJson(input) };
}

function toolResult(block: Record<string, unknown>): TurnPart {
  const id = textIn(block['tool_use_id'] ?? block['tool_call_id'] ?? block['call_id']);
  const parts = contentParts(block['content'] ?? block['output']);
  return { kind: 'tool-result', id, parts, failed: block['is_error'] === true };
}

function image(block: Record<string, unknown>): TurnPart {
  const source = isRecord(block['source']) ? block['source'] : {};
  const url = isRecord(block['image_url']) ? block['image_url']['url'] : block['image_url'];
  const given =
    source['type'] === 'base64'
      ? `data:${textIn(source['media_type'])};base64,${textIn(source['data'])}`
      : textIn(url ?? source['url']);
  const whole = /^data:image\/[a-z+.-]+;base64,[A-Za-z0-9+/=\s]+$/.test(given);
  return { kind: 'image', source: whole ? given : undefined, address: /^https?:/.test(given) ? given : undefined };
}

function file(block: Record<string, unknown>): TurnPart {
  const inner = isRecord(block['file']) ? block['file'] : block;
  const name = textIn(inner['filename'] ?? inner['title'] ?? inner['name']);
  return { kind: 'file', name };
}

function other(value: unknown): TurnPart {
  return { kind: 'other', json: asJson(value) };
}

/** The parts of an answer; a failure has none: its words stand elsewhere. */
function answerParts(response: unknown): readonly TurnPart[] {
  if (!isRecord(response) || 'error' in response) return [];
  if (response['streamed'] === true) return streamedParts(response);
  const { choices, content, output } = response;
  if (Array.isArray(choices)) return choices.flatMap(choiceParts);
  if (Array.isArray(content)) return content.map(toPart);
  return Array.isArray(output) ? output.flatMap((item: unknown) => outputParts(item)) : [];
}

function choiceParts(choice: unknown): readonly TurnPart[] {
  if (!isRecord(choice)) return [];
  return isRecord(choice['message']) ? messageParts(choice['message']) : contentParts(choice['text']);
}

function outputParts(item: unknown): readonly TurnPart[] {
  return isRecord(item) && item['type'] === 'message' ? contentParts(item['content']) : [toPart(item)];
}

/** A streamed answer, as the ledger keeps it. */
function streamedParts({ text, thinking, tool_calls: calls }: Record<string, unknown>): readonly TurnPart[] {
  const thoughts = Array.isArray(thinking) ? thinking.map(toPart) : [];
  return [...thoughts, ...contentParts(text), ...(Array.isArray(calls) ? calls.map(toolCall) : [])];
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** JSON over several lines; a text that holds JSON is laid out the same. */
function asJson(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

/** Whether texts of a kept body were cut: it is then not what was sent. */
export function isCut(body: unknown): boolean {
  const text = JSON.stringify(body) ?? '';
  return text.includes('(litellm_truncated skipped ') || text.includes('"torii_truncated"');
}
