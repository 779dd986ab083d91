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

const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- end of figures -->';

/** Puts the table into a document, between its marks. Rows of earlier runs that this one has not measured stay. */
export function writeDocument(file: string, rows: readonly Row[]): void {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin === -1 || end === -1) throw new Error(`${file} has no marks for the figures`);
  const known = text
    .slice(begin, end)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what') && !line.startsWith('| ---'));
  const fresh = toMarkdown(rows).split('\n');
  const names = new Set(rows.map(({ what, against }) => `| ${what} | ${against} |`));
  const kept = known.filter((line) => ![...names].some((name) => line.startsWith(name)));
  const table = [...fresh, ...kept].join('\n');
  writeFileSync(file, `${text.slice(0, begin)}${BEGIN}\n${surroundings()}\n\n${table}\n${text.slice(end)}`);
}
