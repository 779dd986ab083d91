import { describe, expect, it } from 'vitest';
import { readLimits } from '../../../src/domain/limitFields.ts';

const DOLLAR = 1_000_000_000;

describe("LiteLLM's limit fields", () => {
  it('are read in all their forms', () => {
    expect(
      readLimits({
        max_budget: 10,
        budget_duration: '30d',
        budget_limits: [{ max_budget: 1, budget_duration: '1d' }, { nonsense: true }],
        soft_budget: '8',
        model_max_budget: { claude: { budget_limit: 2, time_period: '7d' }, nova: { max_budget: 3 }, plain: 4 },
        rpm_limit: 60,
        tpm_limit: 1000,
        max_parallel_requests: 4,
        budget_fallbacks: { claude: ['nova'] },
        metadata: {
          model_rpm_limit: { claude: 5 },
          model_tpm_limit: { claude: 500 },
          temp_budget_increase: 5,
          temp_budget_expiry: '2026-01-01T00:00:00Z',
          at_cap: 'ask',
        },
      }),
    ).toEqual({
      windows: [
        { maxBudget: 10 * DOLLAR, duration: '30d' },
        { maxBudget: DOLLAR, duration: '1d' },
      ],
      softBudget: 8 * DOLLAR,
      modelBudgets: {
        claude: { maxBudget: 2 * DOLLAR, duration: '7d' },
        nova: { maxBudget: 3 * DOLLAR, duration: undefined },
        plain: { maxBudget: 4 * DOLLAR, duration: undefined },
      },
      rpm: 60,
      tpm: 1000,
      maxParallel: 4,
      modelRpm: { claude: 5 },
      modelTpm: { claude: 500 },
      atCap: 'ask',
      budgetFallbacks: { claude: ['nova'] },
      tempIncrease: { amount: 5 * DOLLAR, until: Date.UTC(2026, 0, 1) },
    });
  });

  it('limit nothing where they say nothing', () => {
    expect(readLimits({})).toBeUndefined();
    expect(
      readLimits({ max_budget: null, rpm_limit: null, model_max_budget: {}, metadata: { team: 'x' } }),
    ).toBeUndefined();
  });

  it('keep zero, which allows nothing, apart from nothing', () => {
    expect(readLimits({ max_budget: 0 })).toEqual({ windows: [{ maxBudget: 0, duration: undefined }] });
    expect(readLimits({ rpm_limit: 0 })).toEqual({ windows: [], rpm: 0 });
  });

  it('reset a spend that has no cap', () => {
    expect(readLimits({ budget_duration: '1d' })).toEqual({ windows: [{ maxBudget: undefined, duration: '1d' }] });
  });

  it('are refused with a duration that is none', () => {
    expect(() => readLimits({ max_budget: 1, budget_duration: 'monthly' })).toThrow("'monthly' is not a duration");
  });
});
