import { describe, expect, it } from 'vitest';
import type { StreamedAnswer } from '../../../src/apiClient/gatewayClient.ts';
import type { ToDashboard } from '../../../src/protocol/webview.ts';
import { DashboardStreams } from '../../../src/vscode/dashboardStreams.ts';

const CHAT = { type: 'stream', id: 1, path: '/v1/chat/completions', body: { model: 'm' } } as const;

function streamsOver(open: (signal: AbortSignal) => Promise<StreamedAnswer | undefined>) {
  const posted: ToDashboard[] = [];
  const asked: string[] = [];
  const streams = new DashboardStreams({
    open: (path, _body, signal) => {
      asked.push(path);
      return open(signal);
    },
    post: (message) => posted.push(message),
  });
  return { streams, posted, asked };
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

describe('an answer that a page reads as it comes', () => {
  it('goes to the page piece by piece, and then its end', async () => {
    const { streams, posted } = streamsOver(async () => ({
      status: 200,
      body: null,
      callId: 'c1',
      pieces: pieces('data: a', 'data: b'),
    }));
    await streams.start(CHAT);
    expect(posted).toEqual([
      { type: 'stream-data', id: 1, text: 'data: a' },
      { type: 'stream-data', id: 1, text: 'data: b' },
      { type: 'stream-end', id: 1, status: 200, body: null, callId: 'c1' },
    ]);
  });

  it('that is refused ends with the words of the gateway', async () => {
    const body = { error: { message: 'Budget has been exceeded.' } };
    const { streams, posted } = streamsOver(async () => ({ status: 429, body, callId: 'c1', pieces: undefined }));
    await streams.start(CHAT);
    expect(posted).toEqual([{ type: 'stream-end', id: 1, status: 429, body, callId: 'c1' }]);
  });

  it('ends with status 0 where there is no gateway, and where it goes away', async () => {
    const { streams, posted } = streamsOver(async () => undefined);
    await streams.start(CHAT);
    const broken = streamsOver(() => Promise.reject(new TypeError('fetch failed')));
    await broken.streams.start(CHAT);
    expect([...posted, ...broken.posted].map((message) => 'status' in message && message.status)).toEqual([0, 0]);
  });

  it('stops when the page says so, and when the page goes', async () => {
    for (const end of ['stop', 'dispose'] as const) {
      const { streams, posted } = streamsOver(async (signal) => ({
        status: 200,
        body: null,
        callId: 'c1',
        pieces: untilAborted(signal),
      }));
      const over = streams.start(CHAT);
      if (end === 'stop') streams.stop(1);
      else streams.dispose();
      await over;
      expect(posted.at(-1)).toEqual({ type: 'stream-end', id: 1, status: 0, body: null, callId: 'c1' });
    }
  });

  it('is not asked for anywhere else', async () => {
    const { streams, posted, asked } = streamsOver(async () => undefined);
    await streams.start({ ...CHAT, path: '/v1/embeddings/../../etc' });
    expect(asked).toEqual([]);
    expect(posted).toMatchObject([{ type: 'stream-end', status: 403 }]);
  });
});

async function* untilAborted(signal: AbortSignal): AsyncGenerator<string> {
  yield 'data: a';
  await new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}
