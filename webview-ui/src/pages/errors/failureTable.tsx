import { type ReactNode, useState } from 'react';
import type { Failures } from '../../../../src/protocol/insights.ts';
import { type Dashboard, useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { Facts } from '../../parts/facts.tsx';
import { Table } from '../../parts/table/table.tsx';
import type { TableColumn } from '../../parts/table/tableColumn.ts';

type Group = Failures['groups'][number];

function columnsOf({ strings, format, now }: Dashboard): readonly TableColumn<Group>[] {
  const { errors, none } = strings;
  const kind = (group: Group): string => strings.requests.kinds[group.kind] ?? group.kind;
  return [
    {
      name: 'kind',
      title: errors.what,
      width: 180,
      rank: 0,
      cell: (group) => (
        <span className="wraps">
          <span className="failure">{kind(group)}</span> <span className="dim narrowOnly">{group.modelGroup}</span>
        </span>
      ),
      value: kind,
      csv: (group) => group.kind,
    },
    {
      name: 'count',
      title: errors.count,
      width: 72,
      number: true,
      rank: 0,
      cell: ({ count }) => format.integer(count),
      value: ({ count }) => count,
    },
    {
      name: 'words',
      title: errors.words,
      width: 300,
      grow: true,
      rank: 1,
      cell: ({ message }) => <span title={message}>{message}</span>,
      csv: ({ message }) => message,
    },
    {
      name: 'model',
      title: errors.model,
      width: 170,
      rank: 2,
      cell: ({ modelGroup }) => modelGroup,
      value: ({ modelGroup }) => modelGroup,
    },
    {
      name: 'code',
      title: errors.code,
      width: 196,
      rank: 4,
      cell: ({ httpStatus, code }) => [httpStatus, code].filter((part) => part !== null).join(' '),
      value: ({ httpStatus }) => httpStatus,
      csv: ({ httpStatus, code }) => `${httpStatus} ${code ?? ''}`.trim(),
    },
    {
      name: 'provider',
      title: errors.provider,
      width: 100,
      rank: 5,
      cell: ({ provider }) => provider ?? none,
      value: ({ provider }) => provider,
    },
    {
      name: 'last',
      title: errors.last,
      width: 120,
      rank: 3,
      cell: ({ lastAt }) => format.moment(lastAt, now()),
      value: ({ lastAt }) => lastAt,
      csv: ({ lastAt }) => new Date(lastAt).toISOString(),
    },
  ];
}

function Detail({ group }: { group: Group }): ReactNode {
  const { strings } = useDashboard();
  const { errors } = strings;
  const advice = errors.mends[group.kind];
  return (
    <>
      <blockquote className="providerWords">{strings.said(group.message)}</blockquote>
      <Facts facts={advice === undefined ? [] : [{ label: errors.advice, value: advice }]} />
      <RouteLink to={formatRoute('traces', [group.callId])}>{errors.trace}</RouteLink>
    </>
  );
}

/** Failures that are alike, with the newest one's words and the way to its trace. */
export function FailureTable({ groups }: { groups: readonly Group[] }): ReactNode {
  const dashboard = useDashboard();
  const [open, setOpen] = useState<string>();
  return (
    <Table
      id="errors"
      label={dashboard.strings.errors.list}
      columns={columnsOf(dashboard)}
      rows={groups}
      rowKey={({ callId }) => callId}
      onOpen={({ callId }) => setOpen(callId === open ? undefined : callId)}
      detail={(group) => (group.callId === open ? <Detail group={group} /> : null)}
    />
  );
}
