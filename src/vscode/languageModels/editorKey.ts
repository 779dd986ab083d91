import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ALIAS = 'vscode';

/** Makes virtual keys; the client with the home key does. */
export interface KeyMaker {
  renewKey(alias: string, metadata: Readonly<Record<string, string>>, maxBudget: number | undefined): Promise<string>;
}

/**
 * The virtual key `vscode`, with which the editor's own requests show in the ledger and can have a budget. It is kept in
 * the home, readable for its owner alone, because all windows share it.
 */
export class EditorKey {
  readonly #file: string;

  constructor(homeFolder: string) {
    this.#file = join(homeFolder, 'vscode.key');
  }

  /** The key as kept, or a new one. Throws what `maker` throws. */
  async get(maker: KeyMaker): Promise<string> {
    return (await this.#read()) ?? (await this.#make(maker));
  }

  /** After the gateway did not know `refused`: what another window has made meanwhile, or a new one. */
  async replace(maker: KeyMaker, refused: string): Promise<string> {
    const kept = await this.#read();
    return kept === undefined || kept === refused ? await this.#make(maker) : kept;
  }

  async #read(): Promise<string | undefined> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    return text.trim() === '' ? undefined : text.trim();
  }

  async #make(maker: KeyMaker): Promise<string> {
    const key = await maker.renewKey(ALIAS, { made_by: 'Torii', for: 'Language Model API' }, undefined);
    const temporary = `${this.#file}.${process.pid}.tmp`;
    await writeFile(temporary, `${key}\n`, { mode: 0o600 });
    await chmod(temporary, 0o600);
    await rename(temporary, this.#file);
    return key;
  }
}
