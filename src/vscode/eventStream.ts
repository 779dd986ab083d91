import { EVENTS_PATH, type Notice, noticeSchema } from '../protocol/api.ts';
import type { Disposable } from './listeners.ts';
import { SseParser } from './sseParser.ts';

export interface EventStreamListeners {
  /** The gateway has accepted the connection: what happened before it may have been missed. */
  readonly onOpen?: (() => void) | undefined;
  readonly onNotice: (notice: Notice) => void;
  /** The connection ended, or never came about. Not called after `dispose`. */
  readonly onClosed: () => void;
}

/** Holds one connection to `/torii/events`. It does not come back by itself: who opened it decides what a drop means. */
export function openEventStream(baseUrl: string, homeKey: string, listeners: EventStreamListeners): Disposable {
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${homeKey}`, accept: 'text/event-stream' };
  follow(fetch(`${baseUrl}${EVENTS_PATH}`, { headers, signal: stop.signal, redirect: 'error' }), listeners)
    .catch(() => undefined)
    .then(() => {
      if (!stop.signal.aborted) listeners.onClosed();
    });
  return { dispose: () => stop.abort() };
}

async function follow(answer: Promise<Response>, listeners: EventStreamListeners): Promise<void> {
  const { ok, body } = await answer;
  if (!ok || body === null) return;
  listeners.onOpen?.();
  const parser = new SseParser();
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    for (const data of parser.push(decoder.decode(bytes, { stream: true }))) tell(data, listeners);
  }
}

function tell(data: string, listeners: EventStreamListeners): void {
  const notice = noticeSchema.safeParse(parseJson(data));
  if (notice.success) listeners.onNotice(notice.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
