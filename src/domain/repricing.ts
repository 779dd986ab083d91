import type { NanoUsd } from './money.ts';
import { cacheSavings, costOf, type ModelPrice } from './pricing.ts';
import type { SpendRecord } from './spend.ts';

/** What a price decides about a row of the ledger. */
export type Bill = Pick<SpendRecord, 'price' | 'cost' | 'costParts' | 'cacheSavings'>;

export interface RepriceFilter {
  /** Epoch ms, inclusive. */
  readonly from?: number | undefined;
  /** Epoch ms, exclusive. */
  readonly to?: number | undefined;
  readonly modelGroup?: string | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  /** Only rows whose cost is unknown. */
  readonly onlyUnknown: boolean;
}

/** What repricing changes, or would change, for the rows of one model in one group. */
export interface RepriceLine {
  readonly modelGroup: string;
  readonly model: string;
  readonly provider: string;
  readonly rows: number;
  readonly changed: number;
  readonly unknownBefore: number;
  readonly unknownAfter: number;
  /** Known costs, nano-USD. */
  readonly before: NanoUsd;
  readonly after: NanoUsd;
}

export interface SpendRepricer {
  /**
   * Prices rows anew, in small steps between requests. `priceOf` gives the price that a row should have had, undefined
   * where none is known. With `apply`, each step corrects its rows, the sums and the spend of keys, users, teams and so
   * on in one transaction; without it nothing is written.
   */
  reprice(
    filter: RepriceFilter,
    priceOf: (record: SpendRecord) => ModelPrice | undefined,
    apply: boolean,
  ): Promise<readonly RepriceLine[]>;
}

/**
 * The bill of a row at another price. A row that was priced keeps the discount and margin of its time. Undefined where
 * nothing changes: tokens were not counted, or this price does not cover them; a cost that is known never becomes unknown.
 * An answer that two models wrote keeps its cost: its tokens are a sum, and each part had a price of its own.
 */
export function repriced(record: SpendRecord, price: ModelPrice | undefined): Bill | undefined {
  const { usage, serviceTier } = record;
  if (usage === undefined || price === undefined || 'broken_off_parts' in record.metadata) return undefined;
  const now = record.cost === undefined ? price : { ...price, adjustment: record.price?.adjustment };
  const reported = { ...usage, serviceTier };
  const cost = costOf(reported, now, secondsOf(record));
  if (cost === undefined || (cost.total === record.cost && samePart(cost.parts, record.costParts))) return undefined;
  return { price: now, cost: cost.total, costParts: cost.parts, cacheSavings: cacheSavings(reported, now) };
}

function secondsOf({ attempts }: SpendRecord): number {
  return (attempts.at(-1)?.durationMs ?? 0) / 1000;
}

function samePart(one: NonNullable<Bill['costParts']>, other: Bill['costParts']): boolean {
  return (
    other !== undefined &&
    one.input === other.input &&
    one.output === other.output &&
    one.cacheRead === other.cacheRead &&
    one.cacheWrite5m === other.cacheWrite5m &&
    one.cacheWrite1h === other.cacheWrite1h
  );
}
