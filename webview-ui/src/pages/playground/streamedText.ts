import { errorMessage, isRecord } from '../../transport/apiError.ts';
import { SseData } from '../../transport/sseData.ts';

/** What of an answer has come so far. */
export interface StreamedText {
  readonly text: string;
  readonly thinking: string;
  /** Why the answer broke off, in the gateway's words. */
  readonly error: string | undefined;
}

export const NO_TEXT: StreamedText = { text: '', thinking: '', error: undefined };

/** Reads a stream of OpenAI's chat. */
export class ChatStream {
  readonly #events = new SseData();
  #so: StreamedText = NO_TEXT;

  /** What has come, after this piece. */
  read(piece: string): StreamedText {
    for (const data of this.#events.read(piece)) this.#so = withChunk(this.#so, parse(data));
    return this.#so;
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function withChunk(so: StreamedText, chunk: unknown): StreamedText {
  if (!isRecord(chunk)) return so;
  const error = errorMessage(chunk);
  if (error !== undefined) return { ...so, error };
  const choice: unknown = Array.isArray(chunk['choices']) ? chunk['choices'][0] : undefined;
  const delta = isRecord(choice) && isRecord(choice['delta']) ? choice['delta'] : {};
  const { content, reasoning_content: thought } = delta;
  return {
    ...so,
    text: so.text + (typeof content === 'string' ? content : ''),
    thinking: so.thinking + (typeof thought === 'string' ? thought : ''),
  };
}
