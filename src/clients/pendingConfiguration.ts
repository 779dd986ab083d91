import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type FileSystem, makeDirectory, realFileSystem, replaceFile } from './fileWriter.ts';

const modelInfoSchema = z.object({
  contextWindow: z.number().optional(),
  maxTokens: z.number().optional(),
  supportsImages: z.boolean().optional(),
  supportsPromptCache: z.boolean().optional(),
  supportsReasoning: z.boolean().optional(),
  inputPrice: z.number().optional(),
  outputPrice: z.number().optional(),
  cacheReadsPrice: z.number().optional(),
  cacheWritesPrice: z.number().optional(),
});

const pendingSchema = z.object({
  baseUrl: z.string(),
  apiKey: z.string(),
  planModel: z.string(),
  actModel: z.string(),
  modelInfo: modelInfoSchema.optional(),
  planModelInfo: modelInfoSchema.optional(),
  /** Of the files as they were before Torii touched them. */
  backupDirectory: z.string(),
  /** Epoch ms. */
  writtenAt: z.number(),
  /** Written once more already because a late save of the agent had won. */
  rewritten: z.boolean(),
});
/** A configuration that the agent has not been seen to read yet. Holds its virtual key. */
export type PendingConfiguration = z.infer<typeof pendingSchema>;

/** Keeps the pending configuration over a start of the agent, in a file that only the user can read. */
export class PendingStore {
  readonly #file: string;
  readonly #fileSystem: FileSystem = realFileSystem;

  constructor(file: string) {
    this.#file = file;
  }

  async read(): Promise<PendingConfiguration | undefined> {
    try {
      return pendingSchema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      return undefined;
    }
  }

  async write(pending: PendingConfiguration): Promise<void> {
    await makeDirectory(this.#fileSystem, dirname(this.#file), 0o700);
    await replaceFile(this.#fileSystem, {
      target: this.#file,
      bytes: Buffer.from(JSON.stringify(pending)),
      mode: 0o600,
    });
  }

  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
