import { isAlias, isMap, isScalar, isSeq, type Pair } from 'yaml';
import { commentsOnly, setBlockNames } from './blockList.ts';
import { byHand } from './byHand.ts';
import { setFlowNames } from './flowList.ts';
import { writeChain, writeName } from './names.ts';
import { contentEnd, isEmptyValue, isFlow, type SourceText, spanOf } from './sourceText.ts';

/** Writes a chain as the value of a key that is there, in the form that the value has. */
export function setChainValue(source: SourceText, pair: Pair, names: readonly string[]): string {
  const { value } = pair;
  if (isEmptyValue(value)) return writeBehindColon(source, pair, writeChain(names));
  if (isSeq(value) && !isFlow(value)) {
    if (names.length === 0) return emptyBlock(source, pair);
    return setBlockNames(source, value, chainName, names, (name) => writeName(name));
  }
  const quoted = source.slice(spanOf(value)).includes('"');
  if (isSeq(value)) return setFlowNames(source, value, chainName, names, (name) => writeName(name, quoted));
  if (isScalar(value) || isAlias(value) || isFlow(value))
    return source.replace(spanOf(value), writeChain(names, quoted));
  throw byHand('a chain is not written as a list');
}

/** Takes the lines of a list or map away, comments kept, and leaves empty brackets behind its key. */
export function emptyBlock(source: SourceText, pair: Pair, brackets = '[]'): string {
  const { start } = spanOf(pair.value);
  const indent = source.slice({ start: source.lineStart(start), end: start });
  if (indent.trim() !== '') throw byHand('a list shares its line with something else');
  const span = { start: source.lineStart(start), end: source.nextLine(contentEnd(source, pair.value)) };
  const cleared = source.replace(span, commentsOnly(source, span, indent));
  const colon = colonAfter(source, pair);
  return `${cleared.slice(0, colon)} ${brackets}${cleared.slice(colon)}`;
}

/** Puts a value behind a key that has none. */
export function writeBehindColon(source: SourceText, pair: Pair, value: string): string {
  const colon = colonAfter(source, pair);
  return source.replace({ start: colon, end: colon }, ` ${value}`);
}

/** The offset behind the colon of a key. */
export function colonAfter(source: SourceText, { key }: Pair): number {
  const { end } = spanOf(key);
  const colon = source.text.indexOf(':', end);
  if (colon === -1 || source.text.slice(end, colon).trim() !== '') throw byHand('a key has no colon behind it');
  return colon + 1;
}

/** The model group that an item of a chain names: by its name alone, or by a map with `model`. */
export function chainName(item: unknown): string {
  if (isScalar(item)) return String(item.value);
  const model = isMap(item) ? item.get('model') : undefined;
  if (typeof model !== 'string') throw byHand('a chain holds something else than names of model groups');
  return model;
}
