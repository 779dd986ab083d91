import type { TextPart } from '../../../domain/chat.ts';

interface TextBlock {
  readonly text: string;
}

/** The parts of a conversation that has grown are the same objects turn after turn, and so are their blocks. */
const known = new WeakMap<TextPart, TextBlock>();
/** UTF-16 units; a shorter one is made anew as fast. */
const WORTHWHILE_LENGTH = 1024;

/** Words as a block of Converse: the same object for the same part, by which its JSON is found again. */
export function toTextBlock(part: TextPart): { text: string } {
  if (part.text.length < WORTHWHILE_LENGTH) return { text: part.text };
  const block = known.get(part) ?? { text: part.text };
  known.set(part, block);
  return block;
}
