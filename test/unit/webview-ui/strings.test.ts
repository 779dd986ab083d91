import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../../webview-ui/src/strings/en.ts';
import { ja } from '../../../webview-ui/src/strings/ja.ts';

const SOURCE = resolve(import.meta.dirname, '../../../webview-ui/src');
/** Where the words for notes are looked up: the editor uses them, too. */
const NOTE_WORDS = resolve(import.meta.dirname, '../../../src/protocol/noteWords/noteWords.ts');

interface Word {
  /** Names from the outside in. */
  readonly path: readonly string[];
  readonly value: unknown;
}

function wordsIn(value: object, path: readonly string[] = []): readonly Word[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const here = [...path, name];
    return typeof inner === 'object' && inner !== null ? wordsIn(inner, here) : [{ path: here, value: inner }];
  });
}

/** Everything in the dashboard that is not itself a list of words. */
const source = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('strings'))
  .map((file) => join(SOURCE, file))
  .concat(NOTE_WORDS)
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** A word is used by its name, or is one of a set that is looked up by a value: `kinds[error.kind]`. */
function isUsed({ path }: Word): boolean {
  const lookedUp = path.slice(0, -1).some((name) => new RegExp(`\\b${name}\\[`).test(source));
  return lookedUp || new RegExp(`\\.${path.at(-1) ?? ''}\\b`).test(source);
}

describe('the words of the dashboard', () => {
  it('are the same set in English and Japanese', () => {
    const keys = (strings: object): readonly string[] =>
      wordsIn(strings)
        .map(({ path }) => path.join('.'))
        .sort();
    expect(keys(ja)).toEqual(keys(en));
  });

  it('are all used', () => {
    expect(
      wordsIn(en)
        .filter((word) => !isUsed(word))
        .map(({ path }) => path.join('.')),
    ).toEqual([]);
  });

  it('are never empty, and in Japanese are translated', () => {
    const texts = (strings: object) => wordsIn(strings).filter(({ value }) => typeof value === 'string');
    expect(
      texts(en)
        .concat(texts(ja))
        .filter(({ value }) => value === ''),
    ).toEqual([]);
    const english = new Map(texts(en).map(({ path, value }) => [path.join('.'), value]));
    const same = texts(ja).filter(({ path, value }) => english.get(path.join('.')) === value);
    // Names, signs and units are the same in both.
    const words = same.filter(({ value }) => /[a-z]{3,} [a-z]{3,}/.test(String(value)));
    expect(words.map(({ path }) => path.join('.'))).toEqual([]);
  });
});
