import type { ChatEvent } from '../../domain/chat.ts';

/** The events of `inner`. Ending the iteration, even before it has begun, calls `close` first. */
export function closingStream(inner: AsyncGenerator<ChatEvent>, close: () => void): AsyncIterable<ChatEvent> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => inner.next(),
      return: async () => {
        close();
        await inner.return(undefined).catch(() => undefined);
        return { done: true, value: undefined };
      },
    }),
  };
}
