import type { SpendTotals } from './ports.ts';

/** What sums can be told apart by. `day` is a UTC date, `YYYY-MM-DD`. */
export type SpendDimension =
  | 'day'
  | 'tag'
  | 'token'
  | 'userId'
  | 'teamId'
  | 'endUser'
  | 'callType'
  | 'modelGroup'
  | 'model'
  | 'provider';

/** Any of the values of each; a dimension that is left out matches everything, '' what has no value. */
export type DailySpendFilter = Readonly<
  Partial<Record<Exclude<SpendDimension, 'day'>, readonly string[] | undefined>>
> & {
  /** Epoch ms; sums are of whole UTC days, those that begin at or after `from` and before `to`. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Teams that are left out. */
  readonly withoutTeams?: readonly string[] | undefined;
};

/** Sums of the requests that agree in every dimension asked for; what a request has no value of is ''. */
export interface SpendGroup extends SpendTotals {
  readonly of: Readonly<Record<SpendDimension, string>>;
}

/** A sum of `SpendTotals`. */
export type SpendFigure = keyof SpendTotals;

/** Some sums of the requests that agree in every dimension asked for. `of` has no day: groups of several days share it. */
export interface NamedGroup extends Pick<SpendGroup, 'of'> {
  /** `YYYY-MM-DD`, '' where days are not told apart. */
  readonly day: string;
}

export type FigureGroup<Name extends SpendFigure> = NamedGroup & Readonly<Pick<SpendTotals, Name>>;

/** Requests that were refused with 429, of one day and deployment. */
export interface RateLimitCount {
  readonly day: string;
  readonly apiBase: string;
  readonly modelId: string;
  readonly count: number;
}

/** Sums per day in UTC. They cost the same however many requests a day had. */
export interface SpendReports {
  /** By day, then the most expensive first. With `tag`, a request counts under each of its tags. */
  sums(by: readonly SpendDimension[], filter: DailySpendFilter): Promise<readonly SpendGroup[]>;
  /** The figures that are named alone, by day and else in no order: for reports of very many groups. */
  figures<Name extends SpendFigure>(
    by: readonly SpendDimension[],
    filter: DailySpendFilter,
    names: readonly Name[],
  ): Promise<readonly FigureGroup<Name>[]>;
  rateLimits(filter: {
    readonly from: number;
    readonly to: number;
    readonly modelGroup: string | undefined;
  }): Promise<readonly RateLimitCount[]>;
}
