import type { RequestDetail, RequestSummary, TaskSummaryView } from '../../protocol/api.ts';
import type { MoreNode } from '../trees/growingList.ts';

export type Attempt = RequestDetail['attempts'][number];

/** What the tree of traces shows: tasks, under each its requests, under each its attempts. */
export type TraceNode =
  | { readonly kind: 'task'; readonly task: TaskSummaryView }
  | { readonly kind: 'request'; readonly request: RequestSummary }
  | { readonly kind: 'attempt'; readonly callId: string; readonly position: number; readonly attempt: Attempt }
  | MoreNode;

export type Outcome = 'success' | 'fell-back' | 'failure';

export function outcomeOf({ status, fellBack }: Pick<RequestSummary, 'status' | 'fellBack'>): Outcome {
  if (status === 'failure') return 'failure';
  return fellBack ? 'fell-back' : 'success';
}

/** Which requests are shown; without any of these the tree begins with tasks. */
export interface TraceFilter {
  readonly model?: string | undefined;
  readonly status?: 'success' | 'failure' | undefined;
  /** Alias of the virtual key. */
  readonly key?: string | undefined;
}

export function isFiltered({ model, status, key }: TraceFilter): boolean {
  return model !== undefined || status !== undefined || key !== undefined;
}

/** As a query of the gateway's list of requests. */
export function toQuery(filter: TraceFilter, limit: number, cursor?: string): string {
  const given = Object.entries({ ...filter, limit: String(limit), cursor }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return new URLSearchParams(given).toString();
}
