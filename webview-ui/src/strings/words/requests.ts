import type { CostLineName } from '../../requests/costLines.ts';
import type { Outcome } from '../../requests/requestFacts.ts';
import type { Counted } from './counted.ts';

export interface RequestWords {
  readonly requests: {
    readonly title: string;
    readonly live: string;
    readonly notLive: string;
    readonly running: Counted;
    readonly runningNow: string;
    readonly runsSince: (time: string) => string;
    readonly ofTotal: (shown: string, total: string) => string;
    readonly more: string;
    readonly time: string;
    readonly status: string;
    readonly outcomes: Readonly<Record<Outcome, string>>;
    readonly model: string;
    readonly answeredBy: (model: string) => string;
    readonly client: string;
    readonly tokensIn: string;
    readonly tokensOut: string;
    readonly cache: string;
    readonly cost: string;
    readonly duration: string;
    readonly firstToken: string;
    readonly details: (time: string, model: string) => string;
    readonly last: string;
    readonly kinds: Readonly<Record<string, string>>;
  };
  readonly detail: {
    readonly attempts: string;
    readonly toFirstToken: string;
    readonly streaming: string;
    readonly failed: string;
    readonly waited: (duration: string) => string;
    readonly retry: string;
    readonly fallback: string;
    readonly costParts: string;
    readonly lines: Readonly<Record<CostLineName, string>>;
    readonly part: string;
    readonly tokens: string;
    readonly withoutCaching: (cost: string) => string;
    readonly noPrice: string;
    readonly notCounted: string;
    readonly callId: string;
    readonly key: string;
    readonly region: string;
    readonly noAttempts: string;
  };
}
