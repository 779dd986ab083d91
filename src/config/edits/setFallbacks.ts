import { isDeepStrictEqual } from 'node:util';
import type { FallbackEdit } from '../../domain/routing/fallbackEdits.ts';
import { readConfigWithIncludes } from '../includes.ts';
import { byHand } from './byHand.ts';
import { type ChainPlace, type Chains, placeOf, readChains, withoutChains } from './chains.ts';
import { editChain, holdsChain } from './editChain.ts';
import { SourceText } from './sourceText.ts';

/** A group can have entries that hide one another; more than these are no config that somebody wrote. */
const MOST_STEPS = 10;

export interface ChangedFile {
  readonly file: string;
  readonly text: string;
}

export interface ConfigTexts {
  /** Absolute path of the config; its includes are relative to its folder. */
  readonly file: string;
  /** Undefined for a file that cannot be read. */
  readFile(path: string): string | undefined;
}

/**
 * Makes a config say that a chain is this one, by the smallest changes of its text: the list that counts is changed
 * where it is written, in the form it has; comments, order, quotes and blanks of all else stay. Gives back the files
 * that change. Throws `conflict` rather than write what would lose a comment or mean anything else.
 */
export function setFallbacks(texts: ConfigTexts, edit: FallbackEdit): readonly ChangedFile[] {
  const changed = new Map<string, string>();
  const readFile = (path: string): string | undefined => changed.get(path) ?? texts.readFile(path);
  const before = readMerged(texts.file, readFile);
  let now = before;
  for (let step = 0; !isDone(now.chains, edit); step += 1) {
    if (step === MOST_STEPS) throw byHand('the chain is written in too many places');
    const place = placeOf(now.document, now.chains, edit);
    const file = fileOf(now.files, readFile, place);
    const text = editChain(readFile(file) ?? '', place, edit.fallbacks);
    if (text === readFile(file)) throw byHand('the chain is written somewhere else');
    changed.set(file, text);
    now = readMerged(texts.file, readFile);
  }
  for (const [file, text] of changed) checkComments(texts.readFile(file) ?? '', text);
  checkUnchanged(before, now, edit);
  return [...changed].map(([file, text]) => ({ file, text }));
}

interface Merged {
  readonly document: Readonly<Record<string, unknown>>;
  readonly chains: Chains;
  readonly files: readonly string[];
}

function readMerged(file: string, readFile: (path: string) => string | undefined): Merged {
  const text = readFile(file);
  if (text === undefined) throw byHand(`${file} cannot be read`);
  const { value, includes } = readConfigWithIncludes(file, text, readFile);
  if (value === undefined) throw byHand('it has errors; mend them first');
  return { document: value, chains: readChains(value), files: [file, ...includes] };
}

function chainOf(chains: Chains, { kind, group }: FallbackEdit): readonly string[] {
  const map = chains[kind];
  const name = group ?? '';
  return (Object.hasOwn(map, name) ? map[name] : undefined) ?? [];
}

/** An entry with an empty chain keeps the default one away, so taking a chain out takes its entry out. */
function isDone(chains: Chains, edit: FallbackEdit): boolean {
  const isThere = Object.hasOwn(chains[edit.kind], edit.group ?? '');
  if (edit.fallbacks.length === 0) return !isThere;
  return isDeepStrictEqual([...chainOf(chains, edit)], [...edit.fallbacks]);
}

/** The file that holds the chain, else the config itself. */
function fileOf(files: readonly string[], readFile: ConfigTexts['readFile'], place: ChainPlace): string {
  const found = files.find((file) => {
    const text = readFile(file);
    return text !== undefined && holdsChain(text, place);
  });
  return found ?? files[0] ?? '';
}

function checkComments(before: string, after: string): void {
  const all = (text: string): readonly string[] =>
    new SourceText(text).comments({ start: 0, end: text.length }).toSorted();
  if (!isDeepStrictEqual(all(before), all(after))) throw byHand('a comment stands where it would be lost');
}

function checkUnchanged(before: Merged, after: Merged, edit: FallbackEdit): void {
  const rest = ({ document, chains }: Merged) => [
    withoutChains(document),
    Object.entries(chains).map(([kind, map]) =>
      Object.entries(map).filter(([group]) => kind !== edit.kind || group !== (edit.group ?? '')),
    ),
  ];
  if (!isDeepStrictEqual(rest(before), rest(after))) throw byHand('more than the chain would change');
}
