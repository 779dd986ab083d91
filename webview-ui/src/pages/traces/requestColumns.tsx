import type { TraceSummary } from '../../../../src/protocol/traces.ts';
import type { Dashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import type { TableColumn } from '../../parts/table/tableColumn.ts';
import { NarrowOutcome } from '../../requests/narrowOutcome.tsx';
import { OutcomeLabel } from '../../requests/outcomeLabel.tsx';
import { cacheShare, clientName, inputOf, outcomeOf } from '../../requests/requestFacts.ts';
import { Cost, Model, Tokens } from './cells.tsx';

type Column = TableColumn<TraceSummary>;

const NANO_PER_USD = 1e9;

/** Which request it was, and how it went. */
function identity({ strings, format, now }: Dashboard): readonly Column[] {
  return [
    {
      name: 'time',
      title: strings.requests.time,
      width: 120,
      narrow: 68,
      rank: 0,
      cell: ({ callId, startedAt }) => (
        <RouteLink to={formatRoute('traces', [callId])} className="rowLink wraps">
          {format.moment(startedAt, now())}
        </RouteLink>
      ),
      value: ({ startedAt }) => startedAt,
      csv: ({ startedAt }) => new Date(startedAt).toISOString(),
    },
    {
      name: 'status',
      title: strings.requests.status,
      width: 104,
      rank: 3,
      cell: (request) => <OutcomeLabel outcome={outcomeOf(request)} />,
      csv: (request) => (request.status === 'success' ? 'success' : (request.error?.kind ?? 'failure')),
    },
    {
      name: 'model',
      title: strings.requests.model,
      width: 190,
      grow: true,
      rank: 0,
      cell: (request) => (
        <>
          <NarrowOutcome request={request} />
          <Model request={request} />
        </>
      ),
      csv: ({ modelGroup }) => modelGroup,
    },
    {
      name: 'task',
      title: strings.traces.task,
      width: 140,
      rank: 7,
      cell: ({ taskTitle }) => <span title={taskTitle ?? undefined}>{taskTitle ?? strings.none}</span>,
      csv: ({ taskTitle }) => taskTitle,
    },
  ];
}

function figures({ strings, format }: Dashboard): readonly Column[] {
  const none = <span className="dim">{strings.none}</span>;
  return [
    {
      name: 'tokensIn',
      title: strings.requests.tokensIn,
      width: 64,
      number: true,
      rank: 5,
      cell: (request) => <Tokens count={inputOf(request)} />,
      value: (request) => inputOf(request),
    },
    {
      name: 'tokensOut',
      title: strings.requests.tokensOut,
      width: 64,
      number: true,
      rank: 6,
      cell: ({ outputTokens }) => <Tokens count={outputTokens} />,
      csv: ({ outputTokens }) => outputTokens,
    },
    {
      name: 'cache',
      title: strings.requests.cache,
      width: 72,
      number: true,
      rank: 8,
      cell: (request) => {
        const share = cacheShare(request);
        return share === undefined ? none : format.percent(share);
      },
      csv: ({ cacheReadTokens }) => cacheReadTokens,
    },
    {
      name: 'cost',
      title: strings.requests.cost,
      width: 76,
      narrow: 70,
      number: true,
      rank: 1,
      cell: ({ cost }) => <Cost cost={cost} />,
      value: ({ cost }) => cost,
      csv: ({ cost }) => (cost === null ? null : cost / NANO_PER_USD),
    },
    {
      name: 'duration',
      title: strings.requests.duration,
      width: 92,
      number: true,
      rank: 2,
      cell: ({ durationMs }) => format.duration(durationMs),
      value: ({ durationMs }) => durationMs,
    },
    {
      name: 'firstToken',
      title: strings.requests.firstToken,
      width: 100,
      number: true,
      rank: 9,
      cell: ({ timeToFirstTokenMs }) => (timeToFirstTokenMs === null ? none : format.duration(timeToFirstTokenMs)),
      value: ({ timeToFirstTokenMs }) => timeToFirstTokenMs,
    },
  ];
}

/** What a reader asks for. */
function further({ strings }: Dashboard): readonly Column[] {
  const text = (name: string, title: string, read: (request: TraceSummary) => string | null): Column => ({
    name,
    title,
    width: 120,
    rank: 20,
    extra: true,
    cell: (request) => <span title={read(request) ?? undefined}>{read(request) ?? strings.none}</span>,
    csv: read,
  });
  return [
    {
      ...text('client', strings.requests.client, ({ client }) => client),
      rank: 10,
      extra: false,
      width: 100,
      cell: ({ client }) => (
        <span title={client ?? undefined}>{client === null ? strings.none : clientName(client)}</span>
      ),
    },
    text('key', strings.detail.key, ({ keyAlias }) => keyAlias),
    text('answered', strings.traces.answeredBy, ({ model }) => model),
    text('provider', strings.traces.provider, ({ provider }) => provider),
    text('region', strings.detail.region, ({ region }) => region),
    text('session', strings.traces.session, ({ sessionId }) => sessionId),
    text('tags', strings.traces.tags, ({ tags }) => (tags.length === 0 ? null : tags.join(', '))),
    text('error', strings.traces.error, ({ error }) => (error === null ? null : strings.said(error.message))),
    text('callId', strings.detail.callId, ({ callId }) => callId),
  ];
}

/** Columns of a list of requests. */
export function requestColumns(dashboard: Dashboard): readonly Column[] {
  return [...identity(dashboard), ...figures(dashboard), ...further(dashboard)];
}
