import type {
  DailySpendFilter,
  FigureGroup,
  RateLimitCount,
  SpendDimension,
  SpendFigure,
  SpendGroup,
  SpendReports,
} from '../domain/spendReports.ts';
import type { SumReads } from './sqliteSumReads.ts';
import { TOTALS } from './sums.ts';
import { toFigureGroups } from './sumTable.ts';

/** Reports from the sums per day. */
export class SqliteSpendReports implements SpendReports {
  readonly #reads: SumReads;

  constructor(reads: SumReads) {
    this.#reads = reads;
  }

  async sums(by: readonly SpendDimension[], filter: DailySpendFilter): Promise<readonly SpendGroup[]> {
    const groups = await this.figures(by, filter, TOTALS);
    return groups
      .map(({ day, of, ...totals }) => ({ of: { ...of, day }, ...totals }))
      .sort((one, other) => compare(one, other, by));
  }

  async figures<Name extends SpendFigure>(
    by: readonly SpendDimension[],
    filter: DailySpendFilter,
    names: readonly Name[],
  ): Promise<readonly FigureGroup<Name>[]> {
    return toFigureGroups(await this.#reads.table(by, filter, names), by, names);
  }

  rateLimits(filter: Parameters<SpendReports['rateLimits']>[0]): Promise<readonly RateLimitCount[]> {
    return this.#reads.rateLimits(filter);
  }
}

/** By day, then the most expensive first; what costs the same by its names. */
function compare(one: SpendGroup, other: SpendGroup, by: readonly SpendDimension[]): number {
  if (one.of.day !== other.of.day) return one.of.day < other.of.day ? -1 : 1;
  if (one.cost !== other.cost) return other.cost - one.cost;
  const differing = by.find((dimension) => one.of[dimension] !== other.of[dimension]);
  if (differing === undefined) return 0;
  return one.of[differing] < other.of[differing] ? -1 : 1;
}
