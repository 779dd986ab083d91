import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime';
import type { TextPart } from '../../../domain/chat.ts';
import { isGuardedText } from '../../../domain/guardedText.ts';
import { isToolResult, type UserTurn, type UserTurnPart } from '../conversation/turns.ts';
import { toDocumentBlock } from './document.ts';
import { toImageBlock } from './image.ts';
import type { Marked, MarkedMessage } from './marked.ts';
import type { PromptTraits } from './promptTraits.ts';
import { toTextBlock } from './textBlock.ts';
import { toToolResult } from './toolResult.ts';

export function toUserMessage(turn: UserTurn, traits: PromptTraits): MarkedMessage {
  const results = turn.content.filter(isToolResult).map((part) => toToolResult(part, traits));
  const rest = turn.content.flatMap((part) => toBlocks(part, traits));
  const content = [...results.map((mapped) => mapped.result), ...results.flatMap((mapped) => mapped.images), ...rest];
  return { role: 'user', content: withTextForDocuments(content) };
}

function toBlocks(part: UserTurnPart, traits: PromptTraits): readonly Marked<ContentBlock>[] {
  switch (part.type) {
    case 'tool-result':
      return [];
    case 'image':
      traits.requireImages(traits.pathOf(part));
      return [{ block: { image: toImageBlock(part, traits.pathOf(part)) }, cache: part.cacheControl }];
    case 'document':
      traits.requireDocuments(traits.pathOf(part));
      return [{ block: { document: toDocumentBlock(part, traits.pathOf(part)) }, cache: part.cacheControl }];
    default:
      return [{ block: textBlock(part), cache: part.cacheControl }];
  }
}

function textBlock(part: TextPart): ContentBlock {
  return isGuardedText(part) ? { guardContent: { text: { text: part.text } } } : toTextBlock(part);
}

/** Converse refuses a message with a document and no text. */
function withTextForDocuments(content: readonly Marked<ContentBlock>[]): readonly Marked<ContentBlock>[] {
  if (!content.some(({ block }) => block.document !== undefined)) return content;
  const hasText = content.some(({ block }) => block.text !== undefined);
  return hasText ? content : [...content, { block: { text: 'See the document.' } }];
}
