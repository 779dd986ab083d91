import { GatewayError } from '../domain/errors.ts';
import type { PathStep } from './assignments.ts';
import { type Backup, listBackups, readBackup, readCopies, readWritten, type SavedFile } from './backup.ts';
import type { FormatName } from './documents/settingsDocument.ts';
import { type FileSnapshot, takeSnapshot } from './fileSnapshot.ts';
import { findDifferences } from './settingsDifference.ts';

export interface RestoreSource {
  /** The agent's id. */
  readonly client: string;
  /** Where its backups stand, e.g. `backupsRoot(home, 'cline')`. */
  readonly backupsDir: string;
  /** This backup alone. Without it, all that have not been put back yet: the files go back to before the first of them. */
  readonly backupDir?: string | undefined;
}

/** A file with all that the backups know of it. */
export interface FileHistory {
  /** As it was before the first change. */
  readonly saved: SavedFile;
  readonly original: Uint8Array | undefined;
  readonly current: FileSnapshot;
  /** Undefined where Torii wrote nothing. */
  readonly format: FormatName | undefined;
  /** Every value that Torii has set. */
  readonly paths: readonly (readonly PathStep[])[];
  /** Values that somebody else has changed since Torii wrote the file, by name. */
  readonly changed: readonly string[];
}

export interface RestorePlan {
  /** Oldest first. */
  readonly backups: readonly Backup[];
  readonly files: readonly FileHistory[];
}

/** Throws GatewayError `not-found` without a backup, `conflict` for a damaged one. */
export function planRestore(source: RestoreSource): RestorePlan {
  const backups = findBackups(source);
  const copies = new Map(backups.map((backup) => [backup, readCopies(backup)]));
  const states = backups.flatMap((backup) =>
    backup.manifest.files.map((saved, index) => ({
      saved,
      bytes: copies.get(backup)?.[index],
      written: readWritten(backup, saved),
    })),
  );
  const paths = [...new Set(states.map(({ saved }) => saved.path))];
  return { backups, files: paths.map((path) => toHistory(states.filter(({ saved }) => saved.path === path))) };
}

interface SavedState {
  readonly saved: SavedFile;
  readonly bytes: Uint8Array | undefined;
  readonly written: Uint8Array | undefined;
}

function findBackups({ client, backupsDir, backupDir }: RestoreSource): readonly Backup[] {
  const found = backupDir === undefined ? pendingBackups(backupsDir) : [readBackup(backupDir)];
  const backups = found.filter((backup) => backup?.manifest.client === client).filter((backup) => backup !== undefined);
  if (backups.length > 0) return backups;
  throw new GatewayError('not-found', `There is no backup of these settings (${client}) to restore.`);
}

/** Those made since the last restore, oldest first. */
function pendingBackups(root: string): readonly Backup[] {
  const newestFirst = listBackups(root);
  const end = newestFirst.findIndex(({ restored }) => restored);
  return newestFirst.slice(0, end === -1 ? undefined : end).toReversed();
}

/** `states` are of one file, oldest first; there is at least one. */
function toHistory(states: readonly SavedState[]): FileHistory {
  const [first] = states;
  if (first === undefined) throw new GatewayError('internal', 'A file without a backup.');
  const current = takeSnapshot(first.saved.path);
  const format = states.findLast(({ saved }) => saved.written !== undefined)?.saved.written?.format;
  const later = [...states.slice(1).map(({ bytes }) => bytes), current.bytes];
  const changed = states.flatMap((state, index) => findDifferences(format, state.written ?? state.bytes, later[index]));
  const paths = states.flatMap(({ saved }) => saved.written?.paths ?? []);
  return { saved: first.saved, original: first.bytes, current, format, paths, changed: [...new Set(changed)] };
}
