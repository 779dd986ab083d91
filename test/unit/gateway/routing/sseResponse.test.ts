import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SseResponse } from '../../../../src/gateway/sse.ts';
import { ManualClock } from '../../../support/manualClock.ts';

/** A response on its way to a real client, under a clock of the test's own. */
async function open() {
  const clock = new ManualClock();
  const responses: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    responses.push(response);
    server.emit('asked');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const asked = new Promise((resolve) => server.once('asked', resolve));
  const answer = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await asked;
  const [raw] = responses;
  if (raw === undefined) throw new Error('No request came.');
  return { clock, raw, answer, sse: new SseResponse(raw, clock, () => ({ 'x-early': 'yes' })) };
}

describe('a response of events', () => {
  it('holds its headers until the first good event', async () => {
    const { clock, raw, sse, answer } = await open();
    await clock.advance(14_999);
    expect(raw.headersSent).toBe(false);
    sse.begin({ 'x-late': 'yes' });
    sse.end([Buffer.from('data: x\n\n')]);
    const response = await answer;
    expect(response.headers.get('x-late')).toBe('yes');
    expect(response.headers.has('x-early')).toBe(false);
    expect(await response.text()).toBe('data: x\n\n');
    expect(clock.waiting).toBe(0);
  });

  it('sends them after 15 s without one, and a comment every 15 s of silence', async () => {
    const { clock, sse, answer } = await open();
    await clock.advance(15_000);
    const response = await answer;
    expect(response.headers.get('x-early')).toBe('yes');
    await clock.advance(15_000);
    sse.begin({ 'x-late': 'yes' });
    await sse.write(Buffer.from('data: x\n\n'));
    await clock.advance(14_999);
    await sse.write(Buffer.from('data: y\n\n'));
    await clock.advance(14_999);
    await clock.advance(1);
    sse.end([]);
    expect(await response.text()).toBe(': keepalive\n\n: keepalive\n\ndata: x\n\ndata: y\n\n: keepalive\n\n');
  });

  it('sends the pieces of one turn in one write, in their order', async () => {
    const { raw, sse, answer } = await open();
    const writes = vi.spyOn(raw, 'write');
    sse.begin({});
    for (const piece of ['a', 'b', 'c']) await sse.write(Buffer.from(piece));
    await vi.waitFor(() => expect(writes).toHaveBeenCalledTimes(1));
    const long = 'd'.repeat(40_000);
    await sse.write(Buffer.from(long));
    await sse.write(Buffer.from('e'));
    sse.end([Buffer.from('f'), Buffer.from('g')]);
    expect(await (await answer).text()).toBe(`abc${long}efg`);
  });
});
