/**
 * Kilo Code 7 and later: extension and CLI share one configuration, in opencode's form (documented at kilo.ai under
 * "Settings" and in the CLI's own configuration reference; the CLI tried with 7.7.7). Older extensions keep their
 * settings inside the editor.
 */
import { join } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { detectFiles, isFile } from '../detectFiles.ts';
import { variable } from '../environmentVariable.ts';
import { openCodeAssignments } from './openCodeSettings.ts';

const SCHEMA = 'https://app.kilo.ai/config.json';

export const kiloCode: Agent = {
  id: 'kilo-code',
  title: 'Kilo Code',
  nextStep: 'reload-window',
  savesLate: false,
  hasPlanModel: true,
  firstExtension: '7.0.0',
  detect: (environment) => {
    const dataDir = locate(environment);
    const path = variable(environment.variables, 'KILO_CONFIG') ?? strongestFile(dataDir);
    return detectFiles(environment, { program: 'kilo', extension: 'kilocode.kilo-code' }, dataDir, [
      { path, role: 'config', format: 'jsonc', isPrivate: true },
    ]);
  },
  assignments: (_file, { target, document }) => openCodeAssignments(target, document, SCHEMA),
  warnings: () => [],
};

function locate({ dataDir, homeDir, variables }: AgentEnvironment): string {
  return dataDir ?? join(variable(variables, 'XDG_CONFIG_HOME') ?? join(homeDir, '.config'), 'kilo');
}

function strongestFile(dataDir: string): string {
  const plain = join(dataDir, 'kilo.json');
  const commented = join(dataDir, 'kilo.jsonc');
  return isFile(plain) && !isFile(commented) ? plain : commented;
}
