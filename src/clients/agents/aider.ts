/** aider: options in the user's `.aider.conf.yml` (documented at aider.chat under "YAML config file" and "OpenAI compatible APIs"; tried with 0.86.2). */
import { join } from 'node:path';
import type { Agent } from '../agent.ts';
import type { AgentTarget } from '../agentTarget.ts';
import { type Assignment, helpful, needed, valueAt } from '../assignments.ts';
import { detectFiles } from '../detectFiles.ts';

export const aider: Agent = {
  id: 'aider',
  title: 'aider',
  nextStep: 'restart-agent',
  savesLate: false,
  hasPlanModel: true,
  detect: (environment) => {
    const dataDir = environment.dataDir ?? environment.homeDir;
    const path = join(dataDir, '.aider.conf.yml');
    return detectFiles(environment, { program: 'aider' }, dataDir, [
      { path, role: 'config', format: 'yaml', isPrivate: true },
    ]);
  },
  assignments: (_file, { target, document }) => [
    ...models(target),
    needed(['openai-api-base'], `${target.baseUrl}/v1`),
    needed(['openai-api-key'], target.apiKey),
    // It knows no limits and prices for names of a gateway, and would ask about each at every start.
    ...(valueAt(document, ['show-model-warnings']) === undefined ? [helpful(['show-model-warnings'], false)] : []),
  ],
  warnings: () => [],
};

/** In architect mode one model plans and another edits. `openai/` makes aider's own LiteLLM speak OpenAI's protocol. */
function models({ planModel, actModel }: AgentTarget): readonly Assignment[] {
  const act = `openai/${actModel}`;
  if (planModel === actModel) return [needed(['model'], act), helpful(['weak-model'], act)];
  return [
    needed(['model'], `openai/${planModel}`),
    needed(['editor-model'], act),
    needed(['architect'], true),
    helpful(['weak-model'], act),
  ];
}
