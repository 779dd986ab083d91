import type { DataPart, PromptMessage, PromptPart, TextPart, ToolResultPart } from './promptParts.ts';

type Body = Record<string, unknown>;

/** Copilot Chat's way to wish that the prompt up to here be cached: a part without content of its own. */
const CACHE_MARK = 'cache_control';

/**
 * The message in OpenAI's form: results of tools first, each as a message of its own, then the rest. An image that a
 * tool gave follows in the user's message, because not every server takes it inside a result.
 */
export function toMessages({ role, parts }: PromptMessage): readonly Body[] {
  if (role === 'assistant') return toAssistant(parts);
  const results = parts.filter((part) => part.type === 'tool-result');
  const shown = results.flatMap(({ content }) => content.filter((part) => !isText(part)));
  const content = toContent([...shown, ...parts.filter(isMedia)]);
  return [...results.map(toToolMessage), ...(content.length === 0 ? [] : [{ role, content }])];
}

function toAssistant(parts: readonly PromptPart[]): readonly Body[] {
  const text = textsOf(parts.filter(isMedia));
  const thinking = parts.flatMap((part) => (part.type === 'thinking' ? [part.text] : [])).join('');
  const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [toToolCall(part)] : []));
  if (text === '' && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: text === '' ? null : text,
      ...(thinking === '' ? {} : { reasoning_content: thinking }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    },
  ];
}

function toToolCall(part: Extract<PromptPart, { type: 'tool-call' }>): Body {
  const call = { name: part.name, arguments: JSON.stringify(part.input) };
  return { id: part.id, type: 'function', function: call };
}

function toToolMessage({ id, content }: ToolResultPart): Body {
  return { role: 'tool', tool_call_id: id, content: textsOf(content) };
}

function textsOf(parts: readonly (TextPart | DataPart)[]): string {
  return parts.flatMap((part) => textIn(part) ?? []).join('');
}

function toContent(parts: readonly (TextPart | DataPart)[]): readonly Body[] {
  const content: Body[] = [];
  for (const part of parts) {
    const last = content.at(-1);
    if (part.type === 'data' && part.mimeType === CACHE_MARK) {
      if (last !== undefined) content.splice(-1, 1, { ...last, [CACHE_MARK]: { type: 'ephemeral' } });
    } else content.push(...toPart(part));
  }
  return content;
}

function toPart(part: TextPart | DataPart): readonly Body[] {
  const text = textIn(part);
  if (text !== undefined) return text === '' ? [] : [{ type: 'text', text }];
  if (part.type === 'text') return [];
  const url = `data:${part.mimeType};base64,${Buffer.from(part.data).toString('base64')}`;
  if (part.mimeType.startsWith('image/')) return [{ type: 'image_url', image_url: { url } }];
  if (part.mimeType !== 'application/pdf') return [];
  return [{ type: 'file', file: { file_data: url, filename: 'document.pdf' } }];
}

/** The text of a part that is one; other data is an image, a document, or nothing that a model reads. */
function textIn(part: TextPart | DataPart): string | undefined {
  if (part.type === 'text') return part.text;
  const readable = part.mimeType.startsWith('text/') || /^application\/(?:[\w.-]+\+)?json$/.test(part.mimeType);
  return readable ? new TextDecoder().decode(part.data) : undefined;
}

function isText(part: TextPart | DataPart): boolean {
  return textIn(part) !== undefined;
}

function isMedia(part: PromptPart): part is TextPart | DataPart {
  return part.type === 'text' || part.type === 'data';
}
