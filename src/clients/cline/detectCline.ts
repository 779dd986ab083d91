import { statSync } from 'node:fs';
import { type FileSnapshot, takeSnapshot } from '../fileSnapshot.ts';
import { readJsonDocument } from '../jsonDocument.ts';
import { type ClineEnvironment, type ClineFileRole, type ClineProgram, locateCline } from './clinePaths.ts';
import { findProviderFileFaults } from './providersFile.ts';

export interface ClineFile extends FileSnapshot {
  readonly role: ClineFileRole;
  /** Which Clines read the file at this path. */
  readonly readers: readonly ClineProgram[];
  /** `invalid`: JSON, but not what Cline's schema of providers.json takes, so that Cline reads it as empty. */
  readonly content: 'absent' | 'valid' | 'unparseable' | 'invalid';
}

export interface ClineInstallation {
  /** Data directory of the next bundle and the CLI. */
  readonly dataDir: string;
  /** Data directory of the legacy bundle, which does not know CLINE_DATA_DIR. */
  readonly legacyDataDir: string;
  /** Some Cline has run here: one of the data directories exists. */
  readonly found: boolean;
  /** As they are now, with their bytes: holds secrets, never to be logged. */
  readonly files: readonly ClineFile[];
}

/** Reads what Cline has on disk. Never throws: a file that cannot be read or changed carries an `obstacle`. */
export function detectCline(environment: ClineEnvironment): ClineInstallation {
  const { dataDir, legacyDataDir, files } = locateCline(environment);
  return {
    dataDir,
    legacyDataDir,
    found: [dataDir, legacyDataDir].some(isDirectory),
    files: files.map(({ role, path, readers }) => {
      const snapshot = takeSnapshot(path);
      return { ...snapshot, role, readers, content: judge(role, snapshot.bytes) };
    }),
  };
}

function judge(role: ClineFileRole, bytes: Uint8Array | undefined): ClineFile['content'] {
  const document = readJsonDocument(bytes);
  if (role !== 'providers' || document.state !== 'valid') return document.state;
  return findProviderFileFaults(document.object).length === 0 ? 'valid' : 'invalid';
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
