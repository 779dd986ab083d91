import { useDashboard } from '../../app/dashboard.tsx';
import type { Action } from '../../parts/action.tsx';
import { isRecord } from '../../transport/apiError.ts';
import {
  type TeamForm,
  toNewTeamBody,
  toNewUserBody,
  toTeamUpdate,
  toUserUpdate,
  type Update,
  type UserForm,
} from './groupForm.ts';
import { type TeamMember, type TeamRow, teamTitle, type UserRow, userTitle } from './teamRow.ts';

/** What can be done with teams and users. Promises tell whether it was done. */
export interface GroupWork {
  readonly createTeam: (form: TeamForm) => Promise<boolean>;
  readonly createUser: (form: UserForm) => Promise<boolean>;
  readonly saveTeam: (team: TeamRow, form: TeamForm) => Promise<boolean>;
  readonly saveUser: (user: UserRow, form: UserForm) => Promise<boolean>;
  readonly setBlocked: (team: TeamRow, blocked: boolean) => void;
  readonly removeTeam: (team: TeamRow) => void;
  readonly removeUser: (user: UserRow) => void;
  readonly addMember: (team: TeamRow, userId: string, role: TeamMember['role']) => Promise<boolean>;
  readonly removeMember: (team: TeamRow, member: TeamMember) => void;
}

type Post = (path: string, body: unknown) => Promise<unknown>;

function idOf(answer: unknown, name: string): string {
  return isRecord(answer) && typeof answer[name] === 'string' ? answer[name] : '';
}

export function useGroupWork(action: Action): GroupWork {
  const { transport, strings } = useDashboard();
  const { teams, actions } = strings;
  const post: Post = (path, body) => transport.send('POST', path, body);
  const save = (path: string, update: Update | undefined, name: string): Promise<boolean> =>
    action.run(async () => {
      if (update === undefined) return { text: actions.nothingChanged };
      await post(path, update.body);
      return { text: teams.saved(name), undo: () => post(path, update.undo) };
    });
  const remove = (path: string, body: unknown, name: string): void =>
    void action.run(async () => {
      await post(path, body);
      return { text: teams.deleted(name) };
    });
  return {
    ...memberWork(action, post, teams),
    createTeam: (form) =>
      action.run(async () => {
        const id = idOf(await post('/team/new', toNewTeamBody(form)), 'team_id');
        return { text: teams.teamMade(form.alias.trim() || id) };
      }),
    createUser: (form) =>
      action.run(async () => {
        const id = idOf(await post('/user/new', toNewUserBody(form)), 'user_id');
        return { text: teams.userMade(form.email.trim() || id) };
      }),
    saveTeam: (team, form) => save('/team/update', toTeamUpdate(team, form), teamTitle(team)),
    saveUser: (user, form) => save('/user/update', toUserUpdate(user, form), userTitle(user)),
    setBlocked: (team, blocked) =>
      void action.run(async () => {
        const [there, back] = blocked ? ['/team/block', '/team/unblock'] : ['/team/unblock', '/team/block'];
        const body = { team_id: team.id };
        await post(there, body);
        const text = blocked ? teams.blocked(teamTitle(team)) : teams.unblocked(teamTitle(team));
        return { text, undo: () => post(back, body) };
      }),
    removeTeam: (team) => remove('/team/delete', { team_ids: [team.id] }, teamTitle(team)),
    removeUser: (user) => remove('/user/delete', { user_ids: [user.id] }, userTitle(user)),
  };
}

function memberWork(
  action: Action,
  post: Post,
  words: Pick<ReturnType<typeof useDashboard>['strings']['teams'], 'memberAdded' | 'memberRemoved'>,
): Pick<GroupWork, 'addMember' | 'removeMember'> {
  const add = (team: TeamRow, userId: string, role: TeamMember['role']): Promise<unknown> =>
    post('/team/member_add', { team_id: team.id, member: { user_id: userId, role } });
  const remove = (team: TeamRow, userId: string): Promise<unknown> =>
    post('/team/member_delete', { team_id: team.id, user_id: userId });
  return {
    addMember: (team, userId, role) =>
      action.run(async () => {
        await add(team, userId, role);
        return { text: words.memberAdded(userId, teamTitle(team)), undo: () => remove(team, userId) };
      }),
    removeMember: (team, { userId, role }) =>
      void action.run(async () => {
        await remove(team, userId);
        return { text: words.memberRemoved(userId, teamTitle(team)), undo: () => add(team, userId, role) };
      }),
  };
}
