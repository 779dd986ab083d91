/** Replaces files so that a reader sees the old bytes or the new ones, never half of them. */
import * as nodeFileSystem from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import { codeOf, type FileSnapshot, nearestDirectory } from './fileSnapshot.ts';

/** The part of node:fs/promises that writing needs; a test passes one that fails where it wants. */
export type FileSystem = Pick<typeof nodeFileSystem, 'open' | 'rename' | 'mkdir' | 'chmod' | 'rm' | 'rmdir'>;

export const realFileSystem: FileSystem = nodeFileSystem;

export interface FileWrite {
  readonly target: string;
  readonly bytes: Uint8Array;
  /** Permission bits to end with; undefined leaves a new file to the process's umask. */
  readonly mode: number | undefined;
  /** Runs when the new bytes are on disk, right before they take the file's place; a throw leaves the file alone. */
  readonly beforeReplace?: (() => void) | undefined;
}

/** Writes to a temporary file beside the target and renames it. Throws the system's error; nothing is left behind then. */
export async function replaceFile(fileSystem: FileSystem, write: FileWrite): Promise<void> {
  const temporary = join(dirname(write.target), `.${basename(write.target).slice(0, 100)}.torii-${process.pid}.tmp`);
  try {
    await writeThrough(fileSystem, temporary, write);
    write.beforeReplace?.();
    await fileSystem.rename(temporary, write.target);
  } catch (error) {
    await fileSystem.rm(temporary, { force: true });
    throw error;
  }
}

async function writeThrough(fileSystem: FileSystem, path: string, write: FileWrite): Promise<void> {
  await fileSystem.rm(path, { force: true });
  const file = await fileSystem.open(path, 'wx', write.mode ?? 0o666);
  try {
    await file.writeFile(write.bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  if (write.mode !== undefined) await fileSystem.chmod(path, write.mode);
}

/** Makes a directory and those above it. Gives back the ones that are new, outermost first. */
export async function makeDirectory(
  fileSystem: FileSystem,
  directory: string,
  mode: number | undefined,
): Promise<readonly string[]> {
  const made = missingDirectories([directory]);
  await fileSystem.mkdir(directory, { recursive: true, ...(mode === undefined ? {} : { mode }) });
  return made;
}

/** The directories on the way to these that do not exist, each once, outermost first. */
export function missingDirectories(directories: readonly string[]): readonly string[] {
  return [...new Set(directories.flatMap(missingAbove))].toSorted((left, right) => left.length - right.length);
}

function missingAbove(directory: string): readonly string[] {
  const existing = nearestDirectory(directory);
  const missing: string[] = [];
  for (let next = directory; next !== existing; next = dirname(next)) missing.unshift(next);
  return missing;
}

/** Removes directories that are empty, last one first; one that holds something stays, and so do those above it. */
export async function removeEmptyDirectories(fileSystem: FileSystem, directories: readonly string[]): Promise<void> {
  for (const directory of directories.toReversed()) {
    try {
      await fileSystem.rmdir(directory);
    } catch {
      return;
    }
  }
}

/** Throws GatewayError `permission`, naming the file or directory, where a snapshot says that it cannot be replaced. */
export function requireReplaceable(snapshot: FileSnapshot): void {
  const obstacle = snapshot.obstacle;
  if (obstacle === undefined) return;
  const what = obstacle.kind === 'unreadable' ? 'cannot be read' : 'cannot be changed';
  throw new GatewayError(
    'permission',
    `${obstacle.path} ${what} (${obstacle.reason}). Nothing was written. Allow access to it, then try again.`,
  );
}

/** A system error as a GatewayError that names the file. */
export function toWriteError(path: string, error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('permission', `${path} could not be written (${codeOf(error)}).`, { cause: error });
}
