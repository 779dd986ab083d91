import type { Counted } from './counted.ts';

export interface ErrorsWords {
  readonly errors: {
    readonly title: string;
    readonly problem: string;
    readonly byKind: string;
    readonly byModel: string;
    readonly overTime: string;
    readonly perHour: string;
    readonly perDay: string;
    readonly rate: (percent: string) => string;
    readonly ofRequests: (failures: string, requests: string) => string;
    readonly saved: Counted;
    readonly list: string;
    readonly what: string;
    readonly code: string;
    readonly model: string;
    readonly provider: string;
    readonly count: string;
    readonly last: string;
    readonly words: string;
    readonly trace: string;
    readonly advice: string;
    readonly all: string;
    readonly none: string;
    readonly noneText: string;
    readonly mends: Readonly<Record<string, string>>;
    readonly only: (what: string) => string;
    readonly showAll: string;
    readonly listNote: string;
    readonly time: string;
  };
}
