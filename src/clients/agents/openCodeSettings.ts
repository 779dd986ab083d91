/** The settings that opencode and Kilo Code, which is built on it, have in common. */
import type { JsonObject } from '../../domain/json.ts';
import { type AgentTarget, chosenModels } from '../agentTarget.ts';
import { type Assignment, helpful, needed, valueAt } from '../assignments.ts';
import type { ModelInfo } from '../modelInfo.ts';

const PROVIDER = ['provider', 'torii'] as const;

/** `schema` is the address that the program would write into a file without one. */
export function openCodeAssignments(target: AgentTarget, document: unknown, schema: string): readonly Assignment[] {
  const separate = target.planModel !== target.actModel;
  return [
    ...(valueAt(document, ['$schema']) === undefined ? [helpful(['$schema'], schema)] : []),
    needed(['model'], `torii/${target.actModel}`),
    helpful(['small_model'], `torii/${target.actModel}`),
    needed([...PROVIDER, 'npm'], '@ai-sdk/openai-compatible'),
    helpful([...PROVIDER, 'name'], 'Torii'),
    needed([...PROVIDER, 'options', 'baseURL'], `${target.baseUrl}/v1`),
    needed([...PROVIDER, 'options', 'apiKey'], target.apiKey),
    ...chosenModels(target).map(({ name, info }) => needed([...PROVIDER, 'models', name], toModel(name, info))),
    ...(separate ? [needed(['agent', 'plan', 'model'], `torii/${target.planModel}`)] : []),
  ];
}

/** Limits in tokens, costs in USD per million tokens. What is not known is left out. */
function toModel(name: string, info: ModelInfo | undefined): JsonObject {
  return {
    name,
    tool_call: true,
    ...(info?.supportsReasoning === undefined ? {} : { reasoning: info.supportsReasoning }),
    ...(info?.supportsImages === undefined ? {} : { attachment: info.supportsImages }),
    ...toLimit(info),
    ...toCost(info),
  };
}

function toLimit(info: ModelInfo | undefined): JsonObject {
  if (info?.contextWindow === undefined || info.maxTokens === undefined) return {};
  return { limit: { context: info.contextWindow, output: info.maxTokens } };
}

function toCost(info: ModelInfo | undefined): JsonObject {
  if (info?.inputPrice === undefined || info.outputPrice === undefined) return {};
  const cache = { cache_read: info.cacheReadsPrice, cache_write: info.cacheWritesPrice };
  const known = Object.entries(cache).filter(([, price]) => price !== undefined);
  return { cost: { input: info.inputPrice, output: info.outputPrice, ...Object.fromEntries(known) } };
}
