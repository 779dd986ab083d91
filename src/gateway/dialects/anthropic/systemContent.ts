import type { TextPart } from '../../../domain/chat.ts';
import { type BlockReader, readContent, readText } from './contentBlock.ts';
import type { MessageBody } from './messagesBody.ts';
import type { Reading } from './reading.ts';
import { TOOL_CHANGES } from './toolChanges.ts';

const SYSTEM_BLOCKS: ReadonlyMap<string, BlockReader<TextPart>> = new Map([['text', readText]]);
const MESSAGE_BLOCKS: ReadonlyMap<string, BlockReader<TextPart>> = new Map<string, BlockReader<TextPart>>([
  ...SYSTEM_BLOCKS,
  ...TOOL_CHANGES,
]);

/** Claude Code's note to Anthropic's own billing. It differs between conversations, which would spoil a cache. */
const BILLING = /^x-anthropic-billing-header:/;

/** The request's `system`, a string or texts. */
export function toSystem(system: unknown, reading: Reading): readonly TextPart[] {
  if (system === undefined || system === null || system === '') return [];
  return readContent(system, 'system', SYSTEM_BLOCKS, reading).filter(({ text }) => {
    const isBilling = BILLING.test(text);
    if (isBilling) reading.leftOut.parameter('x-anthropic-billing-header');
    return !isBilling;
  });
}

/**
 * A system message amid the conversation, which Anthropic's newest models take. It becomes the user's words at the same
 * place, since it may hold from there on only. `isOver` says that a user message follows it.
 */
export function toReminder(message: MessageBody, path: string, isOver: boolean, reading: Reading): readonly TextPart[] {
  const { content, clear_at: clearAt } = message;
  if (content === undefined || content === null) return [];
  const texts = readContent(content, `${path}.content`, MESSAGE_BLOCKS, reading);
  if (isOver && clearAt === 'next_user_message') return [];
  return texts.map((part) => ({ ...part, text: `<system-reminder>\n${part.text}\n</system-reminder>` }));
}
