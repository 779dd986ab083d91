import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { AttemptDeadline, type AttemptLimits } from '../../../../src/gateway/attemptDeadline.ts';
import { ManualClock } from '../../../support/manualClock.ts';

function watch(limits: AttemptLimits) {
  const clock = new ManualClock();
  const client = new AbortController();
  return { clock, client, deadline: new AttemptDeadline(clock, client.signal, limits) };
}

const STREAM: AttemptLimits = { kind: 'stream', silenceMs: 1000, firstContentMs: undefined, idleMs: undefined };

describe('a whole answer', () => {
  it('has its time in all, whatever comes meanwhile', async () => {
    const { clock, deadline } = watch({ kind: 'whole', totalMs: 1000 });
    await clock.advance(999);
    deadline.touch();
    expect(deadline.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(deadline.explain(new Error('socket closed'))).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('did not answer within 1 s'),
    });
  });
});

describe('a stream', () => {
  it('may go on for as long as it gives signs of life', async () => {
    const { clock, deadline } = watch(STREAM);
    for (let sign = 0; sign < 10; sign++) {
      await clock.advance(900);
      deadline.touch();
    }
    expect(deadline.signal.aborted).toBe(false);
    await clock.advance(1000);
    expect(deadline.signal.reason).toMatchObject({ message: expect.stringContaining('sent nothing for 1 s') });
  });

  it('must have its first content within ttft_timeout, whatever else comes', async () => {
    const { clock, deadline } = watch({ ...STREAM, firstContentMs: 1500 });
    await clock.advance(900);
    deadline.touch();
    await clock.advance(599);
    expect(deadline.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(deadline.signal.reason).toMatchObject({ message: expect.stringContaining('ttft_timeout') });
  });

  it('has no such limit once the first content is there', async () => {
    const { clock, deadline } = watch({ ...STREAM, firstContentMs: 500 });
    await clock.advance(400);
    deadline.touch();
    deadline.contentCame();
    await clock.advance(900);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('has stream_idle_timeout in place of stream_timeout from its first content on', async () => {
    const { clock, deadline } = watch({ ...STREAM, idleMs: 100 });
    await clock.advance(500);
    expect(deadline.signal.aborted).toBe(false);
    deadline.touch();
    deadline.contentCame();
    await clock.advance(99);
    expect(deadline.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(deadline.signal.aborted).toBe(true);
  });
});

describe('the watch', () => {
  it('passes an abort of the client on', () => {
    const { client, deadline } = watch(STREAM);
    client.abort(new GatewayError('cancelled', 'gone'));
    expect(deadline.explain(new Error('socket closed'))).toMatchObject({ kind: 'cancelled' });
  });

  it('leaves nothing behind when it is over', async () => {
    const { clock, client, deadline } = watch(STREAM);
    deadline.clear();
    expect(clock.waiting).toBe(0);
    client.abort(new GatewayError('cancelled', 'gone'));
    await clock.advance(10_000);
    expect(deadline.signal.aborted).toBe(false);
  });
});
