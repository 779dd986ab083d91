import type { Connection } from '../connection.ts';
import type { LedgerReads } from './ledgerReads.ts';
import type { ReadQuestion } from './readMessages.ts';

/** Has another thread answer. */
export type Asking = (question: Omit<ReadQuestion, 'id'>) => Promise<unknown>;

export interface Askings {
  readonly read: Asking;
  /** For what takes as long as it takes, and must not hold up those who read. */
  readonly copy: Asking;
}

/** From so many rows on, another thread reads: below, no query takes longer than asking it. */
export const ROWS_FOR_A_THREAD = 50_000;

/**
 * Reads here while the ledger is small, and on another thread when it has grown. The answers are the same. Copies are
 * always written elsewhere: to have their last bytes on the disk takes seconds.
 */
export function sharedReads(here: LedgerReads, { read: asking, copy }: Askings, isLarge: () => boolean): LedgerReads {
  const share = <Store extends keyof LedgerReads>(
    store: Store,
    methods: readonly (keyof LedgerReads[Store] & string)[],
  ): LedgerReads[Store] => {
    const shared = methods.map((method) => {
      const own: unknown = here[store][method];
      if (typeof own !== 'function') throw new TypeError(`${store}.${method} is no method.`);
      const read = (...values: unknown[]): unknown =>
        isLarge() ? asking({ store, method, values }) : Reflect.apply(own, here[store], values);
      return [method, read] as const;
    });
    return Object.fromEntries(shared) as unknown as LedgerReads[Store];
  };
  const spend = share('spend', ['list', 'count', 'totals', 'byModel', 'tokens', 'byDayAndModel', 'latency']);
  return {
    spend: {
      ...spend,
      find: (callId) => here.spend.find(callId),
      // Found by an index, and asked for while a request waits.
      list: (filter, page) => (filter.requestId === undefined ? spend : here.spend).list(filter, page),
    },
    traces: share('traces', ['page', 'count', 'neighbours']),
    reports: share('reports', ['table', 'rateLimits']),
    insights: share('insights', ['speed', 'failures']),
    tasks: { ...share('tasks', ['list', 'count']), find: (id) => here.tasks.find(id) },
    size: share('size', ['size']),
    copies: {
      copyTo: async (target) => {
        await copy({ store: 'copies', method: 'copyTo', values: [target] });
      },
    },
  };
}

/** Says whether a ledger has at least so many rows; a ledger that has once counts as large from then on. */
export function largeFrom({ sqlite }: Connection, rows: number): () => boolean {
  // SQLite finds the last row number without reading the rows.
  const last = sqlite.prepare<[], number>('select coalesce(max(rowid), 0) from spend_logs').pluck();
  let large = false;
  return () => {
    large ||= (last.get() ?? 0) >= rows;
    return large;
  };
}
