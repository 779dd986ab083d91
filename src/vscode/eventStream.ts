import { EVENTS_PATH, type Notice, noticeSchema } from '../protocol/api.ts';
import type { Disposable } from './listeners.ts';
import { SseParser } from './sseParser.ts';

/** The gateway sends a comment every 15 s: after two that did not come, nobody is at the other end, ms. */
const SILENCE_MS = 35_000;

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
  const silence = new Silence();
  const signal = AbortSignal.any([stop.signal, silence.signal]);
  const headers = { authorization: `Bearer ${homeKey}`, accept: 'text/event-stream' };
  follow(fetch(`${baseUrl}${EVENTS_PATH}`, { headers, signal, redirect: 'error' }), listeners, silence)
    .catch(() => undefined)
    .then(() => {
      silence.dispose();
      if (!stop.signal.aborted) listeners.onClosed();
    });
  return { dispose: () => stop.abort() };
}

/** Aborts its signal when nothing was heard for `SILENCE_MS`. */
class Silence implements Disposable {
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly signal = this.#abort.signal;

  constructor() {
    this.#timer = setTimeout(() => this.#abort.abort(), SILENCE_MS);
    this.#timer.unref();
  }

  readonly broken = (): void => void this.#timer.refresh();

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

async function follow(answer: Promise<Response>, listeners: EventStreamListeners, silence: Silence): Promise<void> {
  const { ok, body } = await answer;
  if (!ok || body === null) return;
  listeners.onOpen?.();
  const parser = new SseParser();
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    silence.broken();
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
