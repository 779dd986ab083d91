const STEPS = [
  { size: 1e9, unit: 'B' },
  { size: 1e6, unit: 'M' },
  { size: 1e3, unit: 'k' },
] as const;

/** A count in three figures: `340`, `12.2k`, `612k`, `41.8M`. */
export function formatCompact(count: number, locale: string): string {
  const size = Math.abs(count);
  // 999,950 rounds to a full million, so each step begins a little below its size.
  const step = STEPS.find((candidate) => size >= candidate.size * (candidate.size === 1e3 ? 1 : 0.9995));
  if (step === undefined) return formatInteger(count, locale);
  const scaled = count / step.size;
  const digits = Math.abs(scaled) < 99.95 ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(scaled)}${step.unit}`;
}

export function formatInteger(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** A ratio as a whole percentage; what is neither none nor all never reads `0` or `100`. */
export function formatPercent(ratio: number, locale: string, unit: string): string {
  const percent = Math.round(ratio * 100);
  if (percent === 0 && ratio > 0) return `<1${unit}`;
  if (percent === 100 && ratio < 1) return `>99${unit}`;
  return `${formatInteger(percent, locale)}${unit}`;
}
