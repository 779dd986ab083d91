import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, lastDays, shiftDay, startOfDay } from '../../../webview-ui/src/time/days.ts';
import { daysOfSpan, spanOfDays } from '../../../webview-ui/src/time/ranges.ts';

const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Sao_Paulo'];
const zone = fc.constantFrom(...ZONES);
const moment = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2030, 0, 1) });

describe('days', () => {
  it('belong to a time zone', () => {
    const late = Date.UTC(2026, 10, 20, 23, 0);
    expect(dayOf(late, 'UTC')).toBe('2026-11-20');
    expect(dayOf(late, 'Asia/Tokyo')).toBe('2026-11-21');
  });

  it('begin at local midnight', () => {
    expect(startOfDay('2026-11-21', 'Asia/Tokyo')).toBe(Date.UTC(2026, 10, 20, 15));
    expect(startOfDay('2026-07-01', 'America/New_York')).toBe(Date.UTC(2026, 6, 1, 4));
  });

  it('begin at their first moment even where the clocks change at midnight', () => {
    const start = startOfDay('2017-10-15', 'America/Sao_Paulo');
    expect(dayOf(start, 'America/Sao_Paulo')).toBe('2017-10-15');
    expect(dayOf(start - 1, 'America/Sao_Paulo')).toBe('2017-10-14');
  });

  it('begin exactly where the day before ends, in every zone', () => {
    fc.assert(
      fc.property(moment, zone, (now, timeZone) => {
        const day = dayOf(now, timeZone);
        const start = startOfDay(day, timeZone);
        expect(start).toBeLessThanOrEqual(now);
        expect(dayOf(start, timeZone)).toBe(day);
        expect(dayOf(start - 1, timeZone)).toBe(shiftDay(day, -1));
      }),
    );
  });

  it('are counted back from today', () => {
    expect(lastDays(3, Date.UTC(2026, 2, 1), 'UTC')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });
});

describe('a span', () => {
  it('is whole days up to now', () => {
    const now = Date.UTC(2026, 10, 21, 1, 42);
    const span = spanOfDays(7, now, 'Asia/Tokyo');
    expect(span.from).toBe(Date.UTC(2026, 10, 14, 15));
    expect(span.to).toBeGreaterThan(now);
  });

  it('is made of as many days as were asked for, also just before midnight', () => {
    fc.assert(
      fc.property(moment, zone, fc.constantFrom(1, 7, 30, 90), (now, timeZone, count) => {
        const { from, to, days } = spanOfDays(count, now, timeZone);
        expect(daysOfSpan(from, to, timeZone)).toEqual(days);
        expect(days).toHaveLength(count);
      }),
    );
  });
});
