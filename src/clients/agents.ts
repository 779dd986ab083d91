import { type Agent, type AgentId, agentIds } from './agent.ts';
import { aider } from './agents/aider.ts';
import { claudeCode } from './agents/claudeCode.ts';
import { codex } from './agents/codex.ts';
import { continueDev } from './agents/continue.ts';
import { copilotChat } from './agents/copilotChat.ts';
import { kiloCode } from './agents/kiloCode.ts';
import { openCode } from './agents/openCode.ts';
import { rooCode } from './agents/rooCode.ts';
import { cline } from './cline/cline.ts';

/** Every agent that can be configured. */
export const agents: Readonly<Record<AgentId, Agent>> = {
  cline,
  'claude-code': claudeCode,
  codex,
  'roo-code': rooCode,
  'kilo-code': kiloCode,
  continue: continueDev,
  aider,
  opencode: openCode,
  'copilot-chat': copilotChat,
};

/** Undefined for a name that is none of theirs. */
export function findAgent(name: string): Agent | undefined {
  const id = agentIds.find((known) => known === name);
  return id === undefined ? undefined : agents[id];
}
