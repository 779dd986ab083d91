import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../src/protocol/byteSize.ts';
import { formatCompact, formatPercent } from '../../../webview-ui/src/format/counts.ts';
import { formatDuration, formatSpan } from '../../../webview-ui/src/format/duration.ts';
import { createFormatter } from '../../../webview-ui/src/format/formatter.ts';
import { shortModelName } from '../../../webview-ui/src/format/modelName.ts';
import { formatAxisMoney, formatMoney } from '../../../webview-ui/src/format/money.ts';
import { en } from '../../../webview-ui/src/strings/en.ts';
import { ja } from '../../../webview-ui/src/strings/ja.ts';

const USD = 1_000_000_000;
/** Spaces that keep a figure and its unit on one line, made visible as plain ones. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the size of a file', () => {
  it.each([
    [0, '0 kB'],
    [412_000, '412 kB'],
    [999_960, '1 MB'],
    [12_400_000, '12.4 MB'],
    [145_600_000, '146 MB'],
    [2_345_000_000, '2.3 GB'],
  ])('%d bytes is %s', (bytes, text) => {
    expect(formatBytes(bytes, 'en-US')).toBe(text);
    expect(formatBytes(bytes, 'ja').toLowerCase()).toBe(text.toLowerCase());
  });
});

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [18_900_000, '$0.0189'],
    [12.4 * USD, '$12.40'],
    [1_234.5 * USD, '$1,234.50'],
    [481_200_000, '$0.4812'],
    [999_960_000, '$1.00'],
    [1 * USD, '$1.00'],
    [80_000, '$0.0001'],
    [1, '<$0.0001'],
    [-4_400_000, '-$0.0044'],
  ])('%d nano-USD is %s', (nano, text) => {
    expect(formatMoney(nano, 'en-US')).toBe(text);
    expect(formatMoney(nano, 'ja')).toBe(text);
  });

  it('never shows something as nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 * USD }), (nano) => {
        expect(formatMoney(nano, 'en-US')).not.toMatch(/^\$0\.0+$/);
      }),
    );
  });

  it.each([
    [0, 3, '$0'],
    [9, 3, '$9'],
    [5, 2.5, '$5.00'],
    [0.5, 0.25, '$0.50'],
    [0.006, 0.003, '$0.006'],
  ])('an axis tick of %d in steps of %d is %s', (usd, step, text) => {
    expect(formatAxisMoney(usd, step, 'en-US')).toBe(text);
  });
});

describe('counts', () => {
  it.each([
    [0, '0'],
    [340, '340'],
    [999, '999'],
    [1_000, '1k'],
    [12_204, '12.2k'],
    [612_400, '612k'],
    [999_499, '999k'],
    [999_950, '1M'],
    [2_100_000, '2.1M'],
    [41_800_000, '41.8M'],
    [1_200_000_000, '1.2B'],
  ])('%d is %s', (count, text) => {
    expect(formatCompact(count, 'en-US')).toBe(text);
  });

  it('takes at most three figures', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900_000_000_000 }), (count) => {
        expect(formatCompact(count, 'en-US').replaceAll(/\D/g, '').length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('does not round a share to none or to all', () => {
    expect(formatPercent(0.91, 'en-US', ' %')).toBe('91 %');
    expect(formatPercent(0, 'en-US', '%')).toBe('0%');
    expect(formatPercent(0.001, 'en-US', '%')).toBe('<1%');
    expect(formatPercent(0.999, 'en-US', '%')).toBe('>99%');
    expect(formatPercent(1, 'en-US', '%')).toBe('100%');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [340, '340 ms'],
    [999.6, '1.0 s'],
    [1_240, '1.2 s'],
    [59_940, '59.9 s'],
    [59_960, '1 m 0 s'],
    [192_000, '3 m 12 s'],
    [3_720_000, '1 h 2 m'],
  ])('%d ms is %s', (ms, text) => {
    expect(plain(formatDuration(ms, 'en-US', en.units))).toBe(text);
  });

  it('speaks Japanese', () => {
    expect(plain(formatDuration(192_000, 'ja', ja.units))).toBe('3 分 12 秒');
  });
});

describe('limits of time', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 ms'],
    [2_500, '2.5 s'],
    [30_000, '30 s'],
    [90_000, '1 m 30 s'],
    [600_000, '10 min'],
    [5_400_000, '1 h 30 m'],
  ])('%d ms is %s', (ms, text) => {
    expect(plain(formatSpan(ms, 'en-US', en.units))).toBe(text);
  });

  it('speak Japanese', () => {
    expect(plain(formatSpan(600_000, 'ja', ja.units))).toBe('10 分');
  });
});

describe('model names', () => {
  it.each([
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', 'claude-3-7-sonnet'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['apac.amazon.nova-pro-v1:0', 'nova-pro'],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0', 'nova-lite'],
    ['gpt-4o-mini', 'gpt-4o-mini'],
    ['Qwen/Qwen3-Coder', 'Qwen3-Coder'],
  ])('%s is short for %s', (model, short) => {
    expect(shortModelName(model)).toBe(short);
  });
});

describe('times', () => {
  const now = Date.UTC(2026, 10, 21, 1, 42, 19);

  it('shows the clock for today, in the zone of the user', () => {
    const format = createFormatter('en-US', 'Asia/Tokyo', en.units);
    expect(format.moment(now - 12_000, now)).toBe('10:42:07');
    expect(format.clock(now)).toBe('10:42:19');
  });

  it('adds the day to what is older', () => {
    expect(createFormatter('en-US', 'Asia/Tokyo', en.units).moment(now - 90_000_000, now)).toBe('Nov 20, 09:42');
    expect(createFormatter('ja', 'Asia/Tokyo', ja.units).moment(now - 90_000_000, now)).toBe('11月20日 09:42');
  });

  it('has two digits for every hour, so that times stand in line', () => {
    for (const [locale, { units }] of [
      ['en-US', en],
      ['ja', ja],
    ] as const)
      expect(createFormatter(locale, 'UTC', units).clock(now)).toBe('01:42:19');
  });

  it('leaves out seconds, or the clock, where room is scarce', () => {
    const format = createFormatter('ja', 'UTC', ja.units);
    expect(format.brief(now - 12_000, now)).toBe('01:42');
    expect(format.brief(now - 90_000_000, now)).toBe('11月20日');
  });

  it('names a day without shifting it by the zone', () => {
    expect(createFormatter('en-US', 'America/Los_Angeles', en.units).day('2026-11-15')).toBe('Nov 15');
    expect(createFormatter('ja', 'Asia/Tokyo', ja.units).day('2026-11-15')).toBe('11月15日');
  });
});
