import type { JsonObject } from '../domain/json.ts';

/** What an agent is told of a model. Undefined is "not known": the key is then left out. */
export interface ModelInfo {
  /** Tokens. */
  readonly contextWindow?: number | undefined;
  /** Tokens of one answer. */
  readonly maxTokens?: number | undefined;
  readonly supportsImages?: boolean | undefined;
  readonly supportsPromptCache?: boolean | undefined;
  readonly supportsReasoning?: boolean | undefined;
  /** USD per million tokens, like the three below. */
  readonly inputPrice?: number | undefined;
  readonly outputPrice?: number | undefined;
  readonly cacheWritesPrice?: number | undefined;
  readonly cacheReadsPrice?: number | undefined;
}

/** The value of `planModeLiteLlmModelInfo` and `actModeLiteLlmModelInfo`; undefined where nothing is known of the model. */
export function toModelInfoValue(model: string, info: ModelInfo | undefined): JsonObject | undefined {
  if (info === undefined) return undefined;
  const known = Object.entries({
    maxTokens: info.maxTokens,
    contextWindow: info.contextWindow,
    supportsImages: info.supportsImages,
    supportsPromptCache: info.supportsPromptCache,
    supportsReasoning: info.supportsReasoning,
    inputPrice: info.inputPrice,
    outputPrice: info.outputPrice,
    cacheWritesPrice: info.cacheWritesPrice,
    cacheReadsPrice: info.cacheReadsPrice,
  }).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : { name: model, ...Object.fromEntries(known) };
}
