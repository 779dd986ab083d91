import { readFileSync, watch } from 'node:fs';

export interface Closable {
  close(): void;
}

/** The file system as the config sees it. */
export interface ConfigFiles {
  /** The text of a file; undefined where it does not exist or may not be read. */
  readFile(path: string): string | undefined;
  /** Tells the names of entries of a folder that change; undefined where the system does not say which. */
  watch(directory: string, onChange: (name: string | undefined) => void): Closable;
}

/** The real file system. A watched folder does not keep the process alive. */
export function createNodeConfigFiles(): ConfigFiles {
  return {
    readFile(path) {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
    watch(directory, onChange) {
      const watcher = watch(directory, { persistent: false }, (_event, name) => onChange(name ?? undefined));
      // A folder that goes away ends the watching; without this listener it would end the process.
      watcher.on('error', () => watcher.close());
      return watcher;
    },
  };
}
