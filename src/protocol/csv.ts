export type CsvValue = string | number | boolean | null;

/** A line of RFC 4180, with its end. Null is an empty field. */
export function toCsvLine(values: readonly CsvValue[]): string {
  return `${values.map(toField).join(',')}\r\n`;
}

/** What a spreadsheet would take for a formula; a client chooses model names, tags and users. */
const FORMULA = /^[=+\-@\t\r\n]/;

function toField(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value.trimStart()) || FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
