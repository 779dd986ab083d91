import { dirname, join } from 'node:path';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import { type Backup, markRestored, writeBackup } from './backup.ts';
import { sameSnapshot, takeSnapshot } from './fileSnapshot.ts';
import {
  type FileSystem,
  makeDirectory,
  realFileSystem,
  removeEmptyDirectories,
  replaceFile,
  requireReplaceable,
  toWriteError,
} from './fileWriter.ts';
import { type FileHistory, planRestore, type RestoreSource } from './restorePlan.ts';
import { takeBackSettings } from './takeBack.ts';

/**
 * What to do with files that somebody else has changed since: `refuse` writes nothing; `overwrite` puts the old bytes
 * back all the same; `keep` takes back Torii's own values only, in files where it set any.
 */
export type OnChange = 'refuse' | 'overwrite' | 'keep';

export interface RestoreOptions extends RestoreSource {
  readonly onChange: OnChange;
  readonly clock: Pick<Clock, 'now'>;
  readonly fileSystem?: FileSystem | undefined;
}

export interface Restored {
  /** The oldest backup that was put back. */
  readonly backup: Backup;
  readonly paths: readonly string[];
}

/**
 * Puts an agent's files back byte for byte with their modes, and removes those that were absent. The backups stay; the
 * files as they were just before are kept inside the oldest (`replaced-<timestamp>`, itself a backup). Throws
 * GatewayError: `not-found` without a backup, `conflict` for a damaged one and for files changed since (nothing is
 * written then), `permission` for a file that cannot be changed.
 */
export async function restoreConfiguration(options: RestoreOptions): Promise<Restored> {
  const fileSystem = options.fileSystem ?? realFileSystem;
  const { backups, files } = planRestore(options);
  const [oldest] = backups;
  if (oldest === undefined) throw new GatewayError('not-found', 'There is no backup to restore.');
  if (options.onChange === 'refuse') requireNoChange(files);
  const restores = files.flatMap((file) => toRestore(file, options.onChange));
  for (const { current } of restores) requireReplaceable(current);
  const now = options.clock.now();
  await writeBackup(fileSystem, {
    directory: join(oldest.directory, `replaced-${new Date(now).toISOString().replaceAll(':', '-')}`),
    client: options.client,
    now,
    files: restores.map(({ current }) => ({ snapshot: current, written: undefined })),
    madeDirectories: [],
  });
  for (const restore of restores) await restoreFile(fileSystem, restore);
  for (const backup of backups.toReversed()) {
    await removeEmptyDirectories(fileSystem, backup.manifest.madeDirectories);
    await markRestored(fileSystem, backup, now);
  }
  return { backup: { ...oldest, restored: true }, paths: files.map(({ saved }) => saved.path) };
}

/** Names what somebody else has changed: `settings.json (mode, theme)`. Empty where nothing was. */
export function describeChanges(files: readonly FileHistory[]): readonly string[] {
  return files.flatMap(({ saved, changed }) =>
    changed.length === 0 ? [] : [`${saved.path} (${changed.slice(0, 5).join(', ')}${changed.length > 5 ? ', …' : ''})`],
  );
}

function requireNoChange(files: readonly FileHistory[]): void {
  const changes = describeChanges(files);
  if (changes.length === 0) return;
  throw new GatewayError(
    'conflict',
    `Changed since Torii wrote it: ${changes.join('; ')}. Nothing was restored. Choose whether to put the old files back all the same, or to take back Torii’s own settings only.`,
  );
}

/** A file that is not now what it shall be. */
interface PendingRestore {
  readonly path: string;
  readonly target: string;
  /** Undefined: the file is to go. */
  readonly bytes: Uint8Array | undefined;
  readonly mode: number | null;
  readonly current: FileHistory['current'];
}

function toRestore(file: FileHistory, onChange: OnChange): readonly PendingRestore[] {
  const { saved, current } = file;
  const bytes = onChange === 'keep' && file.changed.length > 0 ? mergedBytes(file) : file.original;
  const mode = saved.mode ?? (bytes === undefined ? null : (current.mode ?? null));
  const before = { ...current, target: saved.target, bytes };
  const same = sameSnapshot(current, before) && (current.mode ?? null) === mode;
  return same ? [] : [{ path: saved.path, target: saved.target, bytes, mode, current }];
}

function mergedBytes({ format, original, current, paths }: FileHistory): Uint8Array | undefined {
  if (format === undefined || current.bytes === undefined) return current.bytes;
  return takeBackSettings({ format, original, current: current.bytes, paths });
}

/** Agents' own saves replace a symbolic link by a file: then both the link's old end and the new file are put back. */
async function restoreFile(fileSystem: FileSystem, restore: PendingRestore): Promise<void> {
  for (const target of new Set([restore.target, restore.current.target])) {
    try {
      await putBack(fileSystem, target, restore);
    } catch (error) {
      throw toWriteError(restore.path, error);
    }
  }
}

async function putBack(fileSystem: FileSystem, target: string, { path, bytes, mode }: PendingRestore): Promise<void> {
  if (bytes === undefined) return fileSystem.rm(target, { force: true });
  await makeDirectory(fileSystem, dirname(target), undefined);
  await replaceFile(fileSystem, { target, bytes, mode: mode ?? undefined });
  const now = takeSnapshot(target);
  if (!sameSnapshot(now, { ...now, bytes })) {
    throw new GatewayError('conflict', `${path} does not hold what was put back. Close the agent, then try again.`);
  }
}
