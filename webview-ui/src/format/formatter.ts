import { formatBytes } from '../../../src/protocol/byteSize.ts';
import { dayOf } from '../time/days.ts';
import { formatCompact, formatInteger, formatPercent } from './counts.ts';
import { formatDuration, formatSpan } from './duration.ts';
import { formatAxisMoney, formatMoney, formatPrice } from './money.ts';
import type { Units } from './units.ts';

/** Every figure and time that the dashboard shows, in one language and time zone. */
export interface Formatter {
  /** Nano-USD. */
  money(nanoUsd: number): string;
  /** USD per million tokens: `$0.25`. */
  price(usd: number): string;
  /** USD, a tick of an axis with this step. */
  axisMoney(usd: number, step: number): string;
  /** `12.2k`. */
  compact(count: number): string;
  /** `12,204`. */
  integer(count: number): string;
  percent(ratio: number): string;
  /** A size as `12.4 MB`. */
  bytes(count: number): string;
  /** Milliseconds that were measured. */
  duration(ms: number): string;
  /** Milliseconds that somebody set, or a tick of an axis: nothing is rounded, and no zero is said. */
  span(ms: number): string;
  /** A `YYYY-MM-DD` as `Nov 15`. */
  day(day: string): string;
  /** Epoch ms as `10:42:07`. */
  clock(epochMs: number): string;
  /** Epoch ms as `Nov 20, 2026, 10:42:07`. */
  full(epochMs: number): string;
  /** Epoch ms as `10:42:07`, or as `Nov 20, 10:42` where that is not today. */
  moment(epochMs: number, now: number): string;
  /** The same where room is scarce: `10:42`, or `Nov 20`. */
  brief(epochMs: number, now: number): string;
}

/** Formats are made once: building one of Intl's costs more than using it. */
export function createFormatter(locale: string, timeZone: string, units: Units): Formatter {
  const dayFormat = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const clockFormat = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const earlierFormat = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const fullFormat = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone,
  });
  const clock = (epochMs: number): string => clockFormat.format(epochMs);
  const day = (name: string): string => dayFormat.format(Date.parse(`${name}T00:00:00Z`));
  const isToday = (epochMs: number, now: number): boolean => dayOf(epochMs, timeZone) === dayOf(now, timeZone);
  return {
    money: (nanoUsd) => formatMoney(nanoUsd, locale),
    price: (usd) => formatPrice(usd, locale),
    axisMoney: (usd, step) => formatAxisMoney(usd, step, locale),
    compact: (count) => formatCompact(count, locale),
    integer: (count) => formatInteger(count, locale),
    percent: (ratio) => formatPercent(ratio, locale, units.percent),
    bytes: (count) => formatBytes(count, locale),
    duration: (ms) => formatDuration(ms, locale, units),
    span: (ms) => formatSpan(ms, locale, units),
    day,
    clock,
    full: (epochMs) => fullFormat.format(epochMs),
    moment: (epochMs, now) => (isToday(epochMs, now) ? clock(epochMs) : earlierFormat.format(epochMs)),
    brief: (epochMs, now) => (isToday(epochMs, now) ? clock(epochMs).slice(0, 5) : day(dayOf(epochMs, timeZone))),
  };
}
