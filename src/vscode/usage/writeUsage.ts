import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvRows } from './csvRows.ts';

type Pieces = AsyncIterable<Uint8Array>;

/**
 * Writes a CSV file as its pieces come, and gives back how many rows it has. The file appears under its name only when
 * it is whole: a stream that breaks off, or `signal`, leaves what was there before. Throws what the stream throws.
 */
export async function writeUsageFile(pieces: Pieces, file: string, signal: AbortSignal): Promise<number> {
  const rows = new CsvRows();
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(counted(pieces, rows)), createWriteStream(part), { signal });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return rows.count;
}

/** For places that take a file in one piece only. */
export async function readUsage(pieces: Pieces): Promise<{ readonly content: Uint8Array; readonly rows: number }> {
  const rows = new CsvRows();
  const all: Uint8Array[] = [];
  for await (const piece of counted(pieces, rows)) all.push(piece);
  return { content: Buffer.concat(all), rows: rows.count };
}

async function* counted(pieces: Pieces, rows: CsvRows): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    rows.add(piece);
    yield piece;
  }
}
