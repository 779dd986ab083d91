import type { ThinkingStyle } from '../../domain/capabilities.ts';
import type { ReasoningEffort, ReasoningRequest } from '../../domain/chat.ts';

/** Least budget of tokens for each effort. Source: LiteLLM's mapping of Anthropic's `thinking` to OpenAI's effort. */
const EFFORT_BY_BUDGET: readonly (readonly [number, ReasoningEffort])[] = [
  [10_000, 'high'],
  [5000, 'medium'],
  [2000, 'low'],
  [0, 'minimal'],
];

/** `reasoning_effort` for a wish to think; undefined where none was made or the model takes none. */
export function toReasoningEffort(
  reasoning: ReasoningRequest | undefined,
  style: ThinkingStyle,
): ReasoningEffort | undefined {
  if (reasoning === undefined || style !== 'effort') return undefined;
  // OpenAI's scale ends at xhigh.
  if (reasoning.effort !== undefined) return reasoning.effort === 'max' ? 'xhigh' : reasoning.effort;
  if (reasoning.mode === undefined || reasoning.mode === 'disabled') return undefined;
  const budget = reasoning.budgetTokens;
  if (budget === undefined) return 'medium';
  return EFFORT_BY_BUDGET.find(([least]) => budget >= least)?.[1] ?? 'minimal';
}
