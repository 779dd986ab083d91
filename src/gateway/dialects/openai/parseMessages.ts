import type {
  AssistantPart,
  CacheControl,
  ChatMessage,
  DocumentPart,
  ImagePart,
  MediaSource,
  TextPart,
  ToolResultPart,
  UserPart,
} from '../../../domain/chat.ts';
import { GatewayError } from '../../../domain/errors.ts';
import { toGuardedText } from '../../../domain/guardedText.ts';
import type { ContentPartBody, MessageBody } from './bodySchema.ts';

type CacheMark = { readonly type?: string | undefined; readonly ttl?: string | undefined } | null | undefined;
type MediaPart = TextPart | ImagePart | DocumentPart;

/** A message of a client: part of the system text, or of the conversation. */
export type ReadMessage = { readonly system: readonly TextPart[] } | { readonly message: ChatMessage };

/** System texts and the other messages, in their order. */
export function joinMessages(read: readonly ReadMessage[]): {
  readonly system: readonly TextPart[];
  readonly messages: readonly ChatMessage[];
} {
  return {
    system: read.flatMap((each) => ('system' in each ? each.system : [])),
    messages: read.flatMap((each) => ('message' in each ? [each.message] : [])),
  };
}

/** `index` counts messages for error paths. Throws `bad-request`. */
export function readMessage(body: MessageBody, index: number): ReadMessage {
  switch (body.role) {
    case 'system':
    case 'developer':
      return { system: systemParts(body, index) };
    case 'assistant':
      return { message: { role: 'assistant', content: assistantParts(body, index) } };
    case 'tool':
    case 'function':
      return { message: { role: 'user', content: [toolResult(body, index)] } };
    default:
      return { message: { role: 'user', content: mediaParts(body, index) satisfies readonly UserPart[] } };
  }
}

function systemParts(body: MessageBody, index: number): readonly TextPart[] {
  return mediaParts(body, index).map((part) => {
    if (part.type === 'text') return part;
    throw badPart(index, 'a system message holds text only');
  });
}

function mediaParts(body: MessageBody, index: number): readonly MediaPart[] {
  const parts = contentList(body).map((part, position) => mediaPart(part, index, position));
  return withMessageMark(parts, body.cache_control);
}

function contentList(body: MessageBody): readonly ContentPartBody[] {
  if (body.content === undefined || body.content === null) return [];
  return typeof body.content === 'string' ? [{ type: 'text', text: body.content }] : body.content;
}

/** A mark on the message stands for a mark on its last part. */
function withMessageMark<Part extends MediaPart>(parts: readonly Part[], mark: CacheMark): readonly Part[] {
  const control = cacheControl(mark);
  const last = parts.at(-1);
  if (control === undefined || last === undefined) return parts;
  return [...parts.slice(0, -1), { ...last, cacheControl: last.cacheControl ?? control }];
}

function mediaPart(part: ContentPartBody, index: number, position: number): MediaPart {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text, cacheControl: cacheControl(part.cache_control) };
    case 'guarded_text':
      return toGuardedText({ type: 'text', text: part.text, cacheControl: cacheControl(part.cache_control) });
    case 'image_url': {
      const { url, format } = typeof part.image_url === 'string' ? { url: part.image_url } : part.image_url;
      const source = mediaSource(url, index, position);
      return { type: 'image', source: withFormat(source, format), cacheControl: cacheControl(part.cache_control) };
    }
    case 'file':
      return filePart(part, index, position);
    case 'refusal':
      return { type: 'text', text: part.refusal };
    default:
      throw badPart(index, `part ${position}: '${part.type}' belongs to an assistant message`);
  }
}

/** A file that is an image is one to the model, too. */
function filePart(part: Extract<ContentPartBody, { type: 'file' }>, index: number, position: number): MediaPart {
  const { file_data: data, filename, format } = part.file;
  if (data === undefined) throw badPart(index, `part ${position}: a file needs file_data; file ids are not kept here`);
  const source = withFormat(mediaSource(data, index, position), format);
  const control = cacheControl(part.cache_control);
  const isImage = source.kind === 'base64' && source.mediaType.startsWith('image/');
  return isImage
    ? { type: 'image', source, cacheControl: control }
    : { type: 'document', source, name: filename, cacheControl: control };
}

