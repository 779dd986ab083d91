import type { ModelPrice } from './pricing.ts';

/** How a model takes a request to think. */
export type ThinkingStyle =
  /** It does not. */
  | 'none'
  /** `thinking: {type: enabled, budget_tokens}`. */
  | 'budget'
  /** `thinking: {type: adaptive}` with an effort; a budget is refused. */
  | 'adaptive'
  /** Both of the above. */
  | 'budget-or-adaptive'
  /** `reasoning_effort` (gpt-oss and OpenAI's own). */
  | 'effort'
  /** `reasoningConfig` (Nova 2). */
  | 'nova-effort'
  /** It always thinks and takes no parameter (DeepSeek R1). */
  | 'always';

export type CachePlace = 'system' | 'messages' | 'tools';

export interface CachingTraits {
  /** Cache points in one request. */
  readonly maxPoints: number;
  /** Tokens before a point for it to have an effect. */
  readonly minTokens: number;
  readonly places: readonly CachePlace[];
  /** The one-hour lifetime can be chosen. */
  readonly oneHour: boolean;
}

export interface ModelCapabilities {
  readonly tools: boolean;
  /** Forms of a forced tool choice that the model takes besides `auto`. */
  readonly forcedToolChoice: readonly ('any' | 'tool')[];
  readonly images: boolean;
  readonly documents: boolean;
  readonly system: boolean;
  readonly thinking: ThinkingStyle;
  /** Undefined where the model cannot cache a prompt. */
  readonly caching: CachingTraits | undefined;
  /** Native JSON schema output. */
  readonly structuredOutput: boolean;
  readonly topK: boolean;
  /** A tool result may carry images. */
  readonly imagesInToolResults: boolean;
  /** `none`: the model refuses temperature, top_p and top_k. Free where nothing is said. */
  readonly sampling?: 'free' | 'none' | undefined;
  /** False: the conversation must end with the user, the model goes on from no assistant message. True where nothing is said. */
  readonly prefill?: boolean | undefined;
}

/** All that is known about a deployment's model: from `model_info`, else from the catalogue's tables. */
export interface ModelCard {
  readonly mode: 'chat' | 'embedding';
  /** Tokens. */
  readonly maxInputTokens: number | undefined;
  readonly maxOutputTokens: number | undefined;
  readonly capabilities: ModelCapabilities;
  /** Undefined where the price is not known: costs are then "unknown". */
  readonly price: ModelPrice | undefined;
}
