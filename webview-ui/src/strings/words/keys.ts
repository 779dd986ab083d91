import type { Counted } from './counted.ts';

export interface KeysWords {
  readonly keys: {
    readonly title: string;
    readonly problem: string;
    readonly searchHint: string;
    readonly create: string;
    readonly createTitle: string;
    readonly made: (name: string) => string;
    readonly once: string;
    readonly done: string;
    readonly name: string;
    readonly nameHint: string;
    readonly key: string;
    readonly owner: string;
    readonly user: string;
    readonly team: string;
    readonly state: string;
    readonly states: Readonly<Record<'active' | 'blocked' | 'expired', string>>;
    readonly expires: string;
    readonly never: string;
    readonly created: string;
    readonly lifetime: string;
    readonly lifetimes: Readonly<Record<string, string>>;
    readonly saved: (name: string) => string;
    readonly blocked: (name: string) => string;
    readonly unblocked: (name: string) => string;
    readonly rotate: string;
    readonly rotateAsk: (name: string) => string;
    readonly rotated: (name: string) => string;
    readonly grace: string;
    readonly graces: Readonly<Record<string, string>>;
    readonly deleteAsk: (name: string) => string;
    readonly deleted: (name: string) => string;
    readonly blockAsk: (name: string) => string;
    readonly emptyTitle: string;
    readonly emptyText: string;
    readonly noneFound: (text: string) => string;
    readonly traces: string;
    readonly total: Counted;
  };
}
