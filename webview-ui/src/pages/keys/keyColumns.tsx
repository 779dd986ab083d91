import type { ReactNode } from 'react';
import type { Dashboard } from '../../app/dashboard.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { SpendBar } from '../../parts/meter.tsx';
import type { TableColumn } from '../../parts/table/tableColumn.ts';
import { type KeyRow, type KeyState, keyTitle } from './keyRow.ts';

const STATES: Readonly<Record<KeyState, { readonly icon: IconName; readonly className: string }>> = {
  active: { icon: 'check', className: 'success' },
  blocked: { icon: 'circle-slash', className: 'failure' },
  expired: { icon: 'history', className: 'warn' },
};

function stateCell(state: KeyState, words: Readonly<Record<KeyState, string>>): ReactNode {
  const { icon, className } = STATES[state];
  return (
    <span className={state === 'active' ? '' : className}>
      <Icon name={icon} className={className} /> {words[state]}
    </span>
  );
}

/** Where the column of states has no room. */
function NarrowState({ state, words }: { state: KeyState; words: Readonly<Record<KeyState, string>> }): ReactNode {
  const { icon, className } = STATES[state];
  return (
    <span className="narrowOnly" title={words[state]}>
      <Icon name={icon} className={className} />
      <span className="hidden">{words[state]}</span>{' '}
    </span>
  );
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What is seen of a key at a glance: whose it is, what it spent, and whether it works. */
export function keyColumns({ strings, format, now }: Dashboard): readonly TableColumn<KeyRow>[] {
  const { keys, limits, none } = strings;
  const NANO_PER_USD = 1e9;
  return [
    {
      name: 'name',
      title: keys.name,
      width: 104,
      grow: true,
      rank: 0,
      cell: (key) => (
        <span className="wraps">
          {key.state === 'active' ? null : <NarrowState state={key.state} words={keys.states} />}
          {keyTitle(key)} {key.alias === null ? null : <span className="dim">{key.name}</span>}
        </span>
      ),
      value: keyTitle,
    },
    {
      name: 'spend',
      title: limits.spend,
      width: 144,
      rank: 1,
      cell: (key) => <SpendBar limits={key} />,
      value: ({ spend }) => spend,
      csv: ({ spend }) => spend / NANO_PER_USD,
    },
    {
      name: 'state',
      title: keys.state,
      width: 110,
      rank: 2,
      cell: ({ state }) => stateCell(state, keys.states),
      csv: ({ state }) => state,
    },
    {
      name: 'models',
      title: limits.models,
      width: 170,
      rank: 5,
      cell: ({ models }) => (models.length === 0 ? <span className="dim">{limits.allModels}</span> : models.join(', ')),
      csv: ({ models }) => models.join(' '),
    },
    {
      name: 'owner',
      title: keys.owner,
      width: 140,
      rank: 4,
      cell: ({ teamId, userId }) => [teamId, userId].filter((id) => id !== null).join(' · ') || none,
      csv: ({ teamId, userId }) => [teamId, userId].filter((id) => id !== null).join(' '),
    },
    {
      name: 'expires',
      title: keys.expires,
      width: 120,
      rank: 3,
      cell: ({ expiresAt }) =>
        expiresAt === null ? <span className="dim">{keys.never}</span> : format.moment(expiresAt, now()),
      value: ({ expiresAt }) => expiresAt,
      csv: ({ expiresAt }) => iso(expiresAt),
    },
    {
      name: 'created',
      title: keys.created,
      width: 120,
      rank: 6,
      cell: ({ createdAt }) => (createdAt === null ? none : format.moment(createdAt, now())),
      value: ({ createdAt }) => createdAt,
      csv: ({ createdAt }) => iso(createdAt),
    },
  ];
}
