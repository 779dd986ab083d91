import type { ReactNode } from 'react';
import type { Dashboard } from '../../app/dashboard.tsx';
import type { Limits } from '../../management/limits.ts';
import { Icon } from '../../parts/icon.tsx';
import { SpendBar } from '../../parts/meter.tsx';
import type { TableColumn } from '../../parts/table/tableColumn.ts';
import { type TeamRow, teamTitle, type UserRow, userTitle } from './teamRow.ts';

const NANO_PER_USD = 1e9;

/** What teams and users have in common. */
function limitColumns<Row extends Limits>({ strings }: Dashboard): readonly TableColumn<Row>[] {
  const { limits } = strings;
  return [
    {
      name: 'spend',
      title: limits.spend,
      width: 144,
      narrow: 132,
      rank: 1,
      cell: (row) => <SpendBar limits={row} />,
      value: ({ spend }) => spend,
      csv: ({ spend }) => spend / NANO_PER_USD,
    },
    {
      name: 'models',
      title: limits.models,
      width: 140,
      rank: 5,
      cell: ({ models }) => (models.length === 0 ? <span className="dim">{limits.allModels}</span> : models.join(', ')),
      csv: ({ models }) => models.join(' '),
    },
  ];
}

export function teamColumns(dashboard: Dashboard): readonly TableColumn<TeamRow>[] {
  const { strings, format } = dashboard;
  const { teams, keys } = strings;
  return [
    {
      name: 'team',
      title: teams.team,
      width: 104,
      grow: true,
      rank: 0,
      cell: (team) => (
        <>
          {teamTitle(team)}{' '}
          {team.blocked ? (
            <span className="whole failure">
              <Icon name="circle-slash" /> {keys.states.blocked}
            </span>
          ) : null}
        </>
      ),
      value: teamTitle,
    },
    ...limitColumns<TeamRow>(dashboard),
    {
      name: 'members',
      title: teams.members,
      width: 100,
      number: true,
      rank: 2,
      cell: ({ members }) => format.integer(members.length),
      csv: ({ members }) => members.length,
    },
  ];
}

/** An address breaks behind its name, where it must. */
function breakingTitle(user: UserRow): ReactNode {
  const [name, ...host] = userTitle(user).split('@');
  if (host.length === 0) return name;
  return (
    <>
      {name}@<wbr />
      {host.join('@')}
    </>
  );
}

export function userColumns(dashboard: Dashboard): readonly TableColumn<UserRow>[] {
  const { strings, format } = dashboard;
  const { teams, none } = strings;
  return [
    { name: 'user', title: teams.user, width: 104, grow: true, rank: 0, cell: breakingTitle, value: userTitle },
    ...limitColumns<UserRow>(dashboard),
    {
      name: 'role',
      title: teams.role,
      width: 200,
      rank: 3,
      cell: ({ role }) => teams.roles[role],
      value: ({ role }) => role,
    },
    {
      name: 'teams',
      title: teams.teams,
      width: 140,
      rank: 4,
      cell: (user) => user.teams.join(', ') || none,
      csv: (user) => user.teams.join(' '),
    },
    {
      name: 'keys',
      title: teams.keys,
      width: 72,
      number: true,
      rank: 2,
      cell: (user) => format.integer(user.keys),
      csv: (user) => user.keys,
    },
  ];
}