/** LiteLLM's `format`: a media type that counts more than that of the data URL. */
function withFormat(source: MediaSource, format: string | null | undefined): MediaSource {
  if (format === undefined || format === null || source.kind === 'url') return source;
  return { ...source, mediaType: format.toLowerCase() };
}

function mediaSource(url: string, index: number, position: number): MediaSource {
  if (!url.startsWith('data:')) {
    if (/^https?:\/\//i.test(url)) return { kind: 'url', url };
    throw badPart(index, `part ${position}: expected a data: URL with base64, or an http(s) URL`);
  }
  const match = /^data:([^;,]*)(?:;[^;,]*)*;base64,/i.exec(url);
  if (match === null) throw badPart(index, `part ${position}: a data: URL must be base64 (data:<type>;base64,…)`);
  return { kind: 'base64', mediaType: (match[1] ?? '').toLowerCase(), data: url.slice(match[0].length) };
}

function assistantParts(body: MessageBody, index: number): readonly AssistantPart[] {
  const thinking = (body.thinking_blocks ?? []).map(thinkingPart);
  const texts = contentList(body).map((part, position): AssistantPart => {
    if (part.type === 'thinking' || part.type === 'redacted_thinking') return thinkingPart(part);
    const media = mediaPart(part, index, position);
    if (media.type === 'text') return media;
    throw badPart(index, `part ${position}: an assistant message holds text, thinking and tool calls only`);
  });
  return [...thinking, ...markLastText(texts, body.cache_control), ...toolCalls(body, index)];
}

function markLastText(parts: readonly AssistantPart[], mark: CacheMark): readonly AssistantPart[] {
  const control = cacheControl(mark);
  const last = parts.at(-1);
  if (control === undefined || last?.type !== 'text') return parts;
  return [...parts.slice(0, -1), { ...last, cacheControl: last.cacheControl ?? control }];
}

function thinkingPart(part: Extract<ContentPartBody, { type: 'thinking' | 'redacted_thinking' }>): AssistantPart {
  return part.type === 'thinking'
    ? { type: 'thinking', text: part.thinking, signature: part.signature ?? undefined }
    : { type: 'redacted-thinking', data: part.data };
}

function toolCalls(body: MessageBody, index: number): readonly AssistantPart[] {
  const calls = (body.tool_calls ?? []).map(
    (call, position): AssistantPart => ({
      type: 'tool-call',
      // Some clients leave the id out; the position within the conversation makes one that stays the same.
      id: call.id ?? `call_${index}_${position}`,
      name: call.function.name,
      arguments: call.function.arguments ?? '',
      cacheControl: cacheControl(call.cache_control),
    }),
  );
  const old = body.function_call;
  if (old === null || old === undefined) return calls;
  return [...calls, { type: 'tool-call', id: old.name, name: old.name, arguments: old.arguments ?? '' }];
}

function toolResult(body: MessageBody, index: number): ToolResultPart {
  const id = body.tool_call_id ?? (body.role === 'function' ? body.name : undefined);
  if (id === undefined || id === null || id === '') {
    throw new GatewayError(
      'bad-request',
      `messages.${index}.tool_call_id: a tool message must name the call it answers`,
      {
        param: `messages.${index}.tool_call_id`,
      },
    );
  }
  const parts = contentList(body).map((part, position) => mediaPart(part, index, position));
  const marked = parts.find((part) => part.cacheControl !== undefined);
  return {
    type: 'tool-result',
    toolCallId: id,
    content: parts.map((part) => ({ ...part, cacheControl: undefined })),
    cacheControl: cacheControl(body.cache_control) ?? marked?.cacheControl,
  };
}

function cacheControl(mark: CacheMark): CacheControl | undefined {
  if (mark === null || mark === undefined || mark.type !== 'ephemeral') return undefined;
  return mark.ttl === '5m' || mark.ttl === '1h' ? { ttl: mark.ttl } : {};
}

function badPart(index: number, problem: string): GatewayError {
  return new GatewayError('bad-request', `messages.${index}.content: ${problem}`, {
    param: `messages.${index}.content`,
  });
}
