import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import { commentsOnly, dashIndent } from './blockList.ts';
import { byHand } from './byHand.ts';
import { emptyBlock, writeBehindColon } from './chainValue.ts';
import { appendFlowItem, removeFlowItem } from './flowList.ts';
import { writeChain, writeName } from './names.ts';
import { contentEnd, isEmptyValue, isFlow, pairEnd, type SourceText, spanOf } from './sourceText.ts';

/** Where a group's chain stands in a list of maps, or in the one map that may stand in its place. */
export interface Entry {
  /** The key of the whole list with its value. */
  readonly list: Pair;
  readonly map: YAMLMap;
  /** Of the map in the list; undefined where the list is the map. */
  readonly position: number | undefined;
  readonly pair: Pair;
}

/** The value of a key in a map that is written out; undefined where there is none. */
export function pairOf(map: unknown, name: string): Pair | undefined {
  return isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
}

/** The first entry of a group: it is the one that counts. */
export function findEntry(list: Pair, group: string): Entry | undefined {
  if (isMap(list.value)) {
    const pair = pairOf(list.value, group);
    return pair === undefined ? undefined : { list, map: list.value, position: undefined, pair };
  }
  const items: readonly unknown[] = isSeq(list.value) ? list.value.items : [];
  for (const [position, map] of items.entries()) {
    const pair = pairOf(map, group);
    if (isMap(map) && pair !== undefined) return { list, map, position, pair };
  }
  return undefined;
}

/** Adds a group's chain behind the others of a list that is there, in the form that the list has. */
export function addEntry(source: SourceText, list: Pair, group: string, names: readonly string[]): string {
  const { value } = list;
  const quoted = !isEmptyValue(value) && source.slice(spanOf(value)).includes('"') && isFlow(value);
  const entry = `${writeName(group, quoted)}: ${writeChain(names, quoted)}`;
  if (isEmptyValue(value)) return addToEmpty(source, list, entry);
  if (isFlow(value)) return appendFlowItem(source, value, isSeq(value) ? `{${entry}}` : entry);
  if (isSeq(value)) {
    const line = `${dashIndent(source, value.items.at(-1))}- ${entry}`;
    return source.insertLines(source.nextLine(contentEnd(source, value)), [line]);
  }
  if (isMap(value)) return addLine(source, value, [entry]);
  throw byHand('the list of chains is an alias or no list');
}

/** A key with nothing behind it gets lines beneath; between brackets it gets brackets. */
function addToEmpty(source: SourceText, list: Pair, entry: string): string {
  const { start } = spanOf(list.key);
  const indent = source.slice({ start: source.lineStart(start), end: start });
  if (indent.trim() !== '') return writeBehindColon(source, list, `[{${entry}}]`);
  return source.insertLines(source.nextLine(start), [`${indent}  - ${entry}`]);
}

/** Adds lines to a map of lines, indented as its keys are. */
export function addLine(source: SourceText, map: YAMLMap, lines: readonly string[]): string {
  const [first] = map.items;
  const last = map.items.at(-1);
  if (first === undefined || last === undefined) throw byHand('a section is not written as a map');
  const { start } = spanOf(first.key);
  const indent = ' '.repeat(start - source.lineStart(start));
  return source.insertLines(
    source.nextLine(pairEnd(source, last)),
    lines.map((line) => indent + line),
  );
}

/** Takes a group's chain out; comments inside it stay. An emptied list stays as empty brackets: a missing one would let another section's count. */
export function removeEntry(source: SourceText, { list, map, position, pair }: Entry): string {
  const at = map.items.indexOf(pair);
  if (position === undefined || map.items.length > 1) return removeFromMap(source, list, map, at);
  if (isFlow(list.value)) return removeFlowItem(source, list.value, position);
  if (isSeq(list.value) && list.value.items.length === 1) return emptyBlock(source, list);
  const start = source.lineStart(spanOf(map).start);
  const span = { start, end: source.nextLine(contentEnd(source, map)) };
  return source.replace(span, commentsOnly(source, span, dashIndent(source, map)));
}

function removeFromMap(source: SourceText, list: Pair, map: YAMLMap, at: number): string {
  const pair = map.items[at];
  if (pair === undefined) throw byHand('the chain is not there any more');
  if (isFlow(map)) return removeFlowItem(source, map, at);
  const { start } = spanOf(pair.key);
  const indent = ' '.repeat(start - source.lineStart(start));
  if (map.items.length === 1) return emptyBlock(source, list, '{}');
  const next = map.items[at + 1];
  if (source.slice({ start: source.lineStart(start), end: start }).trim() === '') {
    const span = { start: source.lineStart(start), end: source.nextLine(pairEnd(source, pair)) };
    return source.replace(span, commentsOnly(source, span, indent));
  }
  if (next === undefined) throw byHand('a map shares its line with its list');
  return dropFirstOfItem(source, { start, end: spanOf(next.key).start }, indent);
}

/** `- a: …` with further keys: the next one takes its place behind the dash, after comments if there are some. */
function dropFirstOfItem(source: SourceText, span: { start: number; end: number }, indent: string): string {
  const comments = source.comments(span).map((comment) => `${comment}${source.eol}${indent}`);
  return source.replace(span, comments.join(''));
}
