import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CsvValue, toCsvLine } from '../../../src/protocol/csv.ts';
import { CsvRows } from '../../../src/vscode/usage/csvRows.ts';
import { exportFileName, exportRanges, startOfRange } from '../../../src/vscode/usage/exportRange.ts';
import { readUsage, writeUsageFile } from '../../../src/vscode/usage/writeUsage.ts';

const NOON = new Date(2026, 10, 26, 12, 30);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const RUNNING = new AbortController().signal;

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield bytes(text);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield bytes('id\r\n1\r\n');
  throw new Error('terminated');
}

function newFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'torii-export-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'usage.csv');
}

describe('the days of an export', () => {
  it('are whole ones, up to and with today', () => {
    const starts = exportRanges.map((range) => startOfRange(range, NOON));
    const days = [new Date(2026, 10, 26), new Date(2026, 10, 20), new Date(2026, 9, 28), new Date(2026, 7, 29)];
    expect(starts).toEqual([...days.map((day) => day.getTime()), undefined]);
  });

  it('give the file its name', () => {
    expect(exportFileName(NOON)).toBe('torii-usage-2026-11-26.csv');
    expect(exportFileName(new Date(2026, 0, 2))).toBe('torii-usage-2026-01-02.csv');
  });
});

describe('the rows of a CSV file', () => {
  const field: fc.Arbitrary<CsvValue> = fc.oneof(
    fc.string(),
    fc.constantFrom('a\nb', '"', '\r\n', '","'),
    fc.integer(),
    fc.constant(null),
  );

  it('are counted as the gateway writes them, however the file is cut into pieces', () => {
    const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (lines, size) => {
        const file = bytes(toCsvLine(['id', 'model']) + lines.map(toCsvLine).join(''));
        const rows = new CsvRows();
        for (let at = 0; at < file.length; at += size) rows.add(file.subarray(at, at + size));
        expect(rows.count).toBe(lines.length);
      }),
    );
  });

  it('are none before anything has come', () => {
    expect(new CsvRows().count).toBe(0);
  });
});

describe('a file of usage', () => {
  it('is written as it comes, and its rows are counted', async () => {
    const file = newFile();
    expect(await writeUsageFile(pieces('id\r\n1', '\r\n2\r\n'), file, RUNNING)).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('id\r\n1\r\n2\r\n');
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('leaves the one before alone where the stream breaks off', async () => {
    const file = newFile();
    writeFileSync(file, 'yesterday');
    await expect(writeUsageFile(broken(), file, RUNNING)).rejects.toThrow('terminated');
    expect(readFileSync(file, 'utf8')).toBe('yesterday');
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('leaves nothing where the user stops it', async () => {
    const file = newFile();
    const stop = new AbortController();
    async function* stopped(): AsyncGenerator<Uint8Array> {
      yield bytes('id\r\n');
      stop.abort();
      yield bytes('1\r\n');
    }
    await expect(writeUsageFile(stopped(), file, stop.signal)).rejects.toThrow('aborted');
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
  });

  it('comes in one piece for places without streams', async () => {
    const { content, rows } = await readUsage(pieces('id\r\n1', '\r\n'));
    expect([Buffer.from(content).toString(), rows]).toEqual(['id\r\n1\r\n', 1]);
  });
});
