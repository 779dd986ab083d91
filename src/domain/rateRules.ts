import type { BudgetScope, BudgetScopeKind, ScopeLimits } from './budget.ts';
import type { RateRule } from './rateLimiter.ts';

/** LiteLLM's words for who is limited; those of models are its `model_per_key` and the like. */
const NAMES: Readonly<Record<BudgetScopeKind, string>> = {
  key: 'api_key',
  user: 'user',
  team: 'team',
  member: 'team_member',
  customer: 'end_user',
  tag: 'tag',
  model: 'model',
  deployment: 'deployment',
  global: 'global',
};

const MODEL_NAMES: Readonly<Record<BudgetScopeKind, string>> = {
  ...NAMES,
  key: 'model_per_key',
  user: 'model_per_user',
  team: 'model_per_team',
  member: 'model_per_team_member',
  customer: 'model_per_end_user',
};

/** The rate limits that hold for a request on a model group. */
export function rateRulesOf(limits: ReadonlyMap<BudgetScope, ScopeLimits>, group: string): readonly RateRule[] {
  const rules: RateRule[] = [];
  for (const [{ kind, id }, { rpm, tpm, maxParallel, modelRpm, modelTpm }] of limits) {
    if (rpm !== undefined || tpm !== undefined || maxParallel !== undefined) {
      rules.push({ name: NAMES[kind], id, rpm, tpm, maxParallel });
    }
    const ofModel = { rpm: modelRpm?.[group], tpm: modelTpm?.[group] };
    if (ofModel.rpm !== undefined || ofModel.tpm !== undefined) {
      rules.push({ name: MODEL_NAMES[kind], id: `${id}:${group}`, ...ofModel });
    }
  }
  return rules;
}
