import { describe, expect, it } from 'vitest';
import { newCallId, randomId } from '../../../src/gateway/randomId.ts';
import { clockAt } from '../storage/support.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ones = { next: () => 0, bytes: (length: number) => new Uint8Array(length).fill(0xff) };
const noughts = { next: () => 0, bytes: (length: number) => new Uint8Array(length) };

describe('ids', () => {
  it('have the form of a UUID', () => {
    expect(randomId(noughts)).toMatch(UUID);
  });

  it('of calls are UUIDs of version 7, in the order of their time', () => {
    const earlier = newCallId({ random: ones, clock: clockAt(1_800_000_000_000) });
    const later = newCallId({ random: noughts, clock: clockAt(1_800_000_000_001.7) });
    expect(earlier).toBe('01a3185c-5000-7fff-bfff-ffffffffffff');
    expect(later).toBe('01a3185c-5001-7000-8000-000000000000');
    expect(earlier < later).toBe(true);
  });
});
