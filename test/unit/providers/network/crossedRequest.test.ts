import { describe, expect, it } from 'vitest';
import { type BrokenRequest, crossedClosing } from '../../../../src/providers/network/crossedRequest.ts';

function broken(over: Partial<BrokenRequest> & { readonly code?: string } = {}): BrokenRequest {
  const { code = 'ECONNRESET', ...rest } = over;
  const thrown = Object.assign(new Error('socket hang up'), { code });
  return { thrown, receivedBefore: 800, received: 800, elapsedMs: 3, ...rest };
}

describe('a request crossed the closing of its connection', () => {
  it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])('when a kept connection ends at once with %s', (code) => {
    expect(crossedClosing(broken({ code }))).toBe(true);
  });
});

describe('the server may have worked on a request', () => {
  it.each<[string, BrokenRequest]>([
    ['the connection was new', broken({ receivedBefore: 0, received: 0 })],
    ['a byte of its answer has come', broken({ received: 801 })],
    ['the connection stood for long, as while a model thinks', broken({ elapsedMs: 60_000 })],
    ['it is not the other side that ended it', broken({ code: 'ABORT_ERR' })],
    ['nobody knows why it failed', broken({ thrown: undefined })],
  ])('when %s', (_, request) => {
    expect(crossedClosing(request)).toBe(false);
  });
});
