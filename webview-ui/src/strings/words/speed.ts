import type { Counted } from './counted.ts';

/** The charts of the overview, and the page of a key that is no administrator's. */
export interface SpeedWords {
  readonly speed: {
    readonly problem: string;
    readonly firstToken: string;
    readonly duration: string;
    readonly views: Readonly<Record<'all' | 'p50' | 'p95', string>>;
    readonly view: string;
    readonly p50: string;
    readonly p95: string;
    readonly perHour: string;
    readonly perDay: string;
    readonly byModel: string;
    readonly byModelNote: string;
    readonly model: string;
    readonly answers: string;
    readonly durationP50: string;
    readonly durationP95: string;
    readonly firstP50: string;
    readonly firstP95: string;
    readonly rate: string;
    readonly perSecond: (tokens: string) => string;
    readonly sampled: (oneIn: string) => string;
    readonly nothing: string;
    readonly tokens: string;
    readonly savings: string;
    readonly requests: string;
    readonly errorRate: string;
    readonly time: string;
    readonly asTable: (title: string) => string;
    readonly budgets: string;
    readonly noBudgets: string;
    readonly budgetOf: Readonly<Record<string, string>>;
    readonly everything: string;
    readonly allBudgets: string;
    readonly allErrors: string;
    readonly keys: string;
  };
  readonly own: {
    readonly title: (key: string) => string;
    readonly note: string;
    readonly problem: string;
    readonly budget: string;
    readonly noBudget: string;
    readonly today: string;
    readonly month: string;
    readonly models: string;
    readonly requests: string;
    readonly noRequests: string;
    readonly expires: (time: string) => string;
    readonly team: (name: string) => string;
    readonly requestCount: Counted;
  };
}
