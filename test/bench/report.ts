import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { median } from './processes.ts';

/** One line of the table of figures. */
export interface Row {
  readonly what: string;
  readonly against: string;
  readonly goal: string;
  /** In words, with units; the median and, in brackets, the spread. */
  readonly figure: string;
  /** Undefined where there is no goal, or the goal is met by another row. */
  readonly met: boolean | undefined;
  /** The measured values, for whoever reads the JSON. */
  readonly values: Readonly<Record<string, readonly number[]>>;
}

/** `0.46 (0.41-0.50)`. */
export function spread(values: readonly number[], digits: number): string {
  if (values.length === 1) return median(values).toFixed(digits);
  const ends = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return `${median(values).toFixed(digits)} (${ends.join('-')})`;
}

/** Of each round the one figure by the other. */
export function ratios(values: readonly number[], others: readonly number[]): readonly number[] {
  return values.map((value, round) => value / (others[round] ?? Number.NaN));
}

export function toMarkdown(rows: readonly Row[]): string {
  const lines = rows.map(({ what, against, goal, figure, met }) => {
    const verdict = met === undefined ? '' : met ? 'yes' : 'no';
    return `| ${[what, against, goal, figure, verdict].join(' | ')} |`;
  });
  return ['| what | against | goal | figure | met |', '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}

/** The machine and the runtime, in one line. */
export function surroundings(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}, ${process.platform}`;
}

/** Puts the rows into a document, between its marks. Rows of earlier runs that this one has not measured stay. */
export function writeFigures(file: string, rows: readonly Row[]): void {
  replaceBetween(file, 'figures', (before) => {
    const known = before
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| what') && !line.startsWith('| ---'));
    const names = rows.map(({ what, against }) => `| ${what} | ${against} |`);
    const kept = known.filter((line) => !names.some((name) => line.startsWith(name)));
    return [toMarkdown(rows), ...kept].join('\n');
  });
}

/** Puts the tables of the steps into a document, between their marks. */
export function writeBreakdown(file: string, tables: string): void {
  replaceBetween(file, 'steps', () => tables);
}

function replaceBetween(file: string, name: string, write: (before: string) => string): void {
  const [begin, end] = [`<!-- ${name}: written by \`npm run bench -- --write\` -->`, `<!-- end of ${name} -->`];
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`${file} has no marks for the ${name}`);
  const after = write(text.slice(from + begin.length, to));
  writeFileSync(file, `${text.slice(0, from)}${begin}\n${surroundings()}\n\n${after}\n${text.slice(to)}`);
}
