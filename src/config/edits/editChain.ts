import { isMap, isScalar } from 'yaml';
import { byHand } from './byHand.ts';
import type { ChainPlace } from './chains.ts';
import { setChainValue } from './chainValue.ts';
import { addEntry, addLine, findEntry, pairOf, removeEntry } from './entries.ts';
import { appendFlowItem } from './flowList.ts';
import { writeChain, writeName } from './names.ts';
import { isEmptyValue, isFlow, SourceText } from './sourceText.ts';

/** Whether a text holds the chain itself, not only the list that it would stand in. */
export function holdsChain(text: string, { section, key, group }: ChainPlace): boolean {
  const list = pairOf(pairOf(new SourceText(text).document.contents, section)?.value, key);
  if (list === undefined) return false;
  return group === undefined || findEntry(list, group) !== undefined;
}

/** One change of a text towards the wanted chain; several may be needed where a group has several entries. */
export function editChain(text: string, place: ChainPlace, names: readonly string[]): string {
  const source = new SourceText(text);
  const section = pairOf(source.document.contents, place.section);
  const list = pairOf(section?.value, place.key);
  if (list === undefined) {
    if (names.length === 0) throw byHand('the chain is written somewhere else');
    return addList(source, place, names);
  }
  if (place.group === undefined) return setChainValue(source, list, names);
  const entry = findEntry(list, place.group);
  if (entry === undefined) {
    if (names.length === 0) throw byHand('the chain is written somewhere else');
    return addEntry(source, list, place.group, names);
  }
  return names.length === 0 ? removeEntry(source, entry) : setChainValue(source, entry.pair, names);
}

/** The list is not there yet, and perhaps its section neither. */
function addList(source: SourceText, place: ChainPlace, names: readonly string[]): string {
  const top = source.document.contents;
  const section = pairOf(top, place.section);
  if (section === undefined) {
    if (isFlow(top))
      return appendFlowItem(source, top, `${JSON.stringify(place.section)}: {${inBrackets(place, names, true)}}`);
    return source.insertLines(source.text.length, [`${place.section}:`, ...indented(onLines(place, names))]);
  }
  const { key, value } = section;
  if (isMap(value) && isFlow(value)) {
    return appendFlowItem(source, value, inBrackets(place, names, source.text.includes('"')));
  }
  if (isMap(value)) return addLine(source, value, onLines(place, names));
  if (!isEmptyValue(value) || isFlow(top) || !isScalar(key) || !key.range) {
    throw byHand(`${place.section} is an alias or no map`);
  }
  return source.insertLines(source.nextLine(key.range[1]), indented(onLines(place, names)));
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function onLines({ key, group }: ChainPlace, names: readonly string[]): readonly string[] {
  const chain = writeChain(names);
  return group === undefined ? [`${key}: ${chain}`] : [`${key}:`, `  - ${writeName(group)}: ${chain}`];
}

function inBrackets({ key, group }: ChainPlace, names: readonly string[], quoted: boolean): string {
  const chain = writeChain(names, quoted);
  const value = group === undefined ? chain : `[{${writeName(group, quoted)}: ${chain}}]`;
  return `${writeName(key, quoted)}: ${value}`;
}
