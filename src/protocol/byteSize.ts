const UNITS = [
  { size: 1e9, unit: 'gigabyte' },
  { size: 1e6, unit: 'megabyte' },
  { size: 1e3, unit: 'kilobyte' },
] as const;

/** A size of a file for people: `412 kB`, `12.4 MB`; decimal units, as file managers show them. */
export function formatBytes(bytes: number, locale: string): string {
  // 999,950 rounds to a full megabyte, so each unit begins a little below its size.
  const { size, unit } = UNITS.find((candidate) => bytes >= candidate.size * 0.99995) ?? UNITS[2];
  const scaled = bytes / size;
  const maximumFractionDigits = scaled < 99.95 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }).format(
    scaled,
  );
}
