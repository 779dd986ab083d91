import { describe, expect, it } from 'vitest';
import type { TaskSummaryView } from '../../../src/protocol/api.ts';
import type { TraceSummary } from '../../../src/protocol/traces.ts';
import { firstOfEach, nextOffset } from '../../../webview-ui/src/api/offsets.ts';
import { parseRoute } from '../../../webview-ui/src/app/route.ts';
import { pathOfCall, toCurl } from '../../../webview-ui/src/pages/traces/curl.ts';
import { taskOutcome, toTreeItems } from '../../../webview-ui/src/pages/traces/taskTree.ts';
import {
  isFiltered,
  toTraceFilters,
  toTraceQuery,
  traceListRoute,
} from '../../../webview-ui/src/pages/traces/traceFilters.ts';
import { taskList } from '../../tools/dashboardFixtures.ts';
import { traceList } from '../../tools/traceFixtures.ts';

const NOW = Date.UTC(2026, 10, 21, 1, 42);
const SPAN = { from: 1, to: 2 };
const filtersOf = (hash: string) => toTraceFilters(parseRoute(hash));

describe('the filters of the traces', () => {
  it('are the address, and back', () => {
    const filters = {
      view: 'requests',
      model: 'nova-pro',
      status: 'failure',
      key: 'ci',
      text: 'too long',
      sort: { column: 'cost', descending: false },
    } as const;
    expect(filtersOf(`#${traceListRoute(filters)}`)).toEqual(filters);
  });

  it('are none at first, newest first, and then not in the address', () => {
    const first = filtersOf('#/traces');
    expect(first).toMatchObject({ view: 'tasks', status: '', sort: { column: 'time', descending: true } });
    expect(isFiltered(first)).toBe(false);
    expect(traceListRoute(first)).toBe('/traces');
  });

  it('make sense of any address', () => {
    expect(filtersOf('#/traces?status=maybe&sort=colour&view=x')).toEqual(filtersOf('#/traces'));
  });

  it('are asked for in the words of the gateway', () => {
    expect(toTraceQuery(filtersOf('#/traces?sort=tokensIn&order=asc&text=%20x%20'), SPAN)).toEqual({
      text: 'x',
      sort: 'tokens',
      order: 'asc',
      from: 1,
      to: 2,
    });
  });
});

describe('the pages of tasks', () => {
  it('follow each other until every task is there', () => {
    expect(nextOffset(0, 200, 450)).toBe(200);
    expect(nextOffset(400, 50, 450)).toBeUndefined();
  });

  it('end where the tasks that were counted are gone meanwhile', () => {
    expect(nextOffset(200, 0, 450)).toBeUndefined();
  });

  it('show a task once that moved from one page to the next between two reads', () => {
    const ids = firstOfEach(['a', 'b', 'b', 'c'], (id) => id);
    expect(ids).toEqual(['a', 'b', 'c']);
  });
});

describe('the tree of tasks', () => {
  const tasks: readonly TaskSummaryView[] = taskList(NOW).tasks.slice(0, 2);
  const requests: readonly TraceSummary[] = traceList(new URLSearchParams('limit=3'), false, NOW).traces;
  const kinds = (open: readonly string[], known: ReadonlyMap<string, readonly TraceSummary[]> = new Map()) =>
    toTreeItems(tasks, known, new Set(open)).map(({ kind }) => kind);

  it('has a line for each task while none is open', () => {
    expect(kinds([])).toEqual(['task', 'task']);
  });

  it('keeps a place for requests that are on their way', () => {
    expect(kinds(['task-0'])).toEqual(['task', 'waiting', 'task']);
  });

  it('shows the attempts of a request that needed more than one', () => {
    const known = new Map([['task-0', requests]]);
    expect(kinds(['task-0'], known)).toEqual(['task', 'request', 'request', 'request', 'task']);
    const [retried = ''] = requests.filter(({ attempts }) => attempts.length > 1).map(({ callId }) => callId);
    expect(kinds(['task-0', retried], known).slice(0, 5)).toEqual(['task', 'request', 'attempt', 'attempt', 'attempt']);
  });

  it('gives each line a key of its own', () => {
    const items = toTreeItems(
      tasks,
      new Map([['task-0', requests]]),
      new Set(['task-0', ...requests.map(({ callId }) => callId)]),
    );
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  });

  it('tells a task that failed from one in which something did', () => {
    expect(taskOutcome({ requests: 3, failures: 0 })).toBe('done');
    expect(taskOutcome({ requests: 3, failures: 1 })).toBe('partly');
    expect(taskOutcome({ requests: 3, failures: 3 })).toBe('failed');
  });
});

describe('a request as curl', () => {
  it('is one that a shell takes as it is, without a secret', () => {
    const text = toCurl('http://127.0.0.1:4000/', '/v1/messages', { model: 'm', system: "It's" });
    expect(text).toBe(
      [
        'curl http://127.0.0.1:4000/v1/messages \\',
        '  -H "Authorization: Bearer $TORII_KEY" \\',
        '  -H "Content-Type: application/json" \\',
        `  -d '{\n  "model": "m",\n  "system": "It'\\''s"\n}'`,
      ].join('\n'),
    );
  });

  it('goes where its dialect is spoken', () => {
    expect(pathOfCall('anthropic_messages')).toBe('/v1/messages');
    expect(pathOfCall('unknown')).toBe(undefined);
  });
});
