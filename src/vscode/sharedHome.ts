import { watch } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { Home } from '../config/home.ts';
import type { Disposable } from './listeners.ts';

/** What the editor reads and writes in the home that all windows share. */
export class SharedHome {
  readonly #home: Home;

  constructor(home: Home) {
    this.#home = home;
  }

  get folder(): string {
    return this.#home.directory;
  }

  get keyFile(): string {
    return this.#home.masterKeyFile;
  }

  /** The key that the gateway made at first start and always accepts; undefined before that. */
  async readKey(): Promise<string | undefined> {
    try {
      const text = (await readFile(this.#home.masterKeyFile, 'utf8')).trim();
      return text === '' ? undefined : text;
    } catch {
      return undefined;
    }
  }

  /** The config file of the settings, else the home's own. `~` stands for `userHome`, relative paths start at `base`. */
  configFile(setting: string | undefined, base: string | undefined, userHome = homedir()): string {
    if (setting === undefined) return this.#home.configFile;
    if (setting === '~' || setting.startsWith('~/')) return join(userHome, setting.slice(1));
    return isAbsolute(setting) ? setting : resolve(base ?? userHome, setting);
  }

  /**
   * Notes that the user stopped the proxy. Windows attached to it see their connection drop either way; this tells
   * them not to take over.
   */
  async markStopped(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(this.#stoppedFile, '');
  }

  async clearStopped(): Promise<void> {
    await rm(this.#stoppedFile, { force: true });
  }

  isStopped(): Promise<boolean> {
    return isFile(this.#stoppedFile);
  }

  /** The folder must exist. An editor that cannot watch it misses the note of other windows, nothing else. */
  onMarked(listener: () => void): Disposable {
    const watcher = watch(this.folder, { persistent: false }, async (_event, name) => {
      if (name === basename(this.#stoppedFile) && (await this.isStopped())) listener();
    });
    watcher.on('error', () => watcher.close());
    return { dispose: () => watcher.close() };
  }

  get #stoppedFile(): string {
    return join(this.folder, 'stopped');
  }
}

export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
