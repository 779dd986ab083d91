import { CST, type Document, isMap, isScalar, isSeq, Lexer, type Pair, parseDocument } from 'yaml';
import { byHand } from './byHand.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Marks that the lexer puts between the pieces of a text: document, flow error, scalar. */
const LEXER_MARKS = new Set(['\u0002', '\u0018', '\u001f']);
const SCALAR_MARK = '\u001f';

/** A YAML text with its tree: nodes stand at offsets of the text, so that edits can be cut into it. */
export class SourceText {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly eol: string;
  readonly #comments: readonly Span[];

  /** Throws `conflict` for a text that is no YAML. */
  constructor(text: string) {
    this.text = text;
    this.document = parseDocument(text, { stringKeys: true, logLevel: 'error' });
    if (this.document.errors.length > 0) throw byHand('it has errors; mend them first');
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    this.#comments = commentsOf(text);
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  replace({ start, end }: Span, by: string): string {
    return this.text.slice(0, start) + by + this.text.slice(end);
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the line after that of `offset` begins; the text's end for the last one. */
  nextLine(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end === -1 ? this.text.length : end + 1;
  }

  /** The comments that lie in a span, in order, without their indentation. */
  comments({ start, end }: Span): readonly string[] {
    return this.#comments.filter((span) => span.start >= start && span.end <= end).map((span) => this.slice(span));
  }

  /** Text that is put in as lines of its own at `offset`, the beginning of a line or the text's end. */
  insertLines(offset: number, lines: readonly string[]): string {
    const before = this.text.slice(0, offset);
    const open = before !== '' && !before.endsWith('\n') ? this.eol : '';
    const block = lines.map((line) => line + this.eol).join('');
    return before + open + block + this.text.slice(offset);
  }
}

function commentsOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  let previous = '';
  for (const piece of new Lexer().lex(text)) {
    if (!LEXER_MARKS.has(piece)) {
      if (previous !== SCALAR_MARK && CST.tokenType(piece) === 'comment')
        spans.push({ start: at, end: at + piece.length });
      at += piece.length;
    }
    previous = piece;
  }
  return spans;
}

/** Start and end of a node as it is written, without what follows it. */
export function spanOf(node: unknown): Span {
  const range = hasRange(node) ? node.range : undefined;
  if (!range) throw byHand('a value has no place in the text');
  return { start: range[0], end: range[1] };
}

/** Where the last value inside a node ends; a collection's own end takes comments and lines after it in. */
export function contentEnd(source: SourceText, node: unknown): number {
  const last = isMap(node) || isSeq(node) ? node.items.at(-1) : undefined;
  if (last === undefined || isFlow(node)) return scalarEnd(source, node);
  return isPair(last) ? pairEnd(source, last) : contentEnd(source, last);
}

/** The same for a key with its value, or without one. */
export function pairEnd(source: SourceText, { key, value }: Pair): number {
  return isEmptyValue(value) ? spanOf(key).end : contentEnd(source, value);
}

/** The end of a block text counts the line break after it. */
function scalarEnd(source: SourceText, node: unknown): number {
  const { end } = spanOf(node);
  return source.text[end - 1] === '\n' ? end - 1 : end;
}

/** Nothing is written there, not even `null`. */
export function isEmptyValue(node: unknown): boolean {
  if (node === null || node === undefined) return true;
  const { start, end } = spanOf(node);
  return isScalar(node) && start === end;
}

export function isFlow(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

export function isPair(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item && !('range' in item);
}

function hasRange(node: unknown): node is { range: readonly [number, number, number] | null | undefined } {
  return typeof node === 'object' && node !== null && 'range' in node;
}
