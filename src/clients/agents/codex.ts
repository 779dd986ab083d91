/**
 * Codex: a provider in `config.toml` (documented in "Configuration reference" and "Sample configuration" of its manual;
 * tried with 0.169.0). `wire_api = "responses"` is the only one it still knows. The key stands in the provider, so
 * that no variable has to be set; Codex refuses it together with `env_key` or `auth`.
 */
import { join } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { helpful, needed } from '../assignments.ts';
import { detectFiles } from '../detectFiles.ts';
import { variable } from '../environmentVariable.ts';

const PROVIDER = ['model_providers', 'torii'] as const;

export const codex: Agent = {
  id: 'codex',
  title: 'Codex',
  nextStep: 'restart-agent',
  savesLate: false,
  hasPlanModel: false,
  detect: (environment) => {
    const dataDir = locate(environment);
    const path = join(dataDir, 'config.toml');
    const search = { program: 'codex', extension: 'openai.chatgpt' };
    return detectFiles(environment, search, dataDir, [{ path, role: 'config', format: 'toml', isPrivate: true }]);
  },
  assignments: (_file, { target: { baseUrl, apiKey, actModel } }) => [
    needed(['model'], actModel),
    needed(['model_provider'], 'torii'),
    needed([...PROVIDER, 'name'], 'Torii'),
    needed([...PROVIDER, 'base_url'], `${baseUrl}/v1`),
    needed([...PROVIDER, 'wire_api'], 'responses'),
    needed([...PROVIDER, 'experimental_bearer_token'], apiKey),
    ...['env_key', 'auth', 'requires_openai_auth'].map((name) => helpful([...PROVIDER, name], undefined)),
  ],
  warnings: () => [],
};

function locate({ dataDir, homeDir, variables }: AgentEnvironment): string {
  return dataDir ?? variable(variables, 'CODEX_HOME') ?? join(homeDir, '.codex');
}
