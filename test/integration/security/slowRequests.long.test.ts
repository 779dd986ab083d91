import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate, setInterval, setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CONNECTION_LIMITS, type ConnectionLimits } from '../../../src/gateway/slowRequests.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openAiModel, openAiUpstream } from '../support/upstreams.ts';

/** What a test waits for to pass. */
const SHORT_MS = 400;
/** What a test has to keep to, on a busy machine, too. */
const LONG_MS = 5000;
const QUICK: ConnectionLimits = { ...CONNECTION_LIMITS, bodyPauseMs: SHORT_MS };
const BODY = JSON.stringify({ model: 'a', messages: [{ role: 'user', content: 'Hello from a slow line' }] });

async function quickGateway(limits: Partial<ConnectionLimits> = {}, more = ''): Promise<TestGateway> {
  const upstream = await openAiUpstream({ models: ['a'] });
  const config = `model_list:\n${openAiModel(upstream, 'a', 'a')}${more}`;
  return await startTestGateway(config, {}, '127.0.0.1', { ...QUICK, ...limits });
}

interface Line {
  readonly socket: Socket;
  /** What came back until the other side ended it. */
  readonly ended: Promise<string>;
}

async function open(gateway: TestGateway): Promise<Line> {
  const socket = connect(gateway.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes.toString();
  });
  // Writing on after the other side has left ends in a reset.
  socket.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  await once(socket, 'connect');
  return { socket, ended };
}

function head(key: string, length: number, more = ''): string {
  return `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${more}\r\n`;
}

/** Writes piece by piece with pauses shorter than `allowedMs`. Ends when the pieces do, or the other side. */
async function drip({ socket }: Line, pieces: Iterable<string>, allowedMs: number): Promise<void> {
  const beats = setInterval(allowedMs / 12);
  for (const piece of pieces) {
    await beats[Symbol.asyncIterator]().next();
    if (socket.destroyed) return;
    socket.write(piece);
  }
}

describe('a connection', () => {
  it.each(['', 'GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1\r\nx-half: '])(
    'is closed when its headers do not end: %j',
    async (text) => {
      const gateway = await quickGateway({ headersMs: SHORT_MS });
      const line = await open(gateway);
      line.socket.write(text);
      expect(await line.ended).toMatch(/^HTTP\/1\.1 408 /);
    },
  );

  it('is closed when a body stops coming, with a word on why', async () => {
    const gateway = await quickGateway();
    const line = await open(gateway);
    line.socket.write(head(MASTER_KEY, 1000) + BODY);
    const answered = await line.ended;
    expect(answered).toMatch(/^HTTP\/1\.1 408 /);
    expect(answered).toContain("The request's body stopped coming");
  });

  it('is closed when a refused request goes on sending, however steadily', async () => {
    const gateway = await quickGateway();
    const line = await open(gateway);
    line.socket.write(head('sk-test-wrong', 1_000_000));
    const spaces = Array.from({ length: 1000 }, () => ' ');
    await drip(line, spaces, SHORT_MS);
    expect(await line.ended).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('of many refused requests gathers nothing', async () => {
    const gateway = await quickGateway(CONNECTION_LIMITS);
    const line = await open(gateway);
    const warnings: string[] = [];
    const hear = ({ message }: Error) => void warnings.push(message);
    process.on('warning', hear);
    onTestFinished(() => void process.off('warning', hear));
    for (let count = 0; count < 20; count += 1) {
      const answered = once(line.socket, 'data');
      line.socket.write(head('sk-test-wrong', BODY.length));
      expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 401 /);
      line.socket.write(BODY);
    }
    await setImmediate();
    expect(warnings).toEqual([]);
  });

  it('is kept while a long upload goes on', async () => {
    const gateway = await quickGateway({ bodyPauseMs: LONG_MS });
    const line = await open(gateway);
    line.socket.write(head(MASTER_KEY, BODY.length, 'connection: close\r\n'));
    const started = performance.now();
    await drip(line, BODY.match(/.{1,5}/g) ?? [], LONG_MS);
    expect(performance.now() - started).toBeGreaterThan(LONG_MS);
    expect(await line.ended).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('is kept while a model takes its time, and is not closed by what its request had to keep to', async () => {
    const upstream = await openAiUpstream({ models: ['a'] });
    upstream.script('a', [
      { text: 'At last.', gate: async (index) => void (index === 0 && (await setTimeout(LONG_MS * 1.5))) },
    ]);
    const limits = { ...QUICK, headersMs: LONG_MS, bodyPauseMs: LONG_MS };
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'a', 'a')}`, {}, '127.0.0.1', limits);
    const line = await open(gateway);
    const body = JSON.stringify({ model: 'a', messages: [{ role: 'user', content: 'Hello' }], stream: true });
    line.socket.write(head(MASTER_KEY, body.length, 'connection: close\r\n'));
    line.socket.write(body);
    expect(await line.ended).toMatch(/^HTTP\/1\.1 200 [\s\S]*At last[\s\S]*data: \[DONE\]/);
  });

  it('is one of a bounded number', async () => {
    const gateway = await quickGateway({ connections: 2 });
    const lines = [await open(gateway), await open(gateway)];
    const third = await open(gateway);
    expect(await third.ended).toBe('');
    expect(lines.map(({ socket }) => socket.destroyed)).toEqual([false, false]);
  });
});

describe('a body that is too large', () => {
  it('is refused with 413, announced or not', async () => {
    const gateway = await quickGateway({}, 'general_settings: { max_request_size_mb: 1 }\n');
    expect((await gateway.call('/v1/chat/completions', ' '.repeat(1_100_000))).status).toBe(413);
    const line = await open(gateway);
    line.socket.write(head(MASTER_KEY, 2_000_000));
    line.socket.write(' '.repeat(100));
    expect(await line.ended).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('is a small one where nobody has shown a key yet', async () => {
    const gateway = await quickGateway();
    const login = await gateway.call('/ui/login', { key: 'x'.repeat(20_000) }, {});
    expect([login.status, await login.text()]).toEqual([413, expect.stringContaining('16 KB')]);
  });
});
