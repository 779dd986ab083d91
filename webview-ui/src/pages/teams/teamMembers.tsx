import { type FormEvent, type ReactNode, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { SelectField } from '../../parts/form/selectField.tsx';
import type { TeamMember, TeamRow } from './teamRow.ts';
import type { GroupWork } from './useGroupWork.ts';

interface TeamMembersProps {
  readonly team: TeamRow;
  readonly work: GroupWork;
  readonly busy: boolean;
}

const ROLES: readonly TeamMember['role'][] = ['user', 'admin'];

function AddMember({ team, work, busy }: TeamMembersProps): ReactNode {
  const { strings } = useDashboard();
  const { teams } = strings;
  const [userId, setUserId] = useState('');
  const [role, setRole] = useState<TeamMember['role']>('user');
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (userId.trim() === '') return;
    void work.addMember(team, userId.trim(), role).then((done) => done && setUserId(''));
  };
  return (
    <form className="lineForm" onSubmit={add}>
      <input
        className="input"
        aria-label={teams.userId}
        placeholder={teams.userId}
        value={userId}
        spellCheck={false}
        onChange={(event) => setUserId(event.target.value)}
      />
      <SelectField
        bare
        label={teams.role}
        value={role}
        options={ROLES.map((value) => ({ value, label: teams.memberRoles[value] }))}
        onChange={(value) => setRole(value === 'admin' ? 'admin' : 'user')}
      />
      <button type="submit" className="button quiet" disabled={busy || userId.trim() === ''}>
        {teams.addMember}
      </button>
    </form>
  );
}

/** Who belongs to a team. */
export function TeamMembers({ team, work, busy }: TeamMembersProps): ReactNode {
  const { strings } = useDashboard();
  const { teams } = strings;
  return (
    <section className="memberBox">
      <h3>{teams.members}</h3>
      {team.members.length === 0 ? <p className="dim">{teams.noMembers}</p> : null}
      <ul className="lineList">
        {team.members.map((member) => (
          <li key={member.userId}>
            <span className="ellipsis">
              {member.userId} {member.email === null ? null : <span className="dim">{member.email}</span>}
            </span>
            <span className="dim">{teams.memberRoles[member.role]}</span>
            <Confirm
              label={teams.removeMember}
              question={teams.removeMemberAsk(member.userId)}
              confirm={teams.removeMember}
              busy={busy}
              onConfirm={() => work.removeMember(team, member)}
            />
          </li>
        ))}
      </ul>
      <AddMember team={team} work={work} busy={busy} />
    </section>
  );
}
