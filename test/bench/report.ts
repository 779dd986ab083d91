import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Limits } from './limits.ts';
import { median } from './processes.ts';
import { boundText, isMet, type Row, rowKey } from './row.ts';

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

/** The table of figures, each beside its goal and beside the limit that keeps it from getting worse. */
export function toMarkdown(rows: readonly Row[], limits: Limits): string {
  const lines = rows.map((row) => {
    const met = isMet(row);
    const verdict = met === undefined ? '' : met ? 'yes' : 'no';
    const limit = limits[rowKey(row)];
    const cells = [row.what, row.against, boundText(row.goal), row.figure, verdict];
    return `| ${[...cells, limit === undefined ? '' : boundText(row.goal, limit)].join(' | ')} |`;
  });
  return ['| what | against | goal | figure | met | limit |', '| --- | --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
}

/** The machine and the runtime, in one line. */
export function surroundings(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}, ${process.platform}`;
}

/** Puts the rows into a document, between its marks. Rows of earlier runs that this one has not measured stay. */
export function writeFigures(file: string, rows: readonly Row[], limits: Limits): void {
  replaceBetween(file, 'figures', (before) => {
    const known = before
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| what') && !line.startsWith('| ---'));
    const names = rows.map((row) => `| ${rowKey(row)} |`);
    const kept = known.filter((line) => !names.some((name) => line.startsWith(name)));
    return [toMarkdown(rows, limits), ...kept].join('\n');
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
