import type { Units } from './units.ts';

const MS_PER_SECOND = 1000;

/** A limit that somebody set, as short as it is exact: `30 s`, `10 min`, `2.5 s`, `1 h 30 m`, `1 m 30 s`. */
export function formatSpan(ms: number, locale: string, units: Units): string {
  const whole = Math.round(ms);
  if (whole < MS_PER_SECOND) return `${whole}${units.millisecond}`;
  const seconds = whole / MS_PER_SECOND;
  const parts = [
    [Math.floor(seconds / 3600), units.hour],
    [Math.floor((seconds % 3600) / 60), units.minute],
    [seconds % 60, units.second],
  ] as const;
  const said = parts.filter(([count]) => count > 0);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const unitOf = (unit: string): string => (said.length === 1 && unit === units.minute ? units.minuteAlone : unit);
  return said.map(([count, unit]) => `${number.format(count)}${unitOf(unit)}`).join('\u00a0');
}

/** Milliseconds in words: `340 ms`, `1.2 s`, `3 m 12 s`, `1 h 2 m`. */
export function formatDuration(ms: number, locale: string, units: Units): string {
  const whole = Math.round(ms);
  if (whole < 1000) return `${whole}${units.millisecond}`;
  const tenths = Math.round(ms / 100);
  if (tenths < 600) {
    const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return `${seconds.format(tenths / 10)}${units.second}`;
  }
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${units.minute}\u00a0${seconds % 60}${units.second}`;
  return `${Math.floor(minutes / 60)}${units.hour}\u00a0${minutes % 60}${units.minute}`;
}
