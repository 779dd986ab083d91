import * as vscode from 'vscode';
import type { AgentId } from '../../clients/agent.ts';
import { agents } from '../../clients/agents.ts';
import { compareVersions } from '../../clients/findPrograms.ts';

/** Extensions of agents, in the order in which they are looked for. */
const EXTENSIONS: Readonly<Partial<Record<AgentId, readonly string[]>>> = {
  cline: ['saoudrizwan.claude-dev'],
  'claude-code': ['anthropic.claude-code'],
  codex: ['openai.chatgpt'],
  'roo-code': ['ZooCodeOrganization.zoo-code', 'RooVeterinaryInc.roo-cline'],
  'kilo-code': ['kilocode.kilo-code'],
  continue: ['Continue.continue'],
  'copilot-chat': ['GitHub.copilot-chat'],
};
/** Which of the two extensions inside Cline's package runs can only be told from the commands that it has registered. */
const CLINE_BUNDLES = { next: 'cline.marketplaceButtonClicked', legacy: 'cline.reconstructTaskHistory' } as const;

export interface AgentExtension {
  readonly version: string;
  /** It runs in this window: it has read its files already, and its next save may undo what is written now. */
  readonly active: boolean;
  /** It keeps its settings inside the editor's own store, out of reach. */
  readonly tooOld: boolean;
}

/** Undefined where the extension is not installed; a command-line program of the agent may be there all the same. */
export function findAgentExtension(id: AgentId): AgentExtension | undefined {
  const extension = (EXTENSIONS[id] ?? []).flatMap((name) => vscode.extensions.getExtension(name) ?? [])[0];
  if (extension === undefined) return undefined;
  const { version } = extension.packageJSON as { readonly version?: unknown };
  const text = typeof version === 'string' ? version : '';
  const first = agents[id].firstExtension;
  return { version: text, active: extension.isActive, tooOld: first !== undefined && compareVersions(text, first) < 0 };
}

/** `next` or `legacy`; undefined while Cline does not run, or where it has other commands than known. */
export async function findClineBundle(): Promise<keyof typeof CLINE_BUNDLES | undefined> {
  const commands = new Set(await vscode.commands.getCommands(true));
  if (commands.has(CLINE_BUNDLES.next)) return 'next';
  return commands.has(CLINE_BUNDLES.legacy) ? 'legacy' : undefined;
}
