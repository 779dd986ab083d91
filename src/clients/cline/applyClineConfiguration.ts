import { dirname } from 'node:path';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import { type Backup, writeBackup } from '../backup.ts';
import { sameSnapshot, takeSnapshot } from '../fileSnapshot.ts';
import {
  type FileSystem,
  makeDirectory,
  missingDirectories,
  realFileSystem,
  removeEmptyDirectories,
  replaceFile,
  requireReplaceable,
  toWriteError,
} from '../fileWriter.ts';
import type { ClineFilePlan } from './clineFilePlan.ts';
import type { ClinePlan } from './planClineConfiguration.ts';

export type ClineBackup = Backup;

export interface ApplyClineOptions {
  /** A new directory for the copies of the old files, e.g. from `backupDirectory(home, 'cline', now)`. */
  readonly backupDir: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly fileSystem?: FileSystem | undefined;
}

/** A file that will be replaced. */
interface PendingWrite {
  readonly plan: ClineFilePlan;
  readonly bytes: Uint8Array;
  /** Permission bits; undefined: the umask's. */
  readonly mode: number | undefined;
}

/**
 * Backs up every file of the plan, also the absent ones, then writes those that change: all of them or none.
 * Throws GatewayError: `conflict` where a file has changed since the plan was made, `permission` where one cannot be
 * written; what had been written is put back then, unless someone else has changed it since.
 */
export async function applyClineConfiguration(plan: ClinePlan, options: ApplyClineOptions): Promise<ClineBackup> {
  const fileSystem = options.fileSystem ?? realFileSystem;
  const writes = plan.files.flatMap(toWrite);
  for (const { file } of plan.files) requireUnchanged(file);
  for (const write of writes) requireReplaceable(takeSnapshot(write.plan.file.path));
  const backup = await writeBackup(fileSystem, {
    directory: options.backupDir,
    client: 'cline',
    now: options.clock.now(),
    files: plan.files.map(({ file }) => file),
    madeDirectories: missingDirectories(writes.map((write) => dirname(write.plan.file.target))),
  });
  await writeAll(fileSystem, writes);
  return backup;
}

function toWrite(plan: ClineFilePlan): readonly PendingWrite[] {
  if (plan.newText === undefined || plan.action === 'keep') return [];
  const mode = plan.file.role === 'globalState' ? plan.file.mode : 0o600;
  return [{ plan, bytes: Buffer.from(plan.newText), mode }];
}

async function writeAll(fileSystem: FileSystem, writes: readonly PendingWrite[]): Promise<void> {
  const done: PendingWrite[] = [];
  const madeDirectories: string[] = [];
  for (const write of writes) {
    try {
      madeDirectories.push(...(await makeParent(fileSystem, write)));
      await writeOne(fileSystem, write, () => done.push(write));
    } catch (error) {
      await putBack(fileSystem, done, madeDirectories);
      throw toWriteError(write.plan.file.path, error);
    }
  }
}

async function makeParent(fileSystem: FileSystem, { plan }: PendingWrite): Promise<readonly string[]> {
  const mode = plan.file.role === 'providers' ? 0o700 : undefined;
  return makeDirectory(fileSystem, dirname(plan.file.target), mode);
}

async function writeOne(fileSystem: FileSystem, write: PendingWrite, replaced: () => void): Promise<void> {
  const { file } = write.plan;
  const beforeReplace = (): void => requireUnchanged(file);
  await replaceFile(fileSystem, { target: file.target, bytes: write.bytes, mode: write.mode, beforeReplace });
  replaced();
  if (!holds(write)) {
    throw new GatewayError(
      'conflict',
      `${file.path} does not hold what was written. Close other programs that use Cline, then try again.`,
    );
  }
}

function holds(write: PendingWrite): boolean {
  const now = takeSnapshot(write.plan.file.path);
  return sameSnapshot(now, { ...write.plan.file, bytes: write.bytes });
}

/** Undoes finished writes, last one first. Goes on after a failure: the backup still has everything. */
async function putBack(
  fileSystem: FileSystem,
  done: readonly PendingWrite[],
  madeDirectories: readonly string[],
): Promise<void> {
  for (const write of done.toReversed().filter(holds)) {
    const { target, bytes, mode } = write.plan.file;
    const undo = bytes === undefined ? fileSystem.rm(target) : replaceFile(fileSystem, { target, bytes, mode });
    await undo.catch(() => undefined);
  }
  await removeEmptyDirectories(fileSystem, madeDirectories);
}

function requireUnchanged(file: ClineFilePlan['file']): void {
  if (sameSnapshot(takeSnapshot(file.path), file)) return;
  throw new GatewayError('conflict', `${file.path} has changed since the preview. Nothing was written. Try again.`);
}
