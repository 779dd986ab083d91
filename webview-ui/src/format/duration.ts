import type { Units } from './units.ts';

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
