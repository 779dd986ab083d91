/** opencode: a provider in its global configuration (documented at opencode.ai under "Config" and "Providers"; tried with 1.18.33). */
import { join } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { detectFiles, isFile } from '../detectFiles.ts';
import { variable } from '../environmentVariable.ts';
import { openCodeAssignments } from './openCodeSettings.ts';

const SCHEMA = 'https://opencode.ai/config.json';

export const openCode: Agent = {
  id: 'opencode',
  title: 'opencode',
  nextStep: 'restart-agent',
  savesLate: false,
  hasPlanModel: true,
  detect: (environment) => {
    const dataDir = locate(environment);
    const path = variable(environment.variables, 'OPENCODE_CONFIG') ?? strongestFile(dataDir);
    return detectFiles(environment, { program: 'opencode' }, dataDir, [
      { path, role: 'config', format: 'jsonc', isPrivate: true },
    ]);
  },
  assignments: (_file, { target, document }) => openCodeAssignments(target, document, SCHEMA),
  warnings: () => [],
};

function locate({ dataDir, homeDir, variables }: AgentEnvironment): string {
  return dataDir ?? join(variable(variables, 'XDG_CONFIG_HOME') ?? join(homeDir, '.config'), 'opencode');
}

/** All that exist are merged, `.jsonc` last. */
function strongestFile(dataDir: string): string {
  const commented = join(dataDir, 'opencode.jsonc');
  return isFile(commented) ? commented : join(dataDir, 'opencode.json');
}
