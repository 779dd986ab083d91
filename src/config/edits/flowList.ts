import { isMap, isSeq } from 'yaml';
import { byHand } from './byHand.ts';
import { arrange, type Piece } from './pieces.ts';
import { isEmptyValue, isPair, type SourceText, type Span, spanOf } from './sourceText.ts';

/** A list or map between brackets: its items, and what stands around them (one more than there are items). */
interface FlowParts {
  readonly items: readonly Piece[];
  readonly gaps: readonly string[];
}

const GAP = /^(?:[\s,]|#[^\n]*\n)*$/;

/** Makes the items of a list between brackets be these names in this order; what is written around them stays. */
export function setFlowNames(
  source: SourceText,
  node: unknown,
  nameOf: (item: unknown) => string,
  names: readonly string[],
  write: (name: string) => string,
): string {
  const initial = readParts(source, node, nameOf);
  const { slots, removed } = arrange(initial.items, names);
  const free = [...removed];
  // A new name takes the place of one that goes, where there is one: what stands around it fits it, too.
  const filled = slots.map(({ name, piece }) => ({
    name,
    place: piece ?? free.shift(),
    text: piece?.text ?? write(name),
  }));
  let parts = initial;
  for (const [at, item] of [...initial.items.entries()].toReversed()) {
    if (free.includes(item)) parts = without(parts, at);
  }
  parts = { ...parts, items: filled.filter(({ place }) => place !== undefined) };
  for (const [at, { name, text, place }] of filled.entries()) {
    if (place === undefined) parts = withItem(parts, at, { name, text });
  }
  return source.replace(insideOf(node), join(parts));
}

/** Puts an item behind the last one. */
export function appendFlowItem(source: SourceText, node: unknown, text: string): string {
  const parts = readParts(source, node, () => '');
  return source.replace(insideOf(node), join(withItem(parts, parts.items.length, { name: '', text })));
}

/** Takes one item out; comments beside it stay. */
export function removeFlowItem(source: SourceText, node: unknown, at: number): string {
  return source.replace(
    insideOf(node),
    join(
      without(
        readParts(source, node, () => ''),
        at,
      ),
    ),
  );
}

function readParts(source: SourceText, node: unknown, nameOf: (item: unknown) => string): FlowParts {
  if (!isMap(node) && !isSeq(node)) throw byHand('a list is not written as one');
  const inside = insideOf(node);
  const spans = node.items.map((item: unknown) => itemSpan(item));
  const starts = [inside.start, ...spans.map(({ end }) => end)];
  const ends = [...spans.map(({ start }) => start), inside.end];
  const gaps = starts.map((start, index) => source.slice({ start, end: ends[index] ?? start }));
  if (!gaps.every((gap) => GAP.test(gap))) throw byHand('a list holds anchors or tags');
  const items = node.items.map((item: unknown, index) => ({
    name: nameOf(item),
    text: source.slice(spans[index] ?? inside),
  }));
  return { items, gaps };
}

/** What is between the brackets. */
function insideOf(node: unknown): Span {
  const { start, end } = spanOf(node);
  return { start: start + 1, end: end - 1 };
}

function itemSpan(item: unknown): Span {
  if (!isPair(item)) return spanOf(item);
  const { start, end } = spanOf(item.key);
  return { start, end: isEmptyValue(item.value) ? end : spanOf(item.value).end };
}

function without({ items, gaps }: FlowParts, at: number): FlowParts {
  const [before = '', after = ''] = gaps.slice(at, at + 2);
  const isLast = at === items.length - 1;
  const joined = `${before}${after}`.includes('#')
    ? `${isLast ? withoutComma(before) : before}${isLast ? after : withoutComma(after)}`
    : joinPlain(before, after, at === 0, isLast);
  return { items: items.toSpliced(at, 1), gaps: gaps.toSpliced(at, 2, joined) };
}

function joinPlain(before: string, after: string, isFirst: boolean, isLast: boolean): string {
  if (isFirst && isLast) return '';
  return isLast ? withoutComma(after) : before;
}

function withItem({ items, gaps }: FlowParts, at: number, item: Piece): FlowParts {
  const separator = gaps.slice(1, -1).find((gap) => !gap.includes('#') && gap.includes(',')) ?? ', ';
  const gap = gaps[at] ?? '';
  // Behind the item before it, so that a comment there stays beside what it tells of.
  const around = items.length === 0 ? [gap, ''] : at === 0 ? [gap, separator] : [separator, gap];
  return { items: items.toSpliced(at, 0, item), gaps: gaps.toSpliced(at, 1, ...around) };
}

/** The first comma that is not part of a comment is taken out. */
function withoutComma(gap: string): string {
  return gap.replace(/^((?:[^,#]|#[^\n]*\n)*),/, '$1');
}

function join({ items, gaps }: FlowParts): string {
  return gaps.map((gap, index) => `${gap}${items[index]?.text ?? ''}`).join('');
}
