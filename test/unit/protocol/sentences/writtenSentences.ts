import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';

/** A sentence in the sources, with `x` for each value in it. */
export interface WrittenSentence {
  readonly file: string;
  readonly text: string;
}

const ROOT = new URL('../../../../', import.meta.url).pathname;
/** Of findings in a config. */
const PROPERTIES = new Set(['message', 'fix']);

/** The sentences that the files of a pattern put into errors (`new GatewayError(kind, …)`) and into findings. */
export function writtenSentences(pattern: string): readonly WrittenSentence[] {
  return globSync(pattern, { cwd: ROOT }).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(ROOT + file, 'utf8'), ts.ScriptTarget.Latest);
    return sentencesUnder(source, file.startsWith('src/config/')).map((text) => ({
      file: relative('src', file),
      text,
    }));
  });
}

function sentencesUnder(node: ts.Node, hasFindings: boolean): readonly string[] {
  const own = [...wordsOfError(node), ...(hasFindings ? wordsOfFinding(node) : [])].flatMap(textsOf);
  const below: string[] = [];
  ts.forEachChild(node, (child) => void below.push(...sentencesUnder(child, hasFindings)));
  return [...own, ...below];
}

function wordsOfError(node: ts.Node): readonly ts.Expression[] {
  const isError =
    ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'GatewayError';
  return isError ? (node.arguments ?? []).slice(1, 2) : [];
}

function wordsOfFinding(node: ts.Node): readonly ts.Expression[] {
  const isFinding = ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && PROPERTIES.has(node.name.text);
  return isFinding ? [node.initializer] : [];
}

/** What is put together elsewhere has no text here. */
function textsOf(words: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(words)) return [words.text];
  if (ts.isConditionalExpression(words)) return [...textsOf(words.whenTrue), ...textsOf(words.whenFalse)];
  if (!ts.isTemplateExpression(words)) return [];
  return [words.head.text + words.templateSpans.map(({ literal }) => `x${literal.text}`).join('')];
}
