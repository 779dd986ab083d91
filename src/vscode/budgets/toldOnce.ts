import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Longer than any usual budget lasts: what is older can be told anew, ms. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Messages that were told, by all windows of a home and across their reloads: an empty file for each. Where the folder
 * cannot be written, everything counts as news: a message too many is better than none.
 */
export class ToldOnce {
  readonly #folder: string;
  #tidied = false;

  constructor(home: string) {
    this.#folder = join(home, 'told');
  }

  /** True for the one that asks first; `parts` say what the message is about. */
  async claim(...parts: readonly unknown[]): Promise<boolean> {
    const name = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
    try {
      await writeFile(join(this.#folder, name), '', { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    }
    await this.#tidy();
    return true;
  }

  async #tidy(): Promise<void> {
    if (this.#tidied) return;
    this.#tidied = true;
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) await removeOld(join(this.#folder, name)).catch(() => undefined);
  }
}

async function removeOld(file: string): Promise<void> {
  if (Date.now() - (await stat(file)).mtimeMs > KEPT_MS) await rm(file, { force: true });
}
