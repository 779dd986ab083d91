import { describe, expect, it } from 'vitest';
import { localDays } from '../../../src/storage/localDays.ts';

const HOUR = 3_600_000;

function daysOf(from: string, to: string, timeZone: string) {
  return [...localDays(Date.parse(from), Date.parse(to), timeZone)];
}

function hoursOf(from: string, to: string, timeZone: string) {
  return daysOf(from, to, timeZone).map((day) => [day.day, (day.to - day.from) / HOUR]);
}

describe('local days', () => {
  it('begin at local midnight and are cut to the range', () => {
    expect(daysOf('2025-01-10T05:07:00Z', '2025-01-11T12:00:00Z', 'Asia/Kathmandu')).toEqual([
      { day: '2025-01-10', from: Date.parse('2025-01-10T05:07:00Z'), to: Date.parse('2025-01-10T18:15:00Z') },
      { day: '2025-01-11', from: Date.parse('2025-01-10T18:15:00Z'), to: Date.parse('2025-01-11T12:00:00Z') },
    ]);
  });

  it('have 23 hours in spring and 25 in autumn', () => {
    expect(hoursOf('2025-03-29T23:00:00Z', '2025-03-30T22:00:00Z', 'Europe/Berlin')).toEqual([['2025-03-30', 23]]);
    expect(hoursOf('2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z', 'Europe/Berlin')).toEqual([['2025-10-26', 25]]);
  });

  it('follow clocks that change by half an hour', () => {
    expect(hoursOf('2025-10-04T13:30:00Z', '2025-10-05T13:00:00Z', 'Australia/Lord_Howe')).toEqual([
      ['2025-10-05', 23.5],
    ]);
  });

  it('begin later where midnight itself is skipped', () => {
    expect(hoursOf('2025-04-24T22:00:00Z', '2025-04-25T21:00:00Z', 'Africa/Cairo')).toEqual([['2025-04-25', 23]]);
  });

  it('leave out a day that the date line took', () => {
    expect(hoursOf('2011-12-29T10:00:00Z', '2012-01-01T10:00:00Z', 'Pacific/Apia')).toEqual([
      ['2011-12-29', 24],
      ['2011-12-31', 24],
      ['2012-01-01', 24],
    ]);
  });

  it('of an empty range are none', () => {
    expect(daysOf('2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'UTC')).toEqual([]);
  });
});
