import { useCallback, useEffect, useRef, useState } from 'react';
import type { TraceDetail } from '../../../../src/protocol/traces.ts';
import { tracesPath } from '../../api/paths.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { explain } from '../../parts/explain.ts';
import { ChatStream, NO_TEXT, type StreamedText } from './streamedText.ts';

const CHAT_PATH = '/v1/chat/completions';

export interface PlaygroundAnswer extends StreamedText {
  readonly state: 'idle' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  readonly model: string;
  /** ms from the click; undefined while not known. */
  readonly firstTokenMs: number | undefined;
  readonly durationMs: number | undefined;
  /** The request's row in the ledger, for tokens and cost; undefined until it is read. */
  readonly trace: TraceDetail | undefined;
}

const NONE: PlaygroundAnswer = {
  ...NO_TEXT,
  state: 'idle',
  model: '',
  firstTokenMs: undefined,
  durationMs: undefined,
  trace: undefined,
};

export interface AnswerStream {
  readonly answer: PlaygroundAnswer;
  readonly send: (model: string, body: unknown) => void;
  readonly stop: () => void;
}

/** One answer that is read as it comes. A new request ends the one before, and so does leaving the page. */
export function useAnswerStream(): AnswerStream {
  const { transport, strings, now } = useDashboard();
  const [answer, setAnswer] = useState(NONE);
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const send = useCallback(
    (model: string, body: unknown) => {
      running.current?.abort();
      const stop = new AbortController();
      running.current = stop;
      const change = (part: Partial<PlaygroundAnswer>): void => {
        if (running.current === stop) setAnswer((before) => ({ ...before, ...part }));
      };
      const start = now();
      const chat = new ChatStream();
      let first: number | undefined;
      setAnswer({ ...NONE, model, state: 'waiting' });
      const read = (piece: string): void => {
        const so = chat.read(piece);
        if (first === undefined && (so.text !== '' || so.thinking !== '')) first = now() - start;
        change({ ...so, firstTokenMs: first, state: first === undefined ? 'waiting' : 'streaming' });
      };
      const run = async (): Promise<void> => {
        const { callId } = await transport.stream(CHAT_PATH, body, read, stop.signal);
        change({ durationMs: now() - start, state: stop.signal.aborted ? 'stopped' : 'done' });
        if (callId === null) return;
        const trace = await transport.get(`${tracesPath}/${encodeURIComponent(callId)}`).catch(() => undefined);
        if (trace !== undefined) change({ trace: trace as TraceDetail });
      };
      void run().catch((error: unknown) =>
        change({ state: 'failed', error: explain(error, strings), durationMs: now() - start }),
      );
    },
    [transport, strings, now],
  );
  const stop = useCallback(() => running.current?.abort(), []);
  return { answer, send, stop };
}
