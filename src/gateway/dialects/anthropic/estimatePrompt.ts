import type {
  ChatRequest,
  DocumentPart,
  ImagePart,
  MediaSource,
  TextPart,
  ToolResultPart,
} from '../../../domain/chat.ts';
import { estimateTokens } from '../../../domain/tokenEstimate.ts';

/** Tokens of the largest image: Anthropic scales bigger ones down to it. Source: its page on vision. */
const IMAGE_TOKENS = 1600;
/** Tokens that mark where a message begins, who speaks and what kind of block it is. */
const BLOCK_TOKENS = 4;
/** A document of unknown length: about a page's text and picture for every 60 kB, one page at least. */
const PAGE_TOKENS = 3000;
const PAGE_BYTES = 60_000;

type Part = ChatRequest['messages'][number]['content'][number];

/** Tokens of a request's prompt: system, messages, tools. A rough estimate, because every model counts in its own way. */
export function estimatePrompt(request: ChatRequest): number {
  const system = sum(request.system.map((part) => estimateTokens(part.text)));
  const messages = sum(request.messages.map(({ content }) => BLOCK_TOKENS + sum(content.map(estimatePart))));
  const tools = sum(
    request.tools.map(({ name, description, parameters }) =>
      estimateTokens(JSON.stringify({ name, description, parameters })),
    ),
  );
  return system + messages + tools;
}

function estimatePart(part: Part): number {
  switch (part.type) {
    case 'thinking':
      return estimateTokens(part.text);
    case 'redacted-thinking':
      return estimateTokens(part.data);
    case 'tool-call':
      return BLOCK_TOKENS + estimateTokens(part.name) + estimateTokens(part.arguments);
    case 'tool-result':
      return BLOCK_TOKENS + sum(part.content.map(estimateMedia));
    default:
      return estimateMedia(part);
  }
}

function estimateMedia(part: TextPart | ImagePart | DocumentPart | ToolResultPart['content'][number]): number {
  switch (part.type) {
    case 'image':
      return IMAGE_TOKENS;
    case 'document':
      return estimateDocument(part.source);
    default:
      return estimateTokens(part.text);
  }
}

function estimateDocument(source: MediaSource): number {
  if (source.kind === 'url') return PAGE_TOKENS;
  const content = Buffer.from(source.data, 'base64');
  if (source.mediaType.startsWith('text/')) return estimateTokens(content.toString('utf8'));
  return PAGE_TOKENS * Math.max(1, Math.ceil(content.length / PAGE_BYTES));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
