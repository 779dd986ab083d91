import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDERS = {
  domain: 'test/unit/domain/routing',
  gateway: 'test/unit/gateway/routing',
  integration: 'test/integration/routing',
} as const;

/** `it('…', it.each(…)('…'` and so on, in either kind of quotes. */
const TITLE = /^\s*it(?:\.each\([\s\S]*?\))?\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"),/gm;

/** Every test of the folders, as the page names them. */
function tests(): readonly string[] {
  return Object.entries(FOLDERS).flatMap(([short, folder]) =>
    globSync(`${folder}/*.test.ts`, { cwd: ROOT }).flatMap((file) => {
      const source = readFileSync(join(ROOT, file), 'utf8');
      const titles = [...source.matchAll(TITLE)].map((match) => match[1] ?? match[2] ?? '');
      return titles.map((title) => `${short}/${basename(file, '.test.ts').replace(/\.long$/, '')}: ${title}`);
    }),
  );
}

/** Every name in the last column of the page's tables. */
function listed(): readonly string[] {
  const page = readFileSync(join(ROOT, 'docs/routing.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| .* \| `.*` \|$/.test(line));
  return rows.flatMap((row) => {
    const cell = row.slice(0, -2).split(' | ').at(-1) ?? '';
    return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
  });
}

describe('docs/routing.md', () => {
  it('finds the tests that it is about', () => {
    expect(tests().length).toBeGreaterThan(100);
  });

  it('names every test of routing once, and none that does not exist', () => {
    expect([...listed()].sort()).toEqual([...tests()].sort());
  });
});
