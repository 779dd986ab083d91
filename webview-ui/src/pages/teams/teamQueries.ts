import { type ListPage, type PagedList, usePagedList } from '../../api/pages.ts';
import { withQuery } from '../../api/paths.ts';
import type { TableSort } from '../../parts/table/tableColumn.ts';
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

/** Columns by which the gateway itself sorts, and what it calls them. */
const TEAM_SORTS: Readonly<Record<string, string>> = { team: 'team_alias', spend: 'spend' };
const USER_SORTS: Readonly<Record<string, string>> = { user: 'user_alias', spend: 'spend', role: 'user_role' };

/** How both lists begin: with those that spent most. */
export const DEAREST_FIRST: TableSort = { column: 'spend', descending: true };

function listPath(path: string, page: number, sorts: Readonly<Record<string, string>>, sort: TableSort): string {
  return withQuery(path, {
    page,
    page_size: ROWS_PER_PAGE,
    sort_by: sorts[sort.column] ?? 'spend',
    sort_order: sort.descending ? 'desc' : 'asc',
  });
}

/** Teams, sorted and cut into pages by the gateway. */
export function useTeams(sort: TableSort): PagedList<TeamRow> {
  const path = (page: number): string => listPath('/v2/team/list', page, TEAM_SORTS, sort);
  return usePagedList<TeamPage, TeamRow>(['teams', sort], { read: readTeams, path, fields: ['teams', 'total'] });
}

/** Users, sorted and cut into pages by the gateway. */
export function useUsers(sort: TableSort): PagedList<UserRow> {
  const path = (page: number): string => listPath('/user/list', page, USER_SORTS, sort);
  return usePagedList<UserPage, UserRow>(['users', sort], { read: readUsers, path, fields: ['users', 'total'] });
}
