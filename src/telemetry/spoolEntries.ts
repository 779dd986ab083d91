import { isObject, parseJson } from '../domain/json.ts';
import type { ScoreDelivery } from '../domain/score.ts';
import type { CallTrace } from '../domain/traceExport.ts';
import type { SpoolEntry, SpooledEntry } from '../domain/traceSpool.ts';

interface SpooledTrace {
  readonly id: number;
  readonly trace: CallTrace;
}

interface SpooledScore {
  readonly id: number;
  readonly delivery: ScoreDelivery;
}

/** What a batch holds. `broken` is what a damaged file left of others. */
export interface ReadBatch {
  readonly traces: readonly SpooledTrace[];
  readonly scores: readonly SpooledScore[];
  readonly broken: readonly number[];
}

/** A trace or a score as it waits on disk. */
export function toEntry(waiting: CallTrace | ScoreDelivery): SpoolEntry {
  return { payload: JSON.stringify(waiting) };
}

export function readEntries(entries: readonly SpooledEntry[]): ReadBatch {
  const read = entries.map(({ id, payload }) => ({ id, value: parseJson(payload) }));
  return {
    traces: read.flatMap(({ id, value }) => (isTrace(value) ? [{ id, trace: value }] : [])),
    scores: read.flatMap(({ id, value }) => (isScore(value) ? [{ id, delivery: value }] : [])),
    broken: read.filter(({ value }) => !isTrace(value) && !isScore(value)).map(({ id }) => id),
  };
}

/** Written by this program alone: whoever has an id is whole. */
function isTrace(value: unknown): value is CallTrace {
  return isObject(value) && isObject(value['record']) && typeof value['record']['callId'] === 'string';
}

function isScore(value: unknown): value is ScoreDelivery {
  return isObject(value) && isObject(value['score']) && typeof value['score']['id'] === 'string';
}
