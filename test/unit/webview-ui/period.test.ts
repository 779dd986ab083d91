import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormatter } from '../../../webview-ui/src/format/formatter.ts';
import { en } from '../../../webview-ui/src/strings/en.ts';
import { customPeriod, spanOf, toCustom, toPeriod } from '../../../webview-ui/src/time/period.ts';
import { periodName } from '../../../webview-ui/src/time/periodName.ts';
import { daysOfSpan } from '../../../webview-ui/src/time/ranges.ts';

const NOW = Date.UTC(2026, 10, 21, 1, 42);
const TOKYO = 'Asia/Tokyo';
const HOUR_MS = 3_600_000;

describe('a period', () => {
  it('of chosen days is those days, whole, in the zone of the user', () => {
    const span = spanOf({ name: 'custom', first: '2026-11-03', last: '2026-11-05' }, NOW, TOKYO);
    expect(span.from).toBe(Date.UTC(2026, 10, 2, 15));
    expect(span.to).toBe(Date.UTC(2026, 10, 5, 15));
    expect(span.days).toEqual(['2026-11-03', '2026-11-04', '2026-11-05']);
  });

  it('is as long as its days are, also where the clocks change', () => {
    const { from, to } = spanOf({ name: 'custom', first: '2026-10-25', last: '2026-10-25' }, NOW, 'Europe/Berlin');
    expect(to - from).toBe(25 * HOUR_MS);
  });

  it('is taken the right way round', () => {
    expect(customPeriod('2026-11-05', '2026-11-03')).toEqual({
      name: 'custom',
      first: '2026-11-03',
      last: '2026-11-05',
    });
  });

  it('ends at two years: a chart of more days is none', () => {
    const period = customPeriod('2001-01-01', '2026-11-05');
    expect(spanOf(period, NOW, TOKYO).days).toHaveLength(731);
  });

  it('gives the days that a chart has', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, day, (one, other) => {
        const period = customPeriod(one.toISOString().slice(0, 10), other.toISOString().slice(0, 10));
        const { from, to, days } = spanOf(period, NOW, TOKYO);
        expect(daysOfSpan(from, to, TOKYO)).toEqual(days);
      }),
      { numRuns: 20 },
    );
  });

  it('turns into days that can be changed', () => {
    expect(toCustom({ name: 'week' }, NOW, TOKYO)).toEqual({ name: 'custom', first: '2026-11-15', last: '2026-11-21' });
  });

  it.each([undefined, 'decade', { name: 'custom' }, { name: 'custom', first: '2026-13-40', last: 'x' }])(
    '%j is the last week',
    (value) => {
      expect(toPeriod(value)).toEqual({ name: 'week' });
    },
  );

  it('has a name', () => {
    const format = createFormatter('en-US', 'UTC', en.units);
    expect(periodName({ name: 'week' }, en, format)).toBe('7 days');
    expect(periodName({ name: 'custom', first: '2026-11-03', last: '2026-11-05' }, en, format)).toBe('Nov 3 – Nov 5');
    expect(periodName({ name: 'custom', first: '2026-11-03', last: '2026-11-03' }, en, format)).toBe('Nov 3');
  });
});
