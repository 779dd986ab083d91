/**
 * GitHub Copilot Chat in VS Code 1.122 and later: an entry of vendor `customendpoint` in the user's
 * chatLanguageModels.json (documented at code.visualstudio.com under "AI language models in VS Code"). The models are
 * then offered in its model picker; one without tool calling would not be.
 */
import { join } from 'node:path';
import type { JsonObject } from '../../domain/json.ts';
import type { Agent } from '../agent.ts';
import { type AgentTarget, chosenModels } from '../agentTarget.ts';
import { needed } from '../assignments.ts';
import { detectFiles } from '../detectFiles.ts';
import { editorUserDirs } from '../editorUserDirs.ts';
import type { ModelInfo } from '../modelInfo.ts';

const ENTRY = { key: 'name', value: 'Torii' } as const;
/** Tokens; the format demands figures, so these stand for a model of which none are known. */
const ASSUMED_INPUT = 128_000;
const ASSUMED_OUTPUT = 8192;

export const copilotChat: Agent = {
  id: 'copilot-chat',
  title: 'GitHub Copilot Chat',
  nextStep: 'choose-model',
  savesLate: false,
  hasPlanModel: true,
  detect: (environment) => {
    const folders = environment.dataDir === undefined ? editorUserDirs(environment) : [environment.dataDir];
    return detectFiles(
      environment,
      { extension: 'github.copilot-chat' },
      folders[0] ?? '',
      folders.map((folder) => {
        const path = join(folder, 'chatLanguageModels.json');
        return { path, role: 'models', format: 'jsonc', isPrivate: true } as const;
      }),
    );
  },
  assignments: (_file, { target }) => [
    needed([ENTRY, 'vendor'], 'customendpoint'),
    needed([ENTRY, 'apiKey'], target.apiKey),
    needed([ENTRY, 'apiType'], 'chat-completions'),
    needed(
      [ENTRY, 'models'],
      chosenModels(target).map(({ name, info }) => toModel(target, name, info)),
    ),
  ],
  warnings: () => [],
};

function toModel({ baseUrl }: AgentTarget, id: string, info: ModelInfo | undefined): JsonObject {
  return {
    id,
    name: id,
    url: `${baseUrl}/v1/chat/completions`,
    toolCalling: true,
    vision: info?.supportsImages ?? false,
    thinking: info?.supportsReasoning ?? false,
    maxInputTokens: info?.contextWindow ?? ASSUMED_INPUT,
    maxOutputTokens: info?.maxTokens ?? ASSUMED_OUTPUT,
  };
}
