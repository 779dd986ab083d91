import { type ListPage, type PagedList, usePagedList } from '../../api/pages.ts';
import { withQuery } from '../../api/paths.ts';
import { type TeamRow, toTeamRow, toUserRow, type UserRow } from './teamRow.ts';

const ROWS_PER_PAGE = 100;

interface TeamPage extends ListPage {
  readonly teams: readonly unknown[];
  readonly total: number;
}

interface UserPage extends ListPage {
  readonly users: readonly unknown[];
  readonly total: number;
}

const readTeams = ({ teams, total }: TeamPage) => ({ rows: teams.map(toTeamRow), total });
const readUsers = ({ users, total }: UserPage) => ({ rows: users.map(toUserRow), total });

/** Teams, those that spent most first. */
export function useTeams(): PagedList<TeamRow> {
  const path = (page: number): string =>
    withQuery('/v2/team/list', { page, page_size: ROWS_PER_PAGE, sort_by: 'spend', sort_order: 'desc' });
  return usePagedList<TeamPage, TeamRow>(['teams'], { read: readTeams, path, fields: ['teams', 'total'] });
}

/** Users, those that spent most first. */
export function useUsers(): PagedList<UserRow> {
  const path = (page: number): string =>
    withQuery('/user/list', { page, page_size: ROWS_PER_PAGE, sort_by: 'spend', sort_order: 'desc' });
  return usePagedList<UserPage, UserRow>(['users'], { read: readUsers, path, fields: ['users', 'total'] });
}
