import { type ReactNode, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import type { Limits } from '../../management/limits.ts';
import { ActButton } from '../../parts/actButton.tsx';
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
        <ActButton busy={busy} className="button" onClick={() => setEditing(true)}>
          {actions.edit}
        </ActButton>
        {row.blocked ? (
          <ActButton busy={busy} onClick={() => work.setBlocked(row, false)}>
            {actions.unblock}
          </ActButton>
        ) : (
          <Confirm
            label={actions.block}
            question={teams.blockAsk(title)}
            confirm={actions.block}
            busy={busy}
            onConfirm={() => work.setBlocked(row, true)}
          />
        )}
        <Confirm
          label={actions.delete}
          question={teams.deleteTeamAsk(title)}
          confirm={actions.delete}
          busy={busy}
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
        <ActButton busy={busy} className="button" onClick={() => setEditing(true)}>
          {actions.edit}
        </ActButton>
        <Confirm
          label={actions.delete}
          question={teams.deleteUserAsk(userTitle(row))}
          confirm={actions.delete}
          busy={busy}
          onConfirm={() => work.removeUser(row)}
        />
      </div>
    </>
  );
}
