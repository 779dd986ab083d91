import type { ThinkingStyle } from '../../../domain/capabilities.ts';
import type { ReasoningEffort, ReasoningRequest } from '../../../domain/chat.ts';
import type { DocumentObject } from '../documentValue.ts';

/** How this request thinks. `fields` go into `additionalModelRequestFields`. */
export interface ThinkingPlan {
  readonly fields: DocumentObject;
  /** Tokens; the answer's limit once room for thinking is made. */
  readonly maxTokens: number | undefined;
  /** Temperature, top_p and top_k are refused together with this thinking. */
  readonly dropsSampling: boolean;
  /** The model refuses a forced tool choice together with this thinking. */
  readonly autoToolChoice: boolean;
}

export interface ThinkingTraits {
  readonly style: ThinkingStyle;
  /** Tokens the client allowed for the answer. */
  readonly maxTokens: number | undefined;
  /** Tokens the model can write. */
  readonly maxOutputTokens: number | undefined;
  /** False where the history forbids thinking with a budget. */
  readonly budgetAllowed: boolean;
}

/** Tokens: Anthropic's least budget. */
const LEAST_BUDGET = 1024;
/** Tokens of answer on top of the budget when the client set no limit (LiteLLM's figure). */
const ANSWER_ROOM = 4096;

/** Tokens per effort; up to high as LiteLLM has them. */
const BUDGETS: Readonly<Record<Exclude<ReasoningEffort, 'none'>, number>> = {
  minimal: 1024,
  low: 1024,
  medium: 2048,
  high: 4096,
  xhigh: 8192,
  max: 16_384,
};

/** What the client asked about thinking, in this model's words. Left out where the model cannot, never refused. */
export function toThinking(reasoning: ReasoningRequest | undefined, traits: ThinkingTraits): ThinkingPlan {
  const off: ThinkingPlan = {
    fields: {},
    maxTokens: traits.maxTokens,
    dropsSampling: false,
    autoToolChoice: false,
  };
  if (reasoning === undefined || !isWanted(reasoning)) return off;
  switch (traits.style) {
    case 'budget':
      return budgetThinking(reasoning, traits) ?? off;
    case 'budget-or-adaptive':
      return (
        (reasoning.budgetTokens === undefined
          ? adaptiveThinking(reasoning, traits)
          : budgetThinking(reasoning, traits)) ?? off
      );
    case 'adaptive':
      return adaptiveThinking(reasoning, traits);
    case 'effort':
      return { ...off, fields: { reasoning_effort: threeStepEffort(reasoning) } };
    case 'nova-effort':
      return novaThinking(reasoning, off);
    default:
      return off;
  }
}

/** Whether the client asked the model to think. */
export function isWanted(reasoning: ReasoningRequest): boolean {
  if (reasoning.mode !== undefined) return reasoning.mode !== 'disabled';
  return reasoning.budgetTokens !== undefined || (reasoning.effort !== undefined && reasoning.effort !== 'none');
}

/** Undefined where no budget fits under the client's limit, or the history forbids it. */
function budgetThinking(reasoning: ReasoningRequest, traits: ThinkingTraits): ThinkingPlan | undefined {
  if (!traits.budgetAllowed) return undefined;
  const effort = reasoning.effort === undefined || reasoning.effort === 'none' ? 'high' : reasoning.effort;
  const wanted = Math.max(LEAST_BUDGET, reasoning.budgetTokens ?? BUDGETS[effort]);
  const limit = Math.min(traits.maxTokens ?? wanted + ANSWER_ROOM, traits.maxOutputTokens ?? Number.POSITIVE_INFINITY);
  if (limit <= LEAST_BUDGET) return undefined;
  const budget = Math.min(wanted, limit - 1);
  return {
    fields: { thinking: { type: 'enabled', budget_tokens: budget } },
    maxTokens: limit,
    dropsSampling: true,
    autoToolChoice: true,
  };
}

function adaptiveThinking(reasoning: ReasoningRequest, traits: ThinkingTraits): ThinkingPlan {
  const effort = adaptiveEffort(reasoning, traits.style);
  return {
    fields: { thinking: { type: 'adaptive' }, ...(effort === undefined ? {} : { output_config: { effort } }) },
    maxTokens: traits.maxTokens,
    dropsSampling: true,
    autoToolChoice: true,
  };
}

/** Models that also take a budget know no `xhigh`. */
function adaptiveEffort(reasoning: ReasoningRequest, style: ThinkingStyle): string | undefined {
  const effort = reasoning.effort;
  if (effort === 'minimal') return 'low';
  if (effort === 'xhigh' && style !== 'adaptive') return 'high';
  if (effort !== undefined && effort !== 'none') return effort;
  return reasoning.budgetTokens === undefined ? undefined : effortOfBudget(reasoning.budgetTokens);
}

function threeStepEffort(reasoning: ReasoningRequest): 'low' | 'medium' | 'high' {
  switch (reasoning.effort) {
    case 'minimal':
    case 'low':
      return 'low';
    case 'medium':
      return 'medium';
    case undefined:
    case 'none':
      return effortOfBudget(reasoning.budgetTokens ?? BUDGETS.medium);
    default:
      return 'high';
  }
}

function effortOfBudget(tokens: number): 'low' | 'medium' | 'high' {
  if (tokens <= BUDGETS.low) return 'low';
  return tokens <= BUDGETS.high ? 'medium' : 'high';
}

/** Nova 2 refuses limits and sampling at its highest effort. */
function novaThinking(reasoning: ReasoningRequest, off: ThinkingPlan): ThinkingPlan {
  const effort = threeStepEffort(reasoning);
  const high = effort === 'high';
  return {
    fields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: effort } },
    maxTokens: high ? undefined : off.maxTokens,
    dropsSampling: high,
    autoToolChoice: false,
  };
}
