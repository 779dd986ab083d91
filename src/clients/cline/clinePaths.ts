/** Where each Cline keeps its settings (cline: sdk/packages/shared/src/storage/paths.ts; the legacy storage-context.ts). */
import { join, resolve } from 'node:path';
import type { AgentEnvironment } from '../agent.ts';
import { variable } from '../environmentVariable.ts';

/** What decides the places: the user's word, else the environment that Cline runs in and the user's home. */
export type ClineEnvironment = Pick<AgentEnvironment, 'homeDir' | 'variables' | 'dataDir'>;

/** `legacy` and `next` are the two extensions inside the Marketplace package, `cli` is npm's `cline`. */
export type ClineProgram = 'legacy' | 'next' | 'cli';
export type ClineFileRole = 'globalState' | 'secrets' | 'providers';

export interface ClinePath {
  readonly role: ClineFileRole;
  readonly path: string;
  readonly readers: readonly ClineProgram[];
}

export interface ClinePaths {
  readonly dataDir: string;
  readonly legacyDataDir: string;
  /** Three, or more where the environment sends the programs to different places. */
  readonly files: readonly ClinePath[];
}

export function locateCline(environment: ClineEnvironment): ClinePaths {
  const { variables } = environment;
  const clineDir = variable(variables, 'CLINE_DIR') ?? join(environment.homeDir, '.cline');
  const legacyDataDir = resolve(environment.dataDir ?? join(clineDir, 'data'));
  const dataDir = resolve(environment.dataDir ?? variable(variables, 'CLINE_DATA_DIR') ?? legacyDataDir);
  const split = dataDir !== legacyDataDir;
  return {
    dataDir,
    legacyDataDir,
    files: [
      ...stateFiles(dataDir, split ? ['next', 'cli'] : ['next', 'legacy', 'cli']),
      ...(split ? stateFiles(legacyDataDir, ['legacy']) : []),
      ...providerFiles(dataDir, variable(variables, 'CLINE_PROVIDER_SETTINGS_PATH')),
    ],
  };
}

function stateFiles(dataDir: string, readers: readonly ClineProgram[]): readonly ClinePath[] {
  return [
    { role: 'globalState', path: join(dataDir, 'globalState.json'), readers },
    { role: 'secrets', path: join(dataDir, 'secrets.json'), readers },
  ];
}

/** The CLI takes a path of its own from the environment; the extension does not look there. */
function providerFiles(dataDir: string, cliPath: string | undefined): readonly ClinePath[] {
  const path = join(dataDir, 'settings', 'providers.json');
  if (cliPath === undefined || resolve(cliPath) === path)
    return [{ role: 'providers', path, readers: ['next', 'cli'] }];
  return [
    { role: 'providers', path, readers: ['next'] },
    { role: 'providers', path: resolve(cliPath), readers: ['cli'] },
  ];
}
