import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextReset } from '../../../src/domain/budgetWindow.ts';
import { wallTimeAt } from '../../../src/domain/wallTime.ts';

const at = (text: string): number => Date.parse(text);
const resetOf = (duration: string, now: string, zone = 'UTC'): string =>
  new Date(nextReset(duration, at(now), zone)).toISOString();

const ZONES = [
  'UTC',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'America/New_York',
  'Europe/Berlin',
  // Its clocks change at midnight, by half an hour, or in the southern summer.
  'America/Santiago',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];

describe('a budget window ends', () => {
  it.each([
    ['1d', '2026-05-13T10:30:00Z', '2026-05-14T00:00:00.000Z'],
    ['24h', '2026-05-13T10:30:00Z', '2026-05-14T00:00:00.000Z'],
    ['7d', '2026-05-13T10:30:00Z', '2026-05-18T00:00:00.000Z'],
    ['1w', '2026-05-17T23:59:59Z', '2026-05-18T00:00:00.000Z'],
    ['7d', '2026-05-18T00:00:00Z', '2026-05-25T00:00:00.000Z'],
    ['30d', '2026-05-13T10:30:00Z', '2026-06-01T00:00:00.000Z'],
    ['1mo', '2026-12-31T10:30:00Z', '2027-01-01T00:00:00.000Z'],
    ['3mo', '2026-11-15T00:00:00Z', '2027-02-01T00:00:00.000Z'],
    ['3d', '2026-05-13T10:30:00Z', '2026-05-16T00:00:00.000Z'],
    ['2w', '2026-05-13T10:30:00Z', '2026-05-27T00:00:00.000Z'],
    ['1h', '2026-05-13T10:00:00Z', '2026-05-13T11:00:00.000Z'],
    ['5h', '2026-05-13T21:10:00Z', '2026-05-14T01:00:00.000Z'],
    ['30m', '2026-05-13T10:17:30Z', '2026-05-13T10:30:00.000Z'],
    ['30s', '2026-05-13T10:17:31.5Z', '2026-05-13T10:18:00.000Z'],
  ])('%s after %s at %s', (duration, now, end) => {
    expect(resetOf(duration, now)).toBe(end);
  });

  it.each([
    ['1d', '2026-05-13T15:30:00Z', 'Asia/Tokyo', '2026-05-14T15:00:00.000Z'],
    ['30d', '2026-05-31T15:30:00Z', 'Asia/Tokyo', '2026-06-30T15:00:00.000Z'],
    ['1d', '2026-03-08T06:00:00Z', 'America/New_York', '2026-03-09T04:00:00.000Z'],
    ['1d', '2026-11-01T05:30:00Z', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    // Midnight of 6 September is skipped in Santiago: the day begins at 01:00.
    ['1d', '2026-09-05T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('%s after %s in the zone %s at %s', (duration, now, zone, end) => {
    expect(resetOf(duration, now, zone)).toBe(end);
  });

  it('after now, at a boundary of the wall clock, and once', () => {
    const durations = fc.constantFrom('1d', '7d', '30d', '1mo', '2d', '1h', '6h', '90m', '45s', '2mo', '3w');
    const instants = fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') });
    fc.assert(
      fc.property(durations, instants, fc.constantFrom(...ZONES), (duration, now, zone) => {
        const end = nextReset(duration, now, zone);
        expect(end).toBeGreaterThan(now);
        // Nothing happens in between: a window that is asked about just before its end ends there, too.
        if (/^(1d|7d|30d|1mo|1h)$/.test(duration)) expect(nextReset(duration, end - 1, zone)).toBe(end);
        expect(wallTimeAt(end - 1, zone)).not.toEqual(wallTimeAt(end, zone));
      }),
      { numRuns: 400 },
    );
  });

  it('at the first instant of a local day, whichever clocks change at it', () => {
    const instants = fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') });
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (now, zone) => {
        const end = nextReset('1d', now, zone);
        expect(wallTimeAt(end, zone).day).not.toBe(wallTimeAt(end - 1, zone).day);
      }),
      { numRuns: 400 },
    );
  });

  it('never, for what is no duration', () => {
    expect(() => nextReset('soon', 0, 'UTC')).toThrow("'soon' is not a duration");
  });
});
