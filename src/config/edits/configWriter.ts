import { realpath, stat } from 'node:fs/promises';
import { GatewayError } from '../../domain/errors.ts';
import type { FallbackEdit, FallbackWriter } from '../../domain/routing/fallbackEdits.ts';
import { createNodeConfigFiles } from '../source/configFiles.ts';
import { byHand } from './byHand.ts';
import { type ChangedFile, setFallbacks } from './setFallbacks.ts';

const PERMISSIONS = 0o777;

export interface ConfigWriterOptions {
  /** Absolute path of the config; undefined for settings that no file holds. */
  readonly file: () => string | undefined;
  /** Reads the config again, so that the next answer knows the change. */
  readonly reload: () => Promise<void>;
  /** Puts new bytes in a file's place, so that a reader sees the old ones or the new ones. */
  readonly replaceFile: (target: string, bytes: Uint8Array, mode: number) => Promise<void>;
}

/** Writes chains into the config file, one edit at a time: two at once would each undo the other. */
export class ConfigWriter implements FallbackWriter {
  readonly #options: ConfigWriterOptions;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ConfigWriterOptions) {
    this.#options = options;
  }

  setFallbacks(edit: FallbackEdit): Promise<string> {
    const done = this.#queue.then(() => this.#write(edit));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #write(edit: FallbackEdit): Promise<string> {
    const file = this.#options.file();
    if (file === undefined) throw byHand('no file holds it');
    const files = createNodeConfigFiles();
    const changed = setFallbacks({ file, readFile: (path) => files.readFile(path) }, edit);
    for (const each of changed) await this.#replace(each);
    await this.#options.reload();
    return changed[0]?.file ?? file;
  }

  /** A link stays a link, and the permissions stay. */
  async #replace({ file, text }: ChangedFile): Promise<void> {
    try {
      const target = await realpath(file);
      const { mode } = await stat(target);
      await this.#options.replaceFile(target, Buffer.from(text), mode & PERMISSIONS);
    } catch (cause) {
      const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      const message = `${file} cannot be written (${reason}). Make it writable, or change it by hand.`;
      throw new GatewayError('permission', message, { cause });
    }
  }
}
