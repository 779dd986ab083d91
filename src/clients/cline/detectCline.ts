import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, parseJson } from '../../domain/json.ts';
import type { AgentDetection, AgentEnvironment } from '../agent.ts';
import { readDocument } from '../documents/settingsDocument.ts';
import { findExtensions, findPrograms, isAlive } from '../findPrograms.ts';
import { readSettingsFile, type SettingsFile, type SettingsKind } from '../settingsFile.ts';
import { type ClineFileRole, type ClinePath, type ClineProgram, locateCline } from './clinePaths.ts';
import { findProviderFileFaults } from './providersFile.ts';

export const CLINE_EXTENSION_ID = 'saoudrizwan.claude-dev';

export interface ClineFile extends SettingsFile {
  readonly role: ClineFileRole;
  /** Which Clines read the file at this path. */
  readonly readers: readonly ClineProgram[];
  /** `invalid`: JSON, but not what Cline's schema of providers.json takes, so that Cline reads it as empty. */
  readonly content: 'absent' | 'valid' | 'unparseable' | 'invalid';
}

export interface ClineInstallation extends AgentDetection {
  /** Data directory of the next bundle and the CLI. */
  readonly dataDir: string;
  /** Data directory of the legacy bundle, which does not know CLINE_DATA_DIR. */
  readonly legacyDataDir: string;
  readonly files: readonly ClineFile[];
}

/** Reads what Cline has on disk. Never throws: a file that cannot be read or changed carries an `obstacle`. */
export function detectCline(environment: AgentEnvironment): ClineInstallation {
  const { dataDir, legacyDataDir, files } = locateCline(environment);
  const programs = [...findPrograms(environment, 'cline'), ...findExtensions(environment, CLINE_EXTENSION_ID)];
  return {
    programs,
    dataDir,
    legacyDataDir,
    found: programs.length > 0 || [dataDir, legacyDataDir].some(isDirectory),
    running: isHubAlive(dataDir),
    files: files.map((path) => {
      const file = readSettingsFile(toKind(path));
      return { ...file, role: path.role, readers: path.readers, content: judge(path.role, file.bytes) };
    }),
  };
}

function toKind({ role, path }: ClinePath): SettingsKind {
  if (role === 'globalState') return { path, role, format: 'json', isPrivate: false, noFinalNewline: true };
  if (role === 'secrets') {
    return { path, role, format: 'json', isPrivate: true, allSecret: true, noFinalNewline: true };
  }
  return { path, role, format: 'json', isPrivate: true, privateFolder: true };
}

function judge(role: ClineFileRole, bytes: Uint8Array | undefined): ClineFile['content'] {
  const document = readDocument('json', bytes);
  if (document.state === 'valid' && !isObject(document.value ?? {})) return 'unparseable';
  if (role !== 'providers' || document.state !== 'valid') return document.state;
  return findProviderFileFaults(document.value ?? {}).length === 0 ? 'valid' : 'invalid';
}

/** The CLI's background process leaves its number; the extension leaves nothing on disk that tells. */
function isHubAlive(dataDir: string): boolean | undefined {
  try {
    const lock: unknown = parseJson(readFileSync(join(dataDir, 'locks', 'hub', 'production.json'), 'utf8'));
    return isObject(lock) && typeof lock['pid'] === 'number' ? isAlive(lock['pid']) : undefined;
  } catch {
    return undefined;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
