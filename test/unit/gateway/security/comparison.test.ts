import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sameSecret } from '../../../../src/gateway/digest.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const SECRET = /(?:master_?key|home_?key|api_?key|password|passwd|secret|proof)$/i;
const COMPARISON = /([\w.?]+|['"`][^'"`]*['"`])\s*[!=]==?\s*([\w.?]+|['"`][^'"`]*['"`])/g;
/** What only asks whether there is a secret, or of what kind it is. */
const NO_SECRET = /^(?:undefined|null|''|'(?:string|object)')$/;

/** `===` and its like between a secret and anything but the lack of one. */
function comparesSecrets(line: string): boolean {
  return [...line.matchAll(COMPARISON)].some(
    ([, left = '', right = '']) =>
      (SECRET.test(left) || SECRET.test(right)) && !NO_SECRET.test(left) && !NO_SECRET.test(right),
  );
}

describe('secrets', () => {
  it('are compared in a time that tells nothing, whatever their lengths', () => {
    expect(sameSecret('sk-test-master', 'sk-test-master')).toBe(true);
    for (const other of ['', 'sk', 'sk-test-mastes', 'sk-test-master ', 'sk-test-master'.repeat(1000)]) {
      expect(sameSecret('sk-test-master', other)).toBe(false);
    }
  });

  it('would be found by what reads the source in the next test', () => {
    for (const line of ['key === settings.masterKey', 'password == given', "ui.password !== 'x'", 'a === homeKey']) {
      expect([line, comparesSecrets(line)]).toEqual([line, true]);
    }
    for (const line of ['masterKey !== undefined && key === token', "password === ''", "typeof secret === 'string'"]) {
      expect([line, comparesSecrets(line)]).toEqual([line, false]);
    }
  });

  it('are compared with === nowhere in the gateway, its clients, or its storage', () => {
    const files = globSync('src/{gateway,apiClient,storage,mcp,config}/**/*.ts', { cwd: ROOT });
    expect(files.length).toBeGreaterThan(100);
    const found = files.flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (comparesSecrets(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
