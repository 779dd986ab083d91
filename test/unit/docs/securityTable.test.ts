import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDERS = { gateway: 'test/unit/gateway/security', integration: 'test/integration/security' } as const;

/** A test's title, in either kind of quotes, after `it(` or `it.each(…)(`. */
const TITLE = /^\s*it(?:\.each\([\s\S]*?\))?\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"),/gm;

function tests(): readonly string[] {
  return Object.entries(FOLDERS).flatMap(([short, folder]) =>
    globSync(`${folder}/*.test.ts`, { cwd: ROOT }).flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(TITLE)].map(
        (match) => `${short}/${basename(file, '.test.ts').replace(/\.long$/, '')}: ${match[1] ?? match[2] ?? ''}`,
      ),
    ),
  );
}

/** The rows of the page's table: point, where, tests. */
function rows(): readonly (readonly string[])[] {
  const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
  return page
    .split('\n')
    .filter((line) => /^\| .* \| `.*` \| `.*` \|$/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));
}

const codes = (cell: string | undefined): readonly string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

describe('docs/security.md', () => {
  it('names every test of security once, and none that does not exist', () => {
    expect(tests().length).toBeGreaterThan(20);
    expect(
      rows()
        .flatMap((cells) => codes(cells[2]))
        .sort(),
    ).toEqual([...tests()].sort());
  });

  it('says where each point is seen to, in files that are there', () => {
    const files = rows().flatMap((cells) => codes(cells[1]));
    expect(files.filter((file) => globSync(file, { cwd: ROOT }).length === 0)).toEqual([]);
  });
});
