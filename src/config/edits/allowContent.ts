import { isMap, type YAMLMap } from 'yaml';
import { byHand } from './byHand.ts';
import { addLine, pairOf } from './entries.ts';
import { isFlow, SourceText, spanOf } from './sourceText.ts';

/**
 * Makes a config say `torii_settings.destinations.<id>.content: true`, by lines put in where they belong; all else stays
 * as it is. Throws `conflict` where the text is no YAML, or written in a form that a line cannot be put into.
 */
export function allowContent(text: string, id: string): string {
  const source = new SourceText(text);
  const path = ['torii_settings', 'destinations', id, 'content'];
  const { contents } = source.document;
  if (contents === null) return source.insertLines(text.length, linesOf(path));
  return putIn(source, asBlock(contents), path);
}

function putIn(source: SourceText, map: YAMLMap, path: readonly string[]): string {
  const [name = '', ...rest] = path;
  const pair = pairOf(map, name);
  if (pair === undefined) return addLine(source, map, linesOf(path));
  if (rest.length === 0) return source.replace(spanOf(pair.value), 'true');
  return putIn(source, asBlock(pair.value), rest);
}

function asBlock(node: unknown): YAMLMap {
  if (!isMap(node) || isFlow(node)) throw byHand('a section is not written as a map of lines');
  return node;
}

/** Each key on a line of its own, further in than the one before. */
function linesOf(path: readonly string[]): readonly string[] {
  const last = path.length - 1;
  return path.map((name, depth) => `${'  '.repeat(depth)}${name}:${depth === last ? ' true' : ''}`);
}
