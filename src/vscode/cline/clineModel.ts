import type { ClineModelInfo } from '../../clients/cline/clineModelInfo.ts';
import type { DeploymentSummary, ModelGroup } from '../../protocol/api.ts';

/** What Cline is told of a group: what all of its deployments can do, the smallest of their limits, the highest price. */
export function toClineModelInfo({ deployments }: ModelGroup): ClineModelInfo | undefined {
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
