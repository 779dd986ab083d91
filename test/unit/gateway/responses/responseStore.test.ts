import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/domain/ports.ts';
import { EMPTY_CONVERSATION } from '../../../../src/gateway/dialects/responses/conversation.ts';
import { messageItem } from '../../../../src/gateway/dialects/responses/outputItems.ts';
import { type KeptResponse, MemoryResponseStore } from '../../../../src/gateway/dialects/responses/responseStore.ts';

let now = 0;
const clock: Clock = {
  now: () => now,
  monotonic: () => now,
  sleep: () => Promise.resolve(),
  timer: () => () => undefined,
};
const LIMITS = { maxResponses: 3, maxBytes: 100, maxAgeMs: 1000 };

function response(id: string, bytes = 10, token = 'me'): KeptResponse {
  const items = [messageItem(`msg_${id}`, 'hi', 'completed')];
  return { id, token, response: { id }, items, conversation: EMPTY_CONVERSATION, bytes };
}

describe('kept responses', () => {
  it('are found by their own caller alone, with their items', () => {
    const store = new MemoryResponseStore(clock, LIMITS);
    store.keep(response('a'));
    expect(store.find('a', 'me')?.id).toBe('a');
    expect(store.findItem('msg_a', 'me')?.id).toBe('msg_a');
    expect(store.find('a', 'you')).toBeUndefined();
    expect(store.findItem('msg_a', 'you')).toBeUndefined();
    expect(store.delete('a', 'you')).toBe(false);
    expect(store.delete('a', 'me')).toBe(true);
    expect(store.find('a', 'me')).toBeUndefined();
    expect(store.findItem('msg_a', 'me')).toBeUndefined();
  });

  it('give way to newer ones when there are too many', () => {
    const store = new MemoryResponseStore(clock, LIMITS);
    for (const id of ['a', 'b', 'c', 'd']) store.keep(response(id));
    expect(['a', 'b', 'c', 'd'].filter((id) => store.find(id, 'me') !== undefined)).toEqual(['b', 'c', 'd']);
  });

  it('give way when they take too much memory; one that is too large by itself is not kept', () => {
    const store = new MemoryResponseStore(clock, LIMITS);
    store.keep(response('a', 60));
    store.keep(response('b', 60));
    expect(store.find('a', 'me')).toBeUndefined();
    expect(store.find('b', 'me')).toBeDefined();
    store.keep(response('c', 101));
    expect(store.find('c', 'me')).toBeUndefined();
    expect(store.find('b', 'me')).toBeDefined();
  });

  it('are forgotten after a while', () => {
    const store = new MemoryResponseStore(clock, LIMITS);
    store.keep(response('a'));
    now += 999;
    expect(store.find('a', 'me')).toBeDefined();
    now += 1;
    expect(store.find('a', 'me')).toBeUndefined();
  });
});
