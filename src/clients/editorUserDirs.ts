import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentEnvironment } from './agent.ts';
import { variable } from './environmentVariable.ts';

const DESKTOP = ['Code', 'Code - Insiders', 'VSCodium'];

/** `User` folders of the editors on this machine that have run; where none has, the one that VS Code would make. */
export function editorUserDirs(environment: AgentEnvironment): readonly string[] {
  if (environment.editorUserDirs !== undefined) return environment.editorUserDirs;
  const candidates = [...desktopFolders(environment), join(environment.homeDir, '.local/share/code-server/User')];
  const used = candidates.filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true);
  return used.length > 0 ? used : candidates.slice(0, 1);
}

function desktopFolders({ homeDir, platform, variables }: AgentEnvironment): readonly string[] {
  return DESKTOP.map((name) => join(applicationData(homeDir, platform, variables), name, 'User'));
}

function applicationData(homeDir: string, platform: NodeJS.Platform, variables: AgentEnvironment['variables']): string {
  if (platform === 'win32') return variable(variables, 'APPDATA') ?? join(homeDir, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support');
  return variable(variables, 'XDG_CONFIG_HOME') ?? join(homeDir, '.config');
}
