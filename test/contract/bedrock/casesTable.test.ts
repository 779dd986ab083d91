import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const HERE = new URL('.', import.meta.url);
const CASES = 77;

/** The number and title of every case that a test of this folder has. */
function testedCases(): readonly string[] {
  return readdirSync(HERE)
    .filter((name) => /^cases.*\.test\.ts$/.test(name))
    .flatMap((name) => [...readFileSync(new URL(name, HERE), 'utf8').matchAll(/bedrockCase\(\s*(\d+),\s*'([^']+)'/g)])
    .map(([, number, title]) => `case ${number}: ${title}`);
}

/** Rows of the table: number, Torii's verdict, and the test's name. */
function listedCases(): readonly (readonly [number, string, string])[] {
  const page = readFileSync(new URL('../../../docs/bedrock-cases.md', HERE), 'utf8');
  return [...page.matchAll(/^\| (\d+) \|.*\| (same|differs) \| [^|]+ \| `([^`]+)` \|$/gm)].map(
    ([, number, verdict, name]) => [Number(number), verdict ?? '', name ?? ''] as const,
  );
}

describe('docs/bedrock-cases.md', () => {
  it(`lists the ${CASES} cases, each once and in order`, () => {
    expect(listedCases().map(([number]) => number)).toEqual([...Array(CASES).keys()].map((index) => index + 1));
  });

  it('names the tests as they are', () => {
    const names = listedCases().map(([, , name]) => name);
    expect([...testedCases()].sort()).toEqual([...names].sort());
  });

  it('says why where Torii differs', () => {
    const page = readFileSync(new URL('../../../docs/bedrock-cases.md', HERE), 'utf8');
    expect(page).not.toMatch(/\| differs \| As LiteLLM\./);
  });
});
