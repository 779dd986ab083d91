import type { Units } from '../format/units.ts';
import type { CostLineName } from '../requests/costLines.ts';
import type { Outcome } from '../requests/requestFacts.ts';
import type { RangeName } from '../time/ranges.ts';

/** A figure with its text: the number chooses the plural, the text is shown. */
/** Notes of the gateway about a request that it adapted. */
export type NoteCode =
  | 'cache-plan'
  | 'thinking-restored'
  | 'thinking-left-out'
  | 'thinking-adapted'
  | 'tool-names-mapped'
  | 'inference-profile'
  | 'parameters-dropped'
  | 'history-mended'
  | 'mock-response'
  | 'budget-fallback'
  | 'paced'
  | 'continued';

export type Counted = (count: number, text: string) => string;

/** Every word that the dashboard shows. A language that lacks one does not compile. */
export interface Strings {
  readonly units: Units;
  readonly unknown: string;
  readonly none: string;
  readonly page: {
    readonly overview: string;
    readonly sections: string;
    readonly usage: string;
    readonly signOut: string;
    readonly updated: (time: string) => string;
    readonly loading: string;
    readonly summary: (range: string, cost: string, requests: string, failures: string) => string;
  };
  readonly gateway: {
    readonly runningOn: (address: string) => string;
    readonly thisWindow: string;
    readonly otherWindow: string;
    readonly starting: string;
    readonly stopped: string;
    readonly stoppedHint: string;
    readonly failed: string;
    readonly failedHint: string;
    readonly unreachable: string;
    readonly start: string;
    readonly showLogs: string;
    readonly openDashboard: string;
    readonly configureCline: string;
    readonly openConfig: string;
  };
  readonly range: {
    readonly label: string;
    readonly names: Readonly<Record<RangeName, string>>;
    readonly before: Readonly<Record<RangeName, string>>;
  };
  readonly ledger: {
    readonly exportCsv: string;
    readonly exportHint: (range: string) => string;
    readonly size: (size: string) => string;
    readonly unused: (size: string) => string;
    readonly unusedHint: string;
    readonly backUp: string;
  };
  readonly tiles: {
    readonly figures: string;
    readonly cost: string;
    readonly ofUnknownCost: (count: string) => string;
    readonly change: (size: string, before: string) => string;
    readonly unknownRequests: Counted;
    readonly nothingBefore: Readonly<Record<RangeName, string>>;
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
  readonly requests: {
    readonly title: string;
    readonly live: string;
    readonly notLive: string;
    readonly running: Counted;
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
    /** What was done to a request so that its model takes it. */
    readonly prepared: string;
    /** By the code of the note. */
    readonly notes: Readonly<Record<NoteCode, string>>;
  };
  readonly empty: {
    readonly title: string;
    readonly text: string;
    readonly curl: string;
    readonly keyHint: string;
    readonly agentHint: string;
    readonly sidebar: string;
    readonly copy: string;
    readonly copied: string;
    readonly greeting: string;
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
  readonly problems: {
    readonly audit: string;
    readonly overview: string;
    readonly requests: string;
    readonly detail: string;
    readonly unreachable: string;
    readonly unexpected: string;
    readonly server: (status: number) => string;
    readonly retry: string;
    readonly figuresFrom: (time: string) => string;
    readonly configBroken: (file: string, line: number) => string;
    readonly configStays: string;
  };
  readonly login: {
    readonly title: string;
    readonly key: string;
    readonly keyHint: string;
    readonly username: string;
    readonly password: string;
    readonly useKey: string;
    readonly usePassword: string;
    readonly signIn: string;
    readonly wrong: string;
    readonly tooMany: string;
    readonly missing: string;
  };
}
