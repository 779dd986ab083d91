import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECK_IDS, CHECKS } from '../../../src/doctor/checkList.ts';
import { en } from '../../../src/doctor/texts/en.ts';
import { ja } from '../../../src/doctor/texts/ja.ts';
import type { FindingText } from '../../../src/doctor/texts/text.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function placeholders({ summary, meaning = '', fix = '' }: FindingText): readonly (readonly string[])[] {
  return [summary, meaning, fix].map((text) =>
    [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[0]))].toSorted(),
  );
}

describe('the texts of Doctor', () => {
  const codes = Object.keys(en.findings) as (keyof typeof en.findings)[];

  it('say the same in both languages: the same values, a meaning and a cure where the other has one', () => {
    for (const code of codes) {
      const [english, japanese]: FindingText[] = [en.findings[code], ja.findings[code]];
      expect([code, placeholders(japanese ?? english ?? { summary: '' })]).toEqual([
        code,
        placeholders(english ?? { summary: '' }),
      ]);
      expect([code, japanese?.meaning === undefined, japanese?.fix === undefined]).toEqual([
        code,
        english?.meaning === undefined,
        english?.fix === undefined,
      ]);
    }
  });

  it('are all used by a check', () => {
    const files = globSync(['src/doctor/**/*.ts', 'src/vscode/doctor/*.ts'], { cwd: ROOT });
    const source = files.filter((file) => !file.includes('/texts/')).map(read);
    const unused = codes.filter((code) => !source.some((text) => text.includes(`'${code}'`)));
    expect(unused).toEqual([]);
  });

  it('leave no Latin sentence in the Japanese ones', () => {
    const kana = /[\u3040-\u30ff\u4e00-\u9fff]/;
    const plain = codes.filter((code) => !kana.test(ja.findings[code].summary));
    expect(plain).toEqual([]);
  });
});

describe('docs/doctor.md', () => {
  it('has a row for every check, in the order of the report, with its part of the way', () => {
    const rows = [...read('docs/doctor.md').matchAll(/^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \|$/gm)];
    expect(rows.map(([, id, hop]) => [id, hop])).toEqual(CHECK_IDS.map((id) => [id, en.hops[id]]));
    expect(Object.keys(CHECKS).length).toBeGreaterThanOrEqual(35);
  });

  it('names a test for every check', () => {
    const tests = globSync(['test/integration/doctor/*.ts', 'test/unit/doctor/*.ts'], { cwd: ROOT })
      .map(read)
      .join('\n');
    expect(CHECK_IDS.filter((id) => !tests.includes(`'${id}'`))).toEqual([]);
  });
});
