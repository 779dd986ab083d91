import type { DocumentPart, ImagePart, MediaSource, TextPart, ToolResultPart } from '../../domain/chat.ts';
import { GatewayError } from '../../domain/errors.ts';

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | { readonly type: 'file'; readonly file: { readonly filename: string; readonly file_data: string } };

/** A part of a user message in OpenAI's form. Throws GatewayError for a document that is only a link. */
export function toContentPart(part: TextPart | ImagePart | DocumentPart | ToolResultPart): ContentPart {
  switch (part.type) {
    case 'image':
      return { type: 'image_url', image_url: { url: toUrl(part.source) } };
    case 'document':
      return toFile(part);
    case 'tool-result':
      return { type: 'text', text: '' };
    default:
      return { type: 'text', text: part.text };
  }
}

function toFile(part: DocumentPart): ContentPart {
  const { source } = part;
  if (source.kind === 'url') {
    throw new GatewayError('bad-request', 'This model takes documents by their content, not by a link.', {
      provider: 'openai',
      param: 'messages',
    });
  }
  if (source.mediaType.startsWith('text/')) {
    return { type: 'text', text: Buffer.from(source.data, 'base64').toString('utf8') };
  }
  return { type: 'file', file: { filename: part.name ?? 'document', file_data: toUrl(source) } };
}

function toUrl(source: MediaSource): string {
  return source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`;
}
