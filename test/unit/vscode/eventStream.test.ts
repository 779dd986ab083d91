import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Notice } from '../../../src/protocol/api.ts';
import { openEventStream } from '../../../src/vscode/eventStream.ts';
import { type LocalServer, startLocalServer } from '../../support/localServer.ts';

let server: LocalServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Opens a stream against a server that does with the connection what the test says. */
async function open(serve: (response: ServerResponse) => void) {
  const notices: Notice[] = [];
  const happened: string[] = [];
  server = await startLocalServer((request, response) => {
    happened.push(`${request.url} ${request.headers.authorization}`);
    serve(response);
  });
  const listeners = {
    onOpen: () => happened.push('open'),
    onNotice: (notice: Notice) => notices.push(notice),
    onClosed: () => happened.push('closed'),
  };
  const stream = openEventStream(server.url, 'sk-test-home', listeners);
  return { stream, notices, happened };
}

const MINUTE_MS = 60_000;
const ASKED = '/torii/events Bearer sk-test-home';

describe('the stream of notices', () => {
  it('passes on notices and skips what it does not know', async () => {
    const { notices } = await open((response) => {
      response.write(
        ': hello\n\ndata: {"type":"request-started","callId":"1"}\n\ndata: {"type":"later"}\n\ndata: {no\n\n',
      );
      response.write('data: {"type":"keys-changed"}\n\n');
    });
    await expect.poll(() => notices).toEqual([{ type: 'request-started', callId: '1' }, { type: 'keys-changed' }]);
  });

  it('says when the gateway ends it', async () => {
    const { happened } = await open((response) => response.end(': bye\n\n'));
    await expect.poll(() => happened).toEqual([ASKED, 'open', 'closed']);
  });

  it('takes a gateway that says nothing for too long for gone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const silent = await open(() => undefined);
    await expect.poll(() => silent.happened).toEqual([ASKED]);
    vi.advanceTimersByTime(MINUTE_MS);
    await expect.poll(() => silent.happened).toEqual([ASKED, 'closed']);
    await server?.close();
    const { happened } = await open((response) => response.write(': hello\n\n'));
    await expect.poll(() => happened).toEqual([ASKED, 'open']);
    vi.advanceTimersByTime(MINUTE_MS);
    await expect.poll(() => happened).toEqual([ASKED, 'open', 'closed']);
  });

  it('says when the gateway is killed', async () => {
    const { happened } = await open((response) => {
      response.write(': hello\n\n');
      response.socket?.resetAndDestroy();
    });
    await expect.poll(() => happened.at(-1)).toBe('closed');
  });

  it('says when it is refused', async () => {
    const { happened } = await open((response) => response.writeHead(401).end());
    await expect.poll(() => happened).toEqual([ASKED, 'closed']);
  });

  it('says nothing more once it is disposed', async () => {
    const gone: string[] = [];
    const { stream, happened } = await open((response) => {
      response.once('close', () => gone.push('gone'));
      response.write(': hello\n\n');
    });
    await expect.poll(() => happened).toEqual([ASKED, 'open']);
    stream.dispose();
    await expect.poll(() => gone).toEqual(['gone']);
    expect(happened).toEqual([ASKED, 'open']);
  });
});
