import type {
  CachePointBlock,
  ContentBlock,
  DocumentBlock,
  ImageBlock,
  ReasoningContentBlock,
  ToolResultBlock,
} from '@aws-sdk/client-bedrock-runtime';
import { badRequest } from '../badRequest.ts';

/** A block of Anthropic's Messages API. */
export type MessagesBlock = Readonly<Record<string, unknown>>;

/** Converse's content in Anthropic's words. A cache point becomes the mark on the block before it. */
export function toMessagesContent(content: readonly ContentBlock[]): readonly MessagesBlock[] {
  return withCacheMarks(content, toMessagesBlock);
}

/** Maps what is not a cache point, and marks the block that a cache point follows. */
export function withCacheMarks<Block extends { readonly cachePoint?: CachePointBlock | undefined }>(
  blocks: readonly Block[],
  toBlock: (block: Block) => MessagesBlock,
): readonly MessagesBlock[] {
  const mapped: MessagesBlock[] = [];
  for (const block of blocks) {
    const last = mapped.pop();
    if (block.cachePoint === undefined) mapped.push(...(last === undefined ? [] : [last]), toBlock(block));
    else if (last !== undefined) mapped.push({ ...last, cache_control: toCacheControl(block.cachePoint) });
  }
  return mapped;
}

function toCacheControl({ ttl }: CachePointBlock): MessagesBlock {
  return ttl === undefined ? { type: 'ephemeral' } : { type: 'ephemeral', ttl };
}

function toMessagesBlock(block: ContentBlock): MessagesBlock {
  if (block.text !== undefined) return { type: 'text', text: block.text };
  if (block.image !== undefined) return toImage(block.image);
  if (block.document !== undefined) return toDocument(block.document);
  if (block.toolResult !== undefined) return toToolResult(block.toolResult);
  if (block.reasoningContent !== undefined) return toThinking(block.reasoningContent);
  if (block.toolUse !== undefined) {
    const { toolUseId, name, input } = block.toolUse;
    return { type: 'tool_use', id: toolUseId, name, input: input ?? {} };
  }
  throw badRequest('The request holds a part that the Messages API cannot carry. Use the route bedrock/converse/.');
}

function toImage(image: ImageBlock): MessagesBlock {
  const data = base64(image.source?.bytes);
  return { type: 'image', source: { type: 'base64', media_type: `image/${image.format}`, data } };
}

const TEXT_FORMATS = new Set(['txt', 'md', 'csv', 'html']);

/** The Messages API takes PDF and plain text; Converse's other formats it has no word for. */
function toDocument({ format, name, source }: DocumentBlock): MessagesBlock {
  if (format === 'pdf') {
    const data = base64(source?.bytes);
    return { type: 'document', title: name, source: { type: 'base64', media_type: 'application/pdf', data } };
  }
  if (format === undefined || !TEXT_FORMATS.has(format)) {
    throw badRequest(
      `A ${format} document cannot go over bedrock/invoke/. Use the route bedrock/converse/.`,
      'messages',
    );
  }
  const data = Buffer.from(source?.bytes ?? []).toString('utf8');
  return { type: 'document', title: name, source: { type: 'text', media_type: 'text/plain', data } };
}

function toToolResult({ toolUseId, content = [], status }: ToolResultBlock): MessagesBlock {
  const parts = content.map((part): MessagesBlock => {
    if (part.image !== undefined) return toImage(part.image);
    if (part.document !== undefined) return toDocument(part.document);
    return { type: 'text', text: part.text ?? JSON.stringify(part.json ?? null) };
  });
  const failed = status === 'error' ? { is_error: true } : {};
  return { type: 'tool_result', tool_use_id: toolUseId, content: parts, ...failed };
}

function toThinking({ reasoningText, redactedContent }: ReasoningContentBlock): MessagesBlock {
  if (redactedContent !== undefined) return { type: 'redacted_thinking', data: base64(redactedContent) };
  return { type: 'thinking', thinking: reasoningText?.text ?? '', signature: reasoningText?.signature };
}

function base64(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64');
}
