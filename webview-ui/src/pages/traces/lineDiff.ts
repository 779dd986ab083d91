import { diffLines } from 'diff';

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Time that is spent on two long texts, ms; beyond it they count as wholly different. */
const LONGEST_MS = 500;

/** Two texts line by line: what is in both, only in the second (`added`), only in the first (`removed`). */
export function diffOf(before: string, after: string): readonly DiffLine[] {
  const changes = diffLines(before, after, { timeout: LONGEST_MS });
  if (changes === undefined) return [...linesOf(before, 'removed'), ...linesOf(after, 'added')];
  return changes.flatMap(({ value, added, removed }) => linesOf(value, added ? 'added' : removed ? 'removed' : 'same'));
}

function linesOf(text: string, kind: DiffLine['kind']): readonly DiffLine[] {
  const lines = text.endsWith('\n') ? text.slice(0, -1) : text;
  return lines.split('\n').map((line) => ({ kind, text: line }));
}
