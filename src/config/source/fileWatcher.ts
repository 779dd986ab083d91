import { basename, dirname } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import type { Clock, Logger } from '../../domain/ports.ts';
import type { Closable, ConfigFiles } from './configFiles.ts';

/** Editors write a file in several steps; one reload serves them all. */
const QUIET_MS = 100;

export interface FileWatcherOptions {
  readonly files: ConfigFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once the watched files have been quiet for 100 ms after a change. */
  readonly onChange: () => void;
}

/**
 * Watches files through their folders: editors save by renaming a new file over the old one, which ends a watch on the
 * file itself, and a file that does not exist yet (`.env`) can come.
 */
export class FileWatcher {
  readonly #options: FileWatcherOptions;
  readonly #watches = new Map<string, Closable>();
  #names: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  #pending: AbortController | undefined;

  constructor(options: FileWatcherOptions) {
    this.#options = options;
  }

  /** Replaces the set of watched files (absolute paths). */
  setFiles(paths: readonly string[]): void {
    this.#names = groupByFolder(paths);
    for (const [folder, watch] of this.#watches) if (!this.#names.has(folder)) this.#stop(folder, watch);
    for (const folder of this.#names.keys()) if (!this.#watches.has(folder)) this.#start(folder);
  }

  close(): void {
    this.#names = new Map();
    for (const [folder, watch] of this.#watches) this.#stop(folder, watch);
    this.#pending?.abort();
  }

  #start(folder: string): void {
    try {
      const watch = this.#options.files.watch(folder, (name) => this.#changed(folder, name));
      this.#watches.set(folder, watch);
    } catch (error) {
      const reason = messageOf(error);
      this.#options.logger.warn('Changes of the config will not be noticed by themselves', { folder, reason });
    }
  }

  #stop(folder: string, watch: Closable): void {
    watch.close();
    this.#watches.delete(folder);
  }

  #changed(folder: string, name: string | undefined): void {
    const names = this.#names.get(folder);
    if (names === undefined || (name !== undefined && !names.has(name))) return;
    this.#pending?.abort();
    const pending = new AbortController();
    this.#pending = pending;
    this.#options.clock.sleep(QUIET_MS, pending.signal).then(
      () => {
        if (!pending.signal.aborted) this.#options.onChange();
      },
      // Aborted: a newer change, or the end.
      () => undefined,
    );
  }
}

function groupByFolder(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const names = folders.get(dirname(path)) ?? new Set<string>();
    folders.set(dirname(path), names.add(basename(path)));
  }
  return folders;
}
