import { isSeq } from 'yaml';
import { byHand } from './byHand.ts';
import { arrange, type Piece } from './pieces.ts';
import { contentEnd, isPair, type SourceText, type Span, spanOf } from './sourceText.ts';

const DASH = /^( *)-[ \t]+$/;

/** An item of a list of lines: those that belong to it, comments above it included but for the first item's. */
interface Chunk extends Piece {
  /** Lines above the dash. */
  readonly above: string;
  /** Comments of the item itself, without their indentation. */
  readonly comments: readonly string[];
}

/** Makes the items of a list of lines be these names in this order. Lines move whole; comments of what goes stay. */
export function setBlockNames(
  source: SourceText,
  node: unknown,
  nameOf: (item: unknown) => string,
  names: readonly string[],
  write: (name: string) => string,
): string {
  const span = blockSpan(source, node);
  const indent = dashIndent(source, firstOf(node));
  const chunks = readChunks(source, node, nameOf);
  const { slots, removed } = arrange(chunks, names);
  const left = leftComments(chunks, removed, indent, source.eol);
  const lines = slots.map(({ name, piece }) =>
    piece === undefined
      ? `${indent}- ${write(name)}${source.eol}`
      : `${left.before.get(piece) ?? ''}${piece.above}${piece.text}`,
  );
  const text = `${lines.join('')}${left.after}`;
  const endsOpen = span.end === source.text.length && !source.text.endsWith('\n');
  return source.replace(span, endsOpen ? text.slice(0, -source.eol.length) : text);
}

/** The lines of a list without its items: what is left are comments. */
export function commentsOnly(source: SourceText, span: Span, indent: string): string {
  return source
    .comments(span)
    .map((comment) => `${indent}${comment}${source.eol}`)
    .join('');
}

/** From the line of the first dash to the end of the line on which the last item ends. */
function blockSpan(source: SourceText, node: unknown): Span {
  return { start: source.lineStart(spanOf(firstOf(node)).start), end: source.nextLine(contentEnd(source, node)) };
}

/** The blanks in front of an item's dash. Throws `conflict` where more than blanks and a dash stand there. */
export function dashIndent(source: SourceText, item: unknown): string {
  const { start } = spanOf(item);
  const indent = DASH.exec(source.slice({ start: source.lineStart(start), end: start }))?.[1];
  if (indent === undefined) throw byHand('a list holds anchors, tags or nested lists');
  return indent;
}

function firstOf(node: unknown): unknown {
  const first: unknown = isSeq(node) ? node.items[0] : undefined;
  if (first === undefined || first === null || isPair(first)) throw byHand('a list is not written as one');
  return first;
}

function readChunks(source: SourceText, node: unknown, nameOf: (item: unknown) => string): readonly Chunk[] {
  const items: readonly unknown[] = isSeq(node) ? node.items : [];
  let from = blockSpan(source, node).start;
  return items.map((item) => {
    dashIndent(source, item);
    const dash = source.lineStart(spanOf(item).start);
    const end = source.nextLine(contentEnd(source, item));
    const lines = source.slice({ start: dash, end });
    const chunk = {
      name: nameOf(item),
      above: source.slice({ start: from, end: dash }),
      text: lines.endsWith('\n') ? lines : lines + source.eol,
      comments: source.comments({ start: dash, end }),
    };
    from = end;
    return chunk;
  });
}

/** What stays of removed items: lines to put before the next item that is kept, or at the end. */
function leftComments(chunks: readonly Chunk[], removed: ReadonlySet<Chunk>, indent: string, eol: string) {
  const before = new Map<Chunk, string>();
  let pending = '';
  for (const chunk of chunks) {
    if (removed.has(chunk)) {
      pending += chunk.above + chunk.comments.map((comment) => `${indent}${comment}${eol}`).join('');
    } else {
      before.set(chunk, pending);
      pending = '';
    }
  }
  return { before, after: pending };
}
