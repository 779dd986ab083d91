import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const pendingSchema = z.object({
  baseUrl: z.string(),
  apiKey: z.string(),
  model: z.string(),
  modelInfo: z
    .object({
      contextWindow: z.number().optional(),
      maxTokens: z.number().optional(),
      supportsImages: z.boolean().optional(),
      supportsPromptCache: z.boolean().optional(),
      supportsReasoning: z.boolean().optional(),
      inputPrice: z.number().optional(),
      outputPrice: z.number().optional(),
      cacheReadsPrice: z.number().optional(),
      cacheWritesPrice: z.number().optional(),
    })
    .optional(),
  /** Of the files as they were before Torii touched them. */
  backupDirectory: z.string(),
  /** Written once more already because a late save of Cline had won. */
  rewritten: z.boolean(),
});
/** A configuration that Cline has not been seen to read yet. Holds its virtual key. */
export type PendingCline = z.infer<typeof pendingSchema>;

/** Keeps the pending configuration over a reload of the window, in a file that only the user can read. */
export class PendingClineStore {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async read(): Promise<PendingCline | undefined> {
    try {
      return pendingSchema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      return undefined;
    }
  }

  async write(pending: PendingCline): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    await writeFile(this.#file, JSON.stringify(pending), { mode: 0o600 });
  }

  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
