import type { BudgetScopeKind } from './budget.ts';
import type { Deployment } from './deployment.ts';
import type { NanoUsd } from './money.ts';
import type { SpendRecord } from './spend.ts';

/** Who stands behind a call, as far as names are known. */
export interface MetricsCaller {
  readonly teamAlias: string | undefined;
  readonly userEmail: string | undefined;
}

/** A budget with a cap, as it stands. */
export interface MetricsBudget {
  readonly kind: Extract<BudgetScopeKind, 'key' | 'team' | 'user'>;
  readonly id: string;
  readonly alias: string | undefined;
  readonly spend: NanoUsd;
  readonly maxBudget: NanoUsd;
  /** Epoch ms. */
  readonly resetsAt: number | undefined;
}

/** What is true at the moment of a scrape, and is not counted. */
export interface MetricsView {
  readonly now: number;
  readonly deployments: readonly {
    readonly deployment: Deployment;
    readonly apiBase: string | undefined;
    readonly resting: boolean;
  }[];
  budgets(): Promise<readonly MetricsBudget[]>;
  readonly running: number;
}

/** Counts calls for Prometheus. While it is off nothing is counted, and a call costs nothing more. */
export interface CallMetrics {
  readonly on: boolean;
  /** A call has ended. Never throws. */
  observe(record: SpendRecord, caller: MetricsCaller): void;
  /** A deployment begins to rest after an error of this status. Never throws. */
  cooledDown(deployment: Deployment, apiBase: string | undefined, status: number): void;
  /** In Prometheus' text format, with its media type. */
  render(view: MetricsView): Promise<{ readonly body: string; readonly contentType: string }>;
}
