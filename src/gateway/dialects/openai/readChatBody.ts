import type { z } from 'zod';
import { type ChatBody, chatBodySchema } from './bodySchema.ts';
import { type ReadMessage, readMessage } from './parseMessages.ts';

type Body = Readonly<Record<string, unknown>>;

interface KnownMessage {
  readonly index: number;
  readonly read: ReadMessage;
}

/** Messages of long conversations are frozen, and come again with each turn: they are read once. */
const known = new WeakMap<object, KnownMessage>();

export type ReadBody =
  | { readonly error: z.ZodError }
  /** The messages stand in `read`; of those in `chat` some may be missing. */
  | { readonly error?: undefined; readonly chat: ChatBody; readonly read: readonly ReadMessage[] };

/** The body as its schema wants it, with its messages as they were read. Throws `bad-request` for what a message may not hold. */
export function readChatBody(body: Body): ReadBody {
  const messages = Array.isArray(body['messages']) ? body['messages'] : [];
  const before = readBefore(messages);
  const rest = before.length === 0 ? body : { ...body, messages: messages.slice(before.length) };
  const result = readRest(rest, messages, before);
  // The path of what is wrong counts all messages.
  return result.error === undefined || before.length === 0 ? result : readRest(body, messages, []);
}

/** Of the messages at the beginning; the last one is always read, since a conversation may not be empty. */
function readBefore(messages: readonly unknown[]): readonly ReadMessage[] {
  const read: ReadMessage[] = [];
  for (const [index, message] of messages.slice(0, -1).entries()) {
    const found = typeof message === 'object' && message !== null ? known.get(message) : undefined;
    if (found?.index !== index) break;
    read.push(found.read);
  }
  return read;
}

function readRest(body: Body, messages: readonly unknown[], before: readonly ReadMessage[]): ReadBody {
  const result = chatBodySchema.safeParse(body);
  if (!result.success) return { error: result.error };
  const rest = result.data.messages.map((message, at) => {
    const index = before.length + at;
    const read = readMessage(message, index);
    const own = messages[index];
    if (typeof own === 'object' && own !== null && Object.isFrozen(own)) known.set(own, { index, read });
    return read;
  });
  return { chat: result.data, read: [...before, ...rest] };
}
