import { type ReactNode, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import type { Limits } from '../../management/limits.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { SpendBar } from '../../parts/meter.tsx';
import { TeamFields, UserFields } from './groupFields.tsx';
import { toTeamForm, toUserForm } from './groupForm.ts';
import { TeamMembers } from './teamMembers.tsx';
import { type TeamRow, teamTitle, type UserRow, userTitle } from './teamRow.ts';
import type { GroupWork } from './useGroupWork.ts';

interface DetailProps<Row> {
  readonly row: Row;
  readonly work: GroupWork;
  readonly busy: boolean;
}

function useLimitFacts(limits: Limits): readonly Fact[] {
  const { strings, format, now } = useDashboard();
  const { limits: words } = strings;
  const rate = (count: number | null): string => (count === null ? words.noLimit : format.integer(count));
  return [
    {
      label: words.spend,
      value: <SpendBar limits={limits} />,
      note: limits.resetsAt === null ? undefined : words.resets(format.moment(limits.resetsAt, now())),
    },
    { label: words.models, value: limits.models.length === 0 ? words.allModels : limits.models.join(', ') },
    { label: words.rpm, value: rate(limits.rpm) },
    { label: words.tpm, value: rate(limits.tpm) },
  ];
}

/** All of a team, and what can be done with it. */
export function TeamDetail({ row, work, busy }: DetailProps<TeamRow>): ReactNode {
  const { strings } = useDashboard();
  const { teams, actions } = strings;
  const [editing, setEditing] = useState(false);
  const facts = useLimitFacts(row);
  const title = teamTitle(row);
  if (editing) {
    return (
      <TeamFields
        initial={toTeamForm(row)}
        submit={actions.save}
        busy={busy}
        onSubmit={(form) => void work.saveTeam(row, form).then((done) => setEditing(!done))}
        onCancel={() => setEditing(false)}
      />
    );
  }
  return (
    <>
      <Facts facts={facts} />
      <div className="actions">
        <button type="button" className="button" disabled={busy} onClick={() => setEditing(true)}>
          {actions.edit}
        </button>
        {row.blocked ? (
          <button type="button" className="button quiet" disabled={busy} onClick={() => work.setBlocked(row, false)}>
            {actions.unblock}
          </button>
        ) : (
          <Confirm
            label={actions.block}
            question={teams.blockAsk(title)}
            confirm={actions.block}
            disabled={busy}
            onConfirm={() => work.setBlocked(row, true)}
          />
        )}
        <Confirm
          label={actions.delete}
          question={teams.deleteTeamAsk(title)}
          confirm={actions.delete}
          disabled={busy}
          onConfirm={() => work.removeTeam(row)}
        />
      </div>
      <TeamMembers team={row} work={work} busy={busy} />
    </>
  );
}

/** All of a user, and what can be done with them. */
export function UserDetail({ row, work, busy }: DetailProps<UserRow>): ReactNode {
  const { strings } = useDashboard();
  const { teams, actions, none } = strings;
  const [editing, setEditing] = useState(false);
  const limits = useLimitFacts(row);
  if (editing) {
    return (
      <UserFields
        initial={toUserForm(row)}
        submit={actions.save}
        busy={busy}
        isNew={false}
        onSubmit={(form) => void work.saveUser(row, form).then((done) => setEditing(!done))}
        onCancel={() => setEditing(false)}
      />
    );
  }
  const facts: readonly Fact[] = [
    { label: teams.userId, value: row.id },
    { label: teams.email, value: row.email ?? none },
    { label: teams.role, value: teams.roles[row.role] },
    ...limits,
  ];
  return (
    <>
      <Facts facts={facts} />
      <div className="actions">
        <button type="button" className="button" disabled={busy} onClick={() => setEditing(true)}>
          {actions.edit}
        </button>
        <Confirm
          label={actions.delete}
          question={teams.deleteUserAsk(userTitle(row))}
          confirm={actions.delete}
          disabled={busy}
          onConfirm={() => work.removeUser(row)}
        />
      </div>
    </>
  );
}
