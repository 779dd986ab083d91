import { toAgentModel } from '../../apiClient/agentModel.ts';
import type { AgentChoice } from '../../clients/agentTarget.ts';
import type { ModelGroup } from '../../protocol/api.ts';

/** What the user has chosen so far for an agent. */
export interface Wishes {
  readonly act: ModelGroup;
  readonly plan: ModelGroup;
  /** USD; undefined: no budget, or the one that the key has. */
  readonly maxBudget: number | undefined;
}

export function toChoice(baseUrl: string, { act, plan }: Wishes): AgentChoice {
  return {
    baseUrl,
    actModel: act.name,
    planModel: plan.name,
    modelInfo: toAgentModel(act),
    planModelInfo: toAgentModel(plan),
  };
}

/** An amount in USD as a user types it; undefined for what is none. */
export function readBudget(text: string): number | undefined {
  const amount = Number(text.trim().replace(/^\$/, ''));
  return text.trim() !== '' && Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}
