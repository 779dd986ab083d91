import type { Units } from '../../format/units.ts';
import type { PeriodName } from '../../time/period.ts';
import type { Counted } from './counted.ts';

export interface CommonWords {
  readonly units: Units;
  readonly unknown: string;
  readonly none: string;
  /** What the gateway said in English, in this language; words of others stand as they are. */
  readonly said: (text: string) => string;
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
    readonly first: string;
    readonly last: string;
    readonly label: string;
    readonly names: Readonly<Record<PeriodName, string>>;
    readonly before: Readonly<Record<PeriodName, string>>;
  };
  readonly table: {
    readonly columns: string;
    /** Goes back to the columns that fit. */
    readonly fitting: string;
    readonly exportCsv: string;
    readonly rows: Counted;
    readonly ofTotal: (shown: string, total: string) => string;
    /** Name of a column's edge, for screen readers. */
    readonly width: (column: string) => string;
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
  readonly problems: {
    readonly audit: string;
    readonly overview: string;
    readonly requests: string;
    readonly detail: string;
    readonly part: string;
    readonly partHint: string;
    readonly unreachable: string;
    readonly unexpected: string;
    readonly server: (status: number) => string;
    readonly retry: string;
    readonly figuresFrom: (time: string) => string;
    readonly configBroken: (file: string, line: number) => string;
    readonly configStays: string;
  };
}
