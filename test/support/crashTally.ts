import type Database from 'better-sqlite3';
import type { ClientView } from './crashRun.ts';

/** What a ledger says of requests whose gateway was killed, against what their clients saw. */
export interface CrashTally {
  readonly requests: number;
  /** Answers whose last byte a client has. */
  readonly acknowledged: number;
  readonly acknowledgedWithoutRow: number;
  /** Streams of which a client has something, but not the end. */
  readonly brokenOff: number;
  /** Of these: neither settled nor marked as interrupted with a price for what had come. */
  readonly brokenOffUnmarked: number;
  readonly interruptedRows: number;
  /** Deltas of broken-off streams that clients had, and those that the estimates count: the journal follows twice a second. */
  readonly deltasSeen: number;
  readonly deltasPriced: number;
  /** Interrupted rows of streams that had sent something, without a price, or with one that neither is marked as an estimate nor counted by the model. */
  readonly interruptedUnpriced: number;
  readonly requestsWithTwoRows: number;
  /** Requests that a model got, for which no row tells: killed within the journal's first moment. */
  readonly sentWithoutRow: number;
  /** Rows against their sums: 0 when each was counted once. */
  readonly rowsMinusCounted: number;
  readonly costMinusCounted: number;
  readonly costMinusKeys: number;
  readonly runningLeft: number;
  readonly reservationsLeft: number;
  readonly integrity: string;
}

/** What the gateway estimates for one delta of the simulator's answer, `word `. */
const TOKENS_PER_DELTA = 2;

const SPEND_OF_KEYS = `select sum(spend) from budget_accounts where scope like 'key:%' and model = '' and duration = ''`;

interface Row {
  readonly tags_json: string;
  readonly status: string;
  readonly error_kind: string | null;
  readonly cost: number | null;
  readonly output_tokens: number | null;
  readonly raw_usage_json: string | null;
}

export function tallyOf(sqlite: Database.Database, views: readonly ClientView[], sentUpstream: number): CrashTally {
  const rows = sqlite.prepare('select * from spend_logs').all() as Row[];
  const byTag = new Map<string, Row[]>();
  for (const row of rows) {
    const [tag = ''] = JSON.parse(row.tags_json) as string[];
    byTag.set(tag, [...(byTag.get(tag) ?? []), row]);
  }
  const rowOf = ({ tag }: ClientView): Row | undefined => byTag.get(tag)?.[0];
  const acknowledged = views.filter(({ complete }) => complete);
  const brokenOff = views.filter(({ complete, seen }) => !complete && seen > 0);
  const interrupted = rows.filter(({ error_kind }) => error_kind === 'interrupted');
  const one = (query: string): number => Number(sqlite.prepare(query).pluck().get());
  const cost = rows.reduce((sum, row) => sum + (row.cost ?? 0), 0);
  return {
    requests: views.length,
    acknowledged: acknowledged.length,
    acknowledgedWithoutRow: acknowledged.filter((view) => rowOf(view)?.status !== 'success').length,
    brokenOff: brokenOff.length,
    brokenOffUnmarked: brokenOff.filter((view) => !isAccountedFor(rowOf(view))).length,
    interruptedRows: interrupted.length,
    deltasSeen: brokenOff.reduce((sum, { seen }) => sum + seen, 0),
    deltasPriced: brokenOff.reduce((sum, view) => sum + (rowOf(view)?.output_tokens ?? 0) / TOKENS_PER_DELTA, 0),
    interruptedUnpriced: interrupted.filter((row) => row.output_tokens !== null && !isPriced(row)).length,
    requestsWithTwoRows: [...byTag.values()].filter(({ length }) => length > 1).length,
    sentWithoutRow: Math.max(0, sentUpstream - rows.length),
    rowsMinusCounted: rows.length - one('select sum(requests) from spend_quarters'),
    costMinusCounted: cost - one('select sum(cost) from spend_quarters'),
    costMinusKeys: cost - one(SPEND_OF_KEYS),
    runningLeft: one('select count(*) from running_calls'),
    reservationsLeft: one('select count(*) from budget_reservations'),
    integrity: String(sqlite.pragma('integrity_check', { simple: true })),
  };
}

/** A row of what had streamed; or the row of the whole answer, whose last bytes did not make it. */
function isAccountedFor(row: Row | undefined): boolean {
  if (row?.status === 'success') return true;
  return row?.error_kind === 'interrupted' && isPriced(row) && (row.output_tokens ?? 0) > 0;
}

/** By an estimate that says so; by the model's own count where that had come, and the end of the answer had not. */
function isPriced({ cost, raw_usage_json: usage }: Row): boolean {
  return (cost ?? 0) > 0 && (usage === '{"estimated":true}' || usage?.includes('"prompt_tokens"') === true);
}

/** What must not be: one line for each promise that a tally breaks. */
export function crashProblems(tally: CrashTally): readonly string[] {
  const promises: Readonly<Record<string, boolean>> = {
    'acknowledged answers have no row': tally.acknowledgedWithoutRow > 0,
    'streams that broke off are not marked and priced': tally.brokenOffUnmarked > 0 || tally.interruptedUnpriced > 0,
    'requests have two rows': tally.requestsWithTwoRows > 0,
    'the sums differ from the rows': tally.rowsMinusCounted !== 0 || tally.costMinusCounted !== 0,
    'the keys’ spend differs from the rows': tally.costMinusKeys !== 0,
    'calls are left in the journal': tally.runningLeft > 0,
    'budget is still held': tally.reservationsLeft > 0,
    'the ledger is damaged': tally.integrity !== 'ok',
  };
  return Object.keys(promises).filter((promise) => promises[promise] === true);
}
