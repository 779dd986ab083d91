import type { RequestSummary } from '../../../../src/protocol/api.ts';
import type { Dashboard } from '../../app/dashboard.tsx';
import type { TableColumn } from '../../parts/table/tableColumn.ts';
import { NarrowOutcome } from '../../requests/narrowOutcome.tsx';
import { OutcomeLabel } from '../../requests/outcomeLabel.tsx';
import { answeringModel, outcomeOf } from '../../requests/requestFacts.ts';

/** Requests of a key, for whoever holds it. */
export function ownColumns({ strings, format, now }: Dashboard): readonly TableColumn<RequestSummary>[] {
  const { requests, unknown } = strings;
  return [
    {
      name: 'time',
      title: requests.time,
      width: 120,
      narrow: 68,
      rank: 0,
      cell: ({ startedAt }) => format.moment(startedAt, now()),
      value: ({ startedAt }) => startedAt,
      csv: ({ startedAt }) => new Date(startedAt).toISOString(),
    },
    {
      name: 'outcome',
      title: strings.keys.state,
      width: 130,
      rank: 2,
      cell: (request) => <OutcomeLabel outcome={outcomeOf(request)} />,
      csv: ({ status }) => status,
    },
    {
      name: 'model',
      title: strings.speed.model,
      width: 90,
      grow: true,
      rank: 0,
      cell: (request) => (
        <>
          <NarrowOutcome request={request} />
          {answeringModel(request) ?? request.modelGroup}
        </>
      ),
      value: ({ modelGroup }) => modelGroup,
    },
    {
      name: 'cost',
      title: requests.cost,
      width: 90,
      narrow: 72,
      number: true,
      rank: 0,
      cell: ({ cost }) => (cost === null ? unknown : format.money(cost)),
      value: ({ cost }) => cost,
    },
    {
      name: 'duration',
      title: requests.duration,
      width: 110,
      number: true,
      rank: 3,
      cell: ({ durationMs }) => format.duration(durationMs),
      value: ({ durationMs }) => durationMs,
    },
  ];
}
