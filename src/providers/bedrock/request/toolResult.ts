import type { ContentBlock, DocumentBlock, ImageBlock, ToolResultContentBlock } from '@aws-sdk/client-bedrock-runtime';
import type { DocumentPart, ImagePart, ToolResultPart } from '../../../domain/chat.ts';
import { toDocumentBlock } from './document.ts';
import { toImageBlock } from './image.ts';
import type { Marked } from './marked.ts';
import type { PromptTraits } from './promptTraits.ts';
import { toTextBlock } from './textBlock.ts';

export interface MappedToolResult {
  readonly result: Marked<ContentBlock>;
  /** Images that the model does not take inside a result; they follow the results in the same turn. */
  readonly images: readonly Marked<ContentBlock>[];
}

/** One tool result. A cache mark on it or on any of its parts stands behind the whole result. */
export function toToolResult(part: ToolResultPart, traits: PromptTraits): MappedToolResult {
  const images: Marked<ContentBlock>[] = [];
  const content = part.content.flatMap((inner): readonly ToolResultContentBlock[] => {
    if (inner.type === 'text') return inner.text.trim() === '' ? [] : [toTextBlock(inner)];
    if (inner.type === 'document') return [{ document: documentOf(inner, traits) }];
    if (traits.imagesInToolResults) return [{ image: imageOf(inner, traits) }];
    images.push({ block: { image: imageOf(inner, traits) } });
    return [{ text: '[The image of this result follows.]' }];
  });
  const status = part.isError === true && traits.toolResultStatus ? 'error' : undefined;
  const cache = part.cacheControl ?? part.content.find((inner) => inner.cacheControl !== undefined)?.cacheControl;
  return { result: { block: { toolResult: { toolUseId: part.toolCallId, content, status } }, cache }, images };
}

function imageOf(part: ImagePart, traits: PromptTraits): ImageBlock {
  traits.requireImages(traits.pathOf(part));
  return toImageBlock(part, traits.pathOf(part));
}

function documentOf(part: DocumentPart, traits: PromptTraits): DocumentBlock {
  traits.requireDocuments(traits.pathOf(part));
  return toDocumentBlock(part, traits.pathOf(part));
}
