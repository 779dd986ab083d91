import type { Agent, AgentDetection } from './agent.ts';
import type { AgentChoice } from './agentTarget.ts';
import { compareVersions } from './findPrograms.ts';

/**
 * The version of an agent's extension that is too old to read files, where the agent is nothing but that: no newer one
 * and no CLI beside it.
 */
export function findTooOld(agent: Agent, { programs }: Pick<AgentDetection, 'programs'>): string | undefined {
  const first = agent.firstExtension;
  if (first === undefined || programs.length === 0) return undefined;
  const reaches = programs.some(
    ({ kind, version }) => kind === 'cli' || version === undefined || compareVersions(version, first) >= 0,
  );
  return reaches ? undefined : programs.at(-1)?.version;
}

/** What to enter by hand in the settings page of an extension, to be copied. Holds the key. */
export function manualSettings(choice: AgentChoice, apiKey: string): string {
  return [
    'API Provider: LiteLLM',
    `Base URL: ${choice.baseUrl}`,
    `API Key: ${apiKey}`,
    `Model: ${choice.actModel}`,
    ...(choice.planModel === choice.actModel ? [] : [`Model for Plan mode: ${choice.planModel}`]),
  ].join('\n');
}
