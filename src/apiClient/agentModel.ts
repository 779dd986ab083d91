import type { DeploymentSummary, ModelGroup } from '../protocol/api.ts';

/** What an agent is told of a group. Limits in tokens, prices in USD per million tokens; undefined is "not known". */
export interface AgentModel {
  readonly contextWindow: number | undefined;
  readonly maxTokens: number | undefined;
  readonly supportsImages: boolean;
  readonly supportsPromptCache: boolean;
  readonly supportsReasoning: boolean;
  readonly inputPrice: number | undefined;
  readonly outputPrice: number | undefined;
  readonly cacheReadsPrice: number | undefined;
  readonly cacheWritesPrice: number | undefined;
}

/** Groups that a coding agent can talk to. */
export function chatGroups(groups: readonly ModelGroup[]): ModelGroup[] {
  return groups.filter((group) => group.deployments.some((deployment) => deployment.mode === 'chat'));
}

/** What all of a group's deployments can do, the smallest of their limits, the highest price. */
export function toAgentModel({ deployments }: ModelGroup): AgentModel | undefined {
  if (deployments.length === 0) return undefined;
  const all = (test: (supports: DeploymentSummary['supports']) => boolean): boolean =>
    deployments.every(({ supports }) => test(supports));
  return {
    contextWindow: pick(
      Math.min,
      deployments.map(({ maxInputTokens }) => maxInputTokens),
    ),
    maxTokens: pick(
      Math.min,
      deployments.map(({ maxOutputTokens }) => maxOutputTokens),
    ),
    supportsImages: all(({ images }) => images),
    supportsPromptCache: all(({ promptCaching }) => promptCaching),
    supportsReasoning: all(({ thinking }) => thinking),
    inputPrice: pick(
      Math.max,
      deployments.map(({ inputPrice }) => inputPrice),
    ),
    outputPrice: pick(
      Math.max,
      deployments.map(({ outputPrice }) => outputPrice),
    ),
    cacheReadsPrice: pick(
      Math.max,
      deployments.map(({ cacheReadPrice }) => cacheReadPrice),
    ),
    cacheWritesPrice: pick(
      Math.max,
      deployments.map(({ cacheWritePrice }) => cacheWritePrice),
    ),
  };
}

/** Undefined as soon as one of the values is not known. */
function pick(choose: (...values: number[]) => number, values: readonly (number | null)[]): number | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? choose(...known) : undefined;
}
