import { readFile, rm } from 'node:fs/promises';
import { type FileSystem, replaceFile } from './fileWriter.ts';

/** Remembers, over a start of the agent, that it has not been seen at the gateway since it was configured. */
export class ArrivalMark {
  readonly #file: string;
  readonly #fileSystem: FileSystem;

  constructor(file: string, fileSystem: FileSystem) {
    this.#file = file;
    this.#fileSystem = fileSystem;
  }

  /** `now` is epoch ms. */
  async set(now: number): Promise<void> {
    await replaceFile(this.#fileSystem, { target: this.#file, bytes: Buffer.from(String(now)), mode: 0o600 });
  }

  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  /** True for the first who brings a sighting (epoch ms) from after the configuration, in one window of several. */
  async take(seenAt: number): Promise<boolean> {
    try {
      if (!(Number(await readFile(this.#file, 'utf8')) <= seenAt)) return false;
      await rm(this.#file);
      return true;
    } catch {
      return false;
    }
  }
}
