import { isObject, parseJson } from '../domain/json.ts';
import type { CallTrace } from '../domain/traceExport.ts';
import type { SpoolEntry, SpooledEntry } from '../domain/traceSpool.ts';
import type { RefusedTrace } from './destination.ts';

/** A trace as it waits on disk. */
export function toEntry(trace: CallTrace): SpoolEntry {
  return { payload: JSON.stringify(trace) };
}

/** Traces as they were put in; `broken` counts what a damaged file holds. */
export function readEntries(entries: readonly SpooledEntry[]): {
  readonly traces: readonly CallTrace[];
  readonly broken: readonly RefusedTrace[];
} {
  const read = entries.map(({ payload }) => parseJson(payload));
  const traces = read.filter(isTrace);
  const reason = 'What waited on disk could not be read';
  return { traces, broken: read.filter((value) => !isTrace(value)).map(() => ({ callId: '', reason })) };
}

/** Written by this program alone: whoever has a call id is whole. */
function isTrace(value: unknown): value is CallTrace {
  return isObject(value) && isObject(value['record']) && typeof value['record']['callId'] === 'string';
}
