import { LineCounter } from 'yaml';

/** A stretch of a file. Lines and columns count from 1; the end is exclusive. */
export interface SourceRange {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Turns offsets of one text into ranges; offsets beyond the text are moved to its end. */
export interface TextPositions {
  range(start: number, end: number): SourceRange;
  /** Like `range`, cut at the end of its first line: marking a whole block would hide what is at fault. */
  firstLine(start: number, end: number): SourceRange;
}

export function createTextPositions(file: string, text: string): TextPositions {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);

  function clamp(offset: number): number {
    return Math.min(Math.max(Number.isFinite(offset) ? offset : 0, 0), text.length);
  }

  function range(start: number, end: number): SourceRange {
    const from = lines.linePos(clamp(start));
    const to = lines.linePos(Math.max(clamp(end), clamp(start)));
    return { file, line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
  }

  function firstLine(start: number, end: number): SourceRange {
    const newline = text.indexOf('\n', clamp(start));
    const lineEnd = newline === -1 ? text.length : newline;
    return range(start, Math.min(trimmedEnd(text, clamp(start), lineEnd), end));
  }

  return { range, firstLine };
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
