import type { ChatMessage } from '../../../domain/chat.ts';
import { newReading, type Reading } from './reading.ts';

interface KnownMessage {
  readonly index: number;
  readonly message: ChatMessage;
}

/** Messages of long conversations are frozen, and come again with each turn: they are read once. */
const known = new WeakMap<object, KnownMessage>();

/**
 * What `read` makes of a client's message, or made of it at the same place before. A message that says something about the
 * tools, or of which something is left out, is read each time.
 */
export function readOnce(
  own: unknown,
  index: number,
  reading: Reading,
  read: (reading: Reading) => ChatMessage,
): ChatMessage {
  if (typeof own !== 'object' || own === null || !Object.isFrozen(own)) return read(reading);
  const before = known.get(own);
  if (before?.index === index) return before.message;
  const apart = newReading();
  const message = read(apart);
  if (!apart.leftOut.isEmpty || apart.tools.touched) return read(reading);
  known.set(own, { index, message });
  return message;
}
