import { statSync } from 'node:fs';
import type { AgentDetection, AgentEnvironment } from './agent.ts';
import { findExtensions, findPrograms } from './findPrograms.ts';
import { readSettingsFile, type SettingsKind } from './settingsFile.ts';

/** By what an agent is known on a machine. */
export interface ProgramSearch {
  /** Name of its command. */
  readonly program?: string | undefined;
  /** Id of its editor extension. */
  readonly extension?: string | undefined;
}

/** What is there of an agent whose settings are these files. Whether it runs cannot be told from them. */
export function detectFiles(
  environment: AgentEnvironment,
  search: ProgramSearch,
  dataDir: string,
  kinds: readonly SettingsKind[],
): AgentDetection {
  const programs = [
    ...(search.program === undefined ? [] : findPrograms(environment, search.program)),
    ...(search.extension === undefined ? [] : findExtensions(environment, search.extension)),
  ];
  const files = kinds.map(readSettingsFile);
  const used = files.some(({ bytes, role }) => bytes !== undefined && role !== 'editor');
  return { programs, found: programs.length > 0 || used, dataDir, running: undefined, files };
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
