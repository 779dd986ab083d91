import type { SystemContentBlock } from '@aws-sdk/client-bedrock-runtime';
import type { TextPart } from '../../../domain/chat.ts';
import type { Marked } from './marked.ts';

/** System texts in order; blank ones are dropped. */
export function toSystemBlocks(system: readonly TextPart[]): readonly Marked<SystemContentBlock>[] {
  return system
    .filter((part) => part.text.trim() !== '')
    .map((part) => ({ block: { text: part.text }, cache: part.cacheControl }));
}
