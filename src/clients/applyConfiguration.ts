import { dirname } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import { type Backup, type BackupSource, writeBackup } from './backup.ts';
import { type FilePlan, isWritten } from './filePlan.ts';
import { sameSnapshot, takeSnapshot } from './fileSnapshot.ts';
import {
  type FileSystem,
  makeDirectory,
  missingDirectories,
  realFileSystem,
  removeEmptyDirectories,
  replaceFile,
  requireReplaceable,
  toWriteError,
} from './fileWriter.ts';
import type { ConfigurationPlan } from './planConfiguration.ts';
import type { SettingsFile } from './settingsFile.ts';

export interface ApplyOptions {
  /** A new directory for the copies of the old files, e.g. from `backupDirectory(home, 'cline', now)`. */
  readonly backupDir: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly fileSystem?: FileSystem | undefined;
}

/** A file that will be replaced. */
interface PendingWrite {
  readonly plan: FilePlan;
  readonly bytes: Uint8Array;
  /** Permission bits; undefined: the umask's. */
  readonly mode: number | undefined;
}

/**
 * Backs up every file of the plan, also the absent ones, then writes those that change: all of them or none.
 * Throws GatewayError: `conflict` where a file has changed since the plan was made, `permission` where one cannot be
 * written; what had been written is put back then, unless someone else has changed it since.
 */
export async function applyConfiguration(plan: ConfigurationPlan, options: ApplyOptions): Promise<Backup> {
  const fileSystem = options.fileSystem ?? realFileSystem;
  const writes = plan.files.flatMap(toWrite);
  for (const { file } of plan.files) requireUnchanged(file);
  for (const write of writes) requireReplaceable(takeSnapshot(write.plan.file.path));
  const backup = await writeBackup(fileSystem, {
    directory: options.backupDir,
    client: plan.client,
    now: options.clock.now(),
    files: plan.files.map(toSource),
    madeDirectories: missingDirectories(writes.map((write) => dirname(write.plan.file.target))),
  });
  await writeAll(fileSystem, writes);
  return backup;
}

function toSource(plan: FilePlan): BackupSource {
  const { file, newText, assignments } = plan;
  if (newText === undefined || !isWritten(plan)) return { snapshot: file, written: undefined };
  const paths = assignments.map(({ path }) => path);
  return { snapshot: file, written: { bytes: Buffer.from(newText), format: file.format, paths } };
}

function toWrite(plan: FilePlan): readonly PendingWrite[] {
  if (plan.newText === undefined || !isWritten(plan)) return [];
  return [{ plan, bytes: Buffer.from(plan.newText), mode: plan.file.isPrivate ? 0o600 : plan.file.mode }];
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
  const mode = plan.file.privateFolder === true ? 0o700 : undefined;
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
      `${file.path} does not hold what was written. Close other programs that use it, then try again.`,
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

/** Throws GatewayError `conflict` where a file is not what it was when a plan was made. */
export function requireUnchanged(file: SettingsFile): void {
  if (sameSnapshot(takeSnapshot(file.path), file)) return;
  throw new GatewayError('conflict', `${file.path} has changed since the preview. Nothing was written. Try again.`);
}
