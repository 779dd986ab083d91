import type { SpendFilter } from './ports.ts';
import type { SpendRecord } from './spend.ts';

/** Which requests a list of traces shows. */
export interface TraceFilter extends Pick<SpendFilter, 'from' | 'to' | 'model' | 'status' | 'taskId'> {
  /** Alias of a virtual key, or its hash. */
  readonly key?: string | undefined;
  /** Anywhere in ids, models, client, tags, session, error or the title of the task; in any case. */
  readonly text?: string | undefined;
}

export const traceSorts = ['startedAt', 'cost', 'duration', 'tokens', 'firstToken'] as const;
export type TraceSort = (typeof traceSorts)[number];

/** Where a page ended: the sorted value of its last row, and the row. */
export interface TraceCursor {
  readonly value: number;
  readonly callId: string;
}

export interface TracePage {
  readonly limit: number;
  readonly sort: TraceSort;
  readonly ascending: boolean;
  /** The page begins behind this row. */
  readonly after?: TraceCursor | undefined;
}

export interface TraceSlice {
  readonly rows: readonly SpendRecord[];
  /** Undefined where there is nothing more. A search may end a page early, so that each takes about as long. */
  readonly next: TraceCursor | undefined;
  /** Titles of the rows' tasks that have one. */
  readonly titles: ReadonlyMap<string, string>;
}

/** Where a request stands among those of its task. */
export interface TraceNeighbours {
  /** From 1. */
  readonly position: number;
  readonly requests: number;
  readonly previous: SpendRecord | undefined;
  readonly next: string | undefined;
}

/** Single requests of the ledger, for looking at. */
export interface TraceStore {
  page(filter: TraceFilter, page: TracePage): Promise<TraceSlice>;
  /** Undefined where counting would read the whole range: with a text or a key. */
  count(filter: TraceFilter): Promise<number | undefined>;
  /** Undefined for a request without a task. */
  neighbours(record: SpendRecord): Promise<TraceNeighbours | undefined>;
}
