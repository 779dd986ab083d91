import type { NanoUsd } from './money.ts';

/** What a person caps for all of a gateway's traffic, beside the budgets of keys and teams. */
export const capSpans = ['request', 'task', 'day', 'month'] as const;
export type CapSpan = (typeof capSpans)[number];

/** At the cap: a word to the user and nothing else, a question while the request waits, or a refusal. */
export const capActions = ['warn', 'ask', 'stop'] as const;
export type CapAction = (typeof capActions)[number];

export interface SpendCap {
  readonly amount: NanoUsd;
  readonly action: CapAction;
}

export type SpendCaps = Readonly<Partial<Record<CapSpan, SpendCap>>>;

export function isCapSpan(scope: string): scope is CapSpan {
  return capSpans.some((span) => span === scope);
}
