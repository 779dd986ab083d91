import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogTail } from '../../../src/vscode/logTail.ts';

let folder: string;
let file: string;
let lines: { level: string; line: string }[];
let tail: LogTail;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torii-tail-'));
  file = join(folder, 'gateway.log');
  lines = [];
  tail = new LogTail(file, (line) => lines.push(line));
});

afterEach(() => {
  tail.dispose();
  rmSync(folder, { recursive: true });
});

const at = '2026-11-25T12:00:00.000Z';

describe('the log of a detached gateway', () => {
  it('is shown line by line with its levels, as it grows', async () => {
    writeFileSync(file, `${at} INFO  Gateway ready baseUrl=http://here\n`);
    await tail.look();
    appendFileSync(file, `${at} ERROR no luck\n    at somewhere\n`);
    await tail.look();
    expect(lines).toEqual([
      { level: 'info', line: 'Gateway ready baseUrl=http://here' },
      { level: 'error', line: 'no luck' },
      { level: 'warn', line: '    at somewhere' },
    ]);
  });

  it('waits for the end of a line and of a character', async () => {
    const line = Buffer.from(`${at} WARN  鳥居\n`);
    writeFileSync(file, line.subarray(0, line.length - 3));
    await tail.look();
    expect(lines).toEqual([]);
    appendFileSync(file, line.subarray(line.length - 3));
    await tail.look();
    expect(lines).toEqual([{ level: 'warn', line: '鳥居' }]);
  });

  it('begins with the last whole lines of a long one', async () => {
    writeFileSync(file, Array.from({ length: 1000 }, (_, index) => `${at} INFO  line ${index}\n`).join(''));
    await tail.look();
    expect(lines.at(-1)?.line).toBe('line 999');
    expect(lines.length).toBeLessThan(200);
    expect(lines.every(({ level }) => level === 'info')).toBe(true);
  });

  it('goes on with a new file, and waits for one that is not there', async () => {
    await tail.look();
    writeFileSync(file, `${at} INFO  a first line\n${at} INFO  and a second\n`);
    await tail.look();
    writeFileSync(file, `${at} INFO  anew\n`);
    await tail.look();
    expect(lines.map(({ line }) => line)).toEqual(['a first line', 'and a second', 'anew']);
  });
});
