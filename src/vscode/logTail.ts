import { open, stat } from 'node:fs/promises';
import type { Disposable } from './listeners.ts';
import type { LogLevel } from './settingIds.ts';

const LOOK_MS = 500;
/** What stands in the file already is shown as far as this, bytes. */
const BACKLOG = 4096;
/** Most that one look reads, bytes: a log that grows faster is caught up with by the next ones. */
const MOST = 256 * 1024;

const LINE = /^\S+Z (DEBUG|INFO|WARN|ERROR)\s+(.*)$/;

/** Follows the log file of a gateway in a process of its own, its last lines first. */
export class LogTail implements Disposable {
  readonly #file: string;
  readonly #onLine: (line: { readonly level: LogLevel; readonly line: string }) => void;
  readonly #timer: NodeJS.Timeout;
  #position: number | undefined;
  #reading = false;

  constructor(file: string, onLine: (line: { readonly level: LogLevel; readonly line: string }) => void) {
    this.#file = file;
    this.#onLine = onLine;
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  /** Tells the whole lines that have come since the last look. A file that is not there has none. */
  async look(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      await this.#read();
    } catch {
      this.#position = undefined;
    } finally {
      this.#reading = false;
    }
  }

  async #read(): Promise<void> {
    const { size } = await stat(this.#file);
    const first = this.#position === undefined;
    let from = this.#position ?? Math.max(0, size - BACKLOG);
    // Put aside and begun anew.
    if (size < from) from = 0;
    const text = await readRange(this.#file, from, Math.min(size - from, MOST));
    this.#position = from + Buffer.byteLength(text);
    const lines = text.split('\n');
    // The backlog begins amid a line.
    for (const line of first && from > 0 ? lines.slice(1) : lines) this.#tell(line);
  }

  #tell(text: string): void {
    if (text === '') return;
    const [, level, line] = LINE.exec(text) ?? [];
    if (level === undefined || line === undefined) this.#onLine({ level: 'warn', line: text });
    else this.#onLine({ level: level.toLowerCase() as LogLevel, line });
  }
}

async function readRange(file: string, from: number, length: number): Promise<string> {
  if (length <= 0) return '';
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
    const whole = buffer.subarray(0, bytesRead);
    // A look that ends amid a character or a line leaves the rest to the next one.
    return whole.subarray(0, whole.lastIndexOf(0x0a) + 1).toString('utf8');
  } finally {
    await handle.close();
  }
}
