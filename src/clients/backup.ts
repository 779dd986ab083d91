/** Copies of another program's settings, byte for byte, with a manifest that is written last: no manifest, no backup. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import { parseJson } from '../domain/json.ts';
import type { PathStep } from './assignments.ts';
import { type FormatName, formatNames } from './documents/settingsDocument.ts';
import type { FileSnapshot } from './fileSnapshot.ts';
import { type FileSystem, makeDirectory, replaceFile } from './fileWriter.ts';

const MANIFEST = 'manifest.json';
const RESTORED = 'restored.json';

const pathStepSchema = z.union([z.string(), z.object({ key: z.string(), value: z.string() })]);

const savedFileSchema = z.object({
  /** Where the program looks. */
  path: z.string(),
  /** Where the bytes were, symbolic links followed. */
  target: z.string(),
  /** Name of the copy inside the backup; null: there was no file. */
  copy: z.string().nullable(),
  /** Permission bits. */
  mode: z.int().nullable(),
  sha256: z.string().nullable(),
  /** What Torii wrote in its place: name of the copy, and the values that it set. Absent where it wrote nothing. */
  written: z
    .object({ copy: z.string(), format: z.enum(formatNames), paths: z.array(z.array(pathStepSchema)) })
    .optional(),
});

const manifestSchema = z.object({
  version: z.literal(1),
  client: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  files: z.array(savedFileSchema),
  /** Directories that did not exist, outermost first. */
  madeDirectories: z.array(z.string()),
});

export type SavedFile = z.infer<typeof savedFileSchema>;
export type BackupManifest = z.infer<typeof manifestSchema>;

export interface Backup {
  readonly directory: string;
  readonly manifest: BackupManifest;
  /** Has been put back at least once. */
  readonly restored: boolean;
}

/** A file to copy, with what will be written in its place. */
export interface BackupSource {
  readonly snapshot: FileSnapshot;
  readonly written:
    | { readonly bytes: Uint8Array; readonly format: FormatName; readonly paths: readonly (readonly PathStep[])[] }
    | undefined;
}

export interface BackupRequest {
  readonly directory: string;
  readonly client: string;
  /** Epoch ms. */
  readonly now: number;
  readonly files: readonly BackupSource[];
  readonly madeDirectories: readonly string[];
}

/** `<home>/backups/<client>/<timestamp>`: names that sort by time. `now` is epoch ms. */
export function backupDirectory(home: string, client: string, now: number): string {
  return join(backupsRoot(home, client), new Date(now).toISOString().replaceAll(':', '-'));
}

export function backupsRoot(home: string, client: string): string {
  return join(home, 'backups', client);
}

/** Copies the files into a new directory (0700, files 0600). Throws GatewayError `conflict` where it holds a backup. */
export async function writeBackup(fileSystem: FileSystem, request: BackupRequest): Promise<Backup> {
  const { directory } = request;
  if (readBackup(directory) !== undefined) {
    throw new GatewayError('conflict', `${directory} already holds a backup. Try again in a moment.`);
  }
  await makeDirectory(fileSystem, directory, 0o700);
  const files: SavedFile[] = [];
  for (const [index, source] of request.files.entries()) {
    const saved = await saveFile(fileSystem, directory, index, source.snapshot);
    files.push({ ...saved, ...(await saveWritten(fileSystem, directory, index, source)) });
  }
  const { client, madeDirectories } = request;
  const createdAt = new Date(request.now).toISOString();
  const manifest: BackupManifest = { version: 1, client, createdAt, files, madeDirectories: [...madeDirectories] };
  await writeJson(fileSystem, join(directory, MANIFEST), manifest);
  return { directory, manifest, restored: false };
}

/** Undefined where the directory holds no complete backup. */
export function readBackup(directory: string): Backup | undefined {
  const manifest = manifestSchema.safeParse(parseJson(readText(join(directory, MANIFEST)) ?? ''));
  if (!manifest.success) return undefined;
  return { directory, manifest: manifest.data, restored: readText(join(directory, RESTORED)) !== undefined };
}

/** The bytes of every saved file, in the manifest's order; undefined for one that was absent. Throws GatewayError for a damaged copy. */
export function readCopies(backup: Backup): readonly (Uint8Array | undefined)[] {
  return backup.manifest.files.map((file) => (file.copy === null ? undefined : readCopy(backup.directory, file)));
}

/** What Torii wrote in a file's place; undefined where it wrote nothing, or the copy is gone. */
export function readWritten(backup: Backup, file: SavedFile): Uint8Array | undefined {
  return file.written === undefined ? undefined : readBytes(join(backup.directory, file.written.copy));
}

export async function markRestored(fileSystem: FileSystem, backup: Backup, now: number): Promise<void> {
  await writeJson(fileSystem, join(backup.directory, RESTORED), { restoredAt: new Date(now).toISOString() });
}

/** Complete backups under a root, newest first. */
export function listBackups(root: string): readonly Backup[] {
  return readNames(root)
    .toSorted()
    .toReversed()
    .flatMap((name) => readBackup(join(root, name)) ?? []);
}

async function saveFile(
  fileSystem: FileSystem,
  directory: string,
  index: number,
  snapshot: FileSnapshot,
): Promise<SavedFile> {
  const { path, target, bytes, mode } = snapshot;
  if (bytes === undefined) return { path, target, copy: null, mode: null, sha256: null };
  const copy = `file-${index}`;
  await replaceFile(fileSystem, { target: join(directory, copy), bytes, mode: 0o600 });
  return { path, target, copy, mode: mode ?? null, sha256: digest(bytes) };
}

async function saveWritten(
  fileSystem: FileSystem,
  directory: string,
  index: number,
  { written }: BackupSource,
): Promise<Pick<SavedFile, 'written'>> {
  if (written === undefined) return {};
  const copy = `written-${index}`;
  await replaceFile(fileSystem, { target: join(directory, copy), bytes: written.bytes, mode: 0o600 });
  return { written: { copy, format: written.format, paths: written.paths.map((path) => [...path]) } };
}

function readCopy(directory: string, file: SavedFile): Uint8Array {
  const path = join(directory, file.copy ?? '');
  const bytes = readBytes(path);
  if (bytes === undefined || digest(bytes) !== file.sha256) {
    throw new GatewayError('conflict', `The backup of ${file.path} is damaged (${path}). Nothing was restored.`, {
      retryable: false,
    });
  }
  return bytes;
}

async function writeJson(fileSystem: FileSystem, target: string, value: unknown): Promise<void> {
  await replaceFile(fileSystem, { target, bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`), mode: 0o600 });
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  const bytes = readBytes(path);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

function readNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
