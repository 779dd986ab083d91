import type { PeriodName } from '../../time/period.ts';
import type { Counted } from './counted.ts';

export interface OverviewWords {
  readonly ledger: {
    readonly exportCsv: string;
    readonly exportHint: (range: string) => string;
  };
  readonly tiles: {
    readonly figures: string;
    readonly cost: string;
    readonly ofUnknownCost: (count: string) => string;
    readonly change: (size: string, before: string) => string;
    readonly unknownRequests: Counted;
    readonly nothingBefore: Readonly<Record<PeriodName, string>>;
    readonly saved: string;
    readonly hitRate: (percent: string) => string;
    readonly noCache: string;
    readonly tokens: string;
    readonly inAndOut: (input: string, output: string) => string;
    readonly requests: string;
    readonly failed: Counted;
    readonly noneFailed: string;
    readonly fellBack: Counted;
    readonly firstToken: string;
    readonly p95: (duration: string) => string;
    readonly exactTokens: Counted;
  };
  readonly sidebar: {
    readonly hitRate: string;
    readonly firstToken: string;
    readonly saved: (money: string) => string;
  };
  readonly chart: {
    readonly costByModel: string;
    readonly perDay: string;
    readonly total: string;
    readonly day: string;
    readonly other: string;
    readonly showTable: string;
    readonly showChart: string;
    readonly keys: string;
    readonly noneInRange: string;
    readonly noneInRangeHint: string;
    readonly show: (range: string) => string;
    readonly tokensByModel: string;
    readonly requestsByModel: string;
    readonly costUnknown: string;
    readonly unknownColumn: string;
  };
  readonly audit: {
    readonly title: string;
    readonly note: string;
    readonly empty: string;
    readonly time: string;
    readonly actor: string;
    readonly action: string;
    readonly object: string;
    readonly from: string;
    readonly field: string;
    readonly before: string;
    readonly after: string;
    readonly more: string;
    readonly ofTotal: (shown: string, total: string) => string;
    readonly details: (time: string, what: string) => string;
    readonly onBehalf: (actor: string) => string;
    readonly actors: Readonly<Record<string, string>>;
    readonly actions: Readonly<Record<string, string>>;
    readonly kinds: Readonly<Record<string, string>>;
  };
}
