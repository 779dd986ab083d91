import { dirname, join } from 'node:path';
import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import {
  type Backup,
  listBackups,
  markRestored,
  readBackup,
  readCopies,
  type SavedFile,
  writeBackup,
} from '../backup.ts';
import { type FileSnapshot, sameSnapshot, takeSnapshot } from '../fileSnapshot.ts';
import {
  type FileSystem,
  makeDirectory,
  realFileSystem,
  removeEmptyDirectories,
  replaceFile,
  requireReplaceable,
  toWriteError,
} from '../fileWriter.ts';

export interface RestoreClineOptions {
  /** One backup. Without it, the newest under `backupsDir` that has not been put back yet. */
  readonly backupDir?: string | undefined;
  /** Where the backups stand, e.g. `backupsRoot(home, 'cline')`. */
  readonly backupsDir?: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly fileSystem?: FileSystem | undefined;
}

/**
 * Puts Cline's files back byte for byte with their modes, and removes those that were absent. The backup stays; the
 * files as they were just before are kept inside it (`replaced-<timestamp>`, itself a backup). Throws GatewayError:
 * `not-found` without a backup, `conflict` for a damaged one (nothing is written then), `permission` for a file that
 * cannot be changed.
 */
export async function restoreCline(options: RestoreClineOptions): Promise<Backup> {
  const fileSystem = options.fileSystem ?? realFileSystem;
  const backup = findBackup(options);
  const restores = planRestores(backup);
  for (const { current } of restores) requireReplaceable(current);
  const now = options.clock.now();
  await writeBackup(fileSystem, {
    directory: join(backup.directory, `replaced-${new Date(now).toISOString().replaceAll(':', '-')}`),
    client: 'cline',
    now,
    files: restores.map(({ current }) => current),
    madeDirectories: [],
  });
  for (const restore of restores) await restoreFile(fileSystem, restore);
  await removeEmptyDirectories(fileSystem, backup.manifest.madeDirectories);
  await markRestored(fileSystem, backup, now);
  return { ...backup, restored: true };
}

/** Complete backups, newest first. */
export function listClineBackups(backupsDir: string): readonly Backup[] {
  return listBackups(backupsDir);
}

function findBackup(options: RestoreClineOptions): Backup {
  const backup =
    options.backupDir === undefined
      ? listBackups(options.backupsDir ?? '').find(({ restored }) => !restored)
      : readBackup(options.backupDir);
  if (backup?.manifest.client === 'cline') return backup;
  throw new GatewayError('not-found', 'There is no backup of Cline’s settings to restore.');
}

/** A file that is not now what it was. */
interface PendingRestore {
  readonly saved: SavedFile;
  /** Undefined: the file is to go. */
  readonly bytes: Uint8Array | undefined;
  readonly current: FileSnapshot;
}

function planRestores(backup: Backup): readonly PendingRestore[] {
  const copies = readCopies(backup);
  return backup.manifest.files.flatMap((saved, index) => {
    const current = takeSnapshot(saved.path);
    const before = { ...current, target: saved.target, bytes: copies[index] };
    const same = sameSnapshot(current, before) && (current.mode ?? null) === saved.mode;
    return same ? [] : [{ saved, bytes: copies[index], current }];
  });
}

/** Cline's own saves replace a symbolic link by a file: then both the link's old end and the new file are put back. */
async function restoreFile(fileSystem: FileSystem, { saved, bytes, current }: PendingRestore): Promise<void> {
  for (const target of new Set([saved.target, current.target])) {
    try {
      await putBack(fileSystem, target, saved.mode, bytes);
    } catch (error) {
      throw toWriteError(saved.path, error);
    }
  }
}

async function putBack(
  fileSystem: FileSystem,
  target: string,
  mode: number | null,
  bytes: Uint8Array | undefined,
): Promise<void> {
  if (bytes === undefined) return fileSystem.rm(target, { force: true });
  await makeDirectory(fileSystem, dirname(target), undefined);
  await replaceFile(fileSystem, { target, bytes, mode: mode ?? undefined });
}
