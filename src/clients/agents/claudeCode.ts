/**
 * Claude Code: `env` in its user settings, which it takes over into its own environment (documented in "Settings" and
 * "Model configuration" of its manual; tried with 2.1.329).
 */
import { join } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import type { AgentTarget } from '../agentTarget.ts';
import { type Assignment, helpful, needed } from '../assignments.ts';
import { detectFiles } from '../detectFiles.ts';
import { variable } from '../environmentVariable.ts';

export const claudeCode: Agent = {
  id: 'claude-code',
  title: 'Claude Code',
  nextStep: 'restart-agent',
  savesLate: false,
  hasPlanModel: true,
  detect: (environment) => {
    const dataDir = locate(environment);
    const path = join(dataDir, 'settings.json');
    const search = { program: 'claude', extension: 'anthropic.claude-code' };
    return detectFiles(environment, search, dataDir, [{ path, role: 'settings', format: 'json', isPrivate: true }]);
  },
  assignments: (_file, { target }) => [...settings(target), ...otherWays()],
  warnings: () => [],
};

function locate({ dataDir, homeDir, variables }: AgentEnvironment): string {
  return dataDir ?? variable(variables, 'CLAUDE_CONFIG_DIR') ?? join(homeDir, '.claude');
}

/** `opusplan` is its own word for "the opus model plans, the sonnet model acts"; small tasks go to the haiku model. */
function settings({ baseUrl, apiKey, planModel, actModel }: AgentTarget): readonly Assignment[] {
  return Object.entries({
    ANTHROPIC_BASE_URL: baseUrl,
    ANTHROPIC_AUTH_TOKEN: apiKey,
    ANTHROPIC_MODEL: planModel === actModel ? actModel : 'opusplan',
    ANTHROPIC_DEFAULT_OPUS_MODEL: planModel,
    ANTHROPIC_DEFAULT_SONNET_MODEL: actModel,
    ANTHROPIC_DEFAULT_HAIKU_MODEL: actModel,
  }).map(([name, value]) => needed(['env', name], value));
}

/** A key of Anthropic's own, or a switch to a cloud, would go past the gateway. */
function otherWays(): readonly Assignment[] {
  return ['ANTHROPIC_API_KEY', 'CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY'].map(
    (name) => helpful(['env', name], undefined),
  );
}
