import type { TaskFingerprint } from './task.ts';
import { type TaskConversation, textOf } from './taskConversation.ts';

/** A hash of text, short and without secrets to keep; comes in from outside because the domain knows no cryptography. */
export type Digest = (text: string) => string;

/** Characters of a text that are hashed: longer ones count by their length, beginning and end. */
const HASHED = 65_536;

/**
 * Hashes the system prompt, the opening and the last message, never the history between: what it costs does not grow
 * with the conversation.
 */
export function fingerprintOf(conversation: TaskConversation, digest: Digest): TaskFingerprint {
  const { system, turns, opening } = conversation;
  const only = turns.length === 1 && opening === 1;
  const begun = digest(
    abridge(
      turns
        .slice(0, opening)
        .map(({ value }) => textOf(value))
        .join('\u0000'),
    ),
  );
  return {
    root: digest(`${abridge(system)}\u0000${begun}`),
    opening: begun,
    turns: turns.length,
    // Of one message all is the opening.
    tail: only ? begun : (tailAt(conversation, turns.length, digest) ?? ''),
    answered: opening < turns.length,
  };
}

/** Hash of the message that was the last one when the conversation had `turns` messages. */
export function tailAt({ turns }: TaskConversation, count: number, digest: Digest): string | undefined {
  const turn = turns[count - 1];
  return turn === undefined ? undefined : digest(abridge(textOf(turn.value)));
}

function abridge(text: string): string {
  if (text.length <= HASHED) return text;
  return `${text.length}\u0000${text.slice(0, HASHED / 2)}${text.slice(-HASHED / 2)}`;
}
