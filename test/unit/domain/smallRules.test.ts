import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/domain/duration.ts';
import { startOfDay } from '../../../src/domain/localDay.ts';
import { estimateTokens } from '../../../src/domain/tokenEstimate.ts';

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['1mo', 2_592_000_000],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
  it.each(['', '0s', '5', '5y', '-1d', '1.5h', 'soon'])('refuses %j and says what to write', (text) => {
    expect(() => parseDuration(text)).toThrow(/write 30s/);
  });
});

describe('startOfDay', () => {
  it('is local midnight', () => {
    expect(startOfDay(Date.UTC(2026, 10, 21, 2, 34), 'Asia/Tokyo')).toBe(Date.UTC(2026, 10, 20, 15));
    expect(startOfDay(Date.UTC(2026, 10, 21, 2, 34), 'UTC')).toBe(Date.UTC(2026, 10, 21));
  });
  it('holds on days whose clocks change', () => {
    // Berlin, 29 March 2026: 23 hours long, and midnight was still on winter time.
    expect(startOfDay(Date.UTC(2026, 2, 29, 20), 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 28, 23));
  });
  it('is never after the instant, never two days before it, and keeps the date', () => {
    const zones = fc.constantFrom('Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'Europe/Berlin', 'UTC');
    const instants = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
        const start = startOfDay(instant, zone);
        expect(start).toBeLessThanOrEqual(instant);
        expect(date.format(start)).toBe(date.format(instant));
        expect(date.format(start - 1)).not.toBe(date.format(instant));
      }),
    );
  });
});

describe('estimateTokens', () => {
  it('counts four Latin characters, or one Japanese one, as a token', () => {
    expect(estimateTokens('abcdefgh')).toBe(2);
    expect(estimateTokens('鳥居')).toBe(2);
  });
});
