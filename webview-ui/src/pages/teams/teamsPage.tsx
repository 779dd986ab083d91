import { type ReactNode, useState } from 'react';
import type { PagedList } from '../../api/pages.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { type Action, ActionNote, useAction } from '../../parts/action.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ListState } from '../../parts/listState.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Table } from '../../parts/table/table.tsx';
import type { TableColumn, TableSort } from '../../parts/table/tableColumn.ts';
import { teamColumns, userColumns } from './groupColumns.tsx';
import { TeamDetail, UserDetail } from './groupDetail.tsx';
import { TeamFields, UserFields } from './groupFields.tsx';
import { NEW_TEAM, NEW_USER } from './groupForm.ts';
import { DEAREST_FIRST, useTeams, useUsers } from './teamQueries.ts';
import { type GroupWork, useGroupWork } from './useGroupWork.ts';

interface GroupPanelProps<Row> {
  readonly id: string;
  readonly title: string;
  readonly create: string;
  /** Above the form of a new one. */
  readonly createTitle: string;
  readonly problem: string;
  readonly empty: ReactNode;
  readonly list: PagedList<Row>;
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  readonly columns: readonly TableColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  /** The form of a new one; undefined closes it. */
  readonly form: (close: () => void) => ReactNode;
  readonly detail: (row: Row) => ReactNode;
}

/** A list whose rows open in place, and the way to a new one. */
function GroupPanel<Row>(props: GroupPanelProps<Row>): ReactNode {
  const { id, title, create, createTitle, problem, empty, list, sort, onSort, columns, keyOf, form, detail } = props;
  const [open, setOpen] = useState<string>();
  const [creating, setCreating] = useState(false);
  return (
    <Panel
      title={title}
      className="groupPanel"
      total={
        <button type="button" className="button" aria-expanded={creating} onClick={() => setCreating(true)}>
          <Icon name="add" />
          {create}
        </button>
      }
    >
      {creating ? (
        <section aria-label={createTitle}>
          <h3>{createTitle}</h3>
          {form(() => setCreating(false))}
        </section>
      ) : null}
      <ListState list={list} problem={problem} empty={creating ? null : empty}>
        {(rows) => (
          <Table
            id={id}
            label={title}
            columns={columns}
            rows={rows}
            total={list.total}
            rowKey={keyOf}
            order={{ sort, onSort }}
            onEnd={list.more}
            exportRows={list.all}
            onOpen={(row) => setOpen(keyOf(row) === open ? undefined : keyOf(row))}
            detail={(row) => (keyOf(row) === open ? detail(row) : null)}
          />
        )}
      </ListState>
    </Panel>
  );
}

function Teams({ work, action }: { work: GroupWork; action: Action }): ReactNode {
  const dashboard = useDashboard();
  const { teams } = dashboard.strings;
  const [sort, setSort] = useState(DEAREST_FIRST);
  return (
    <GroupPanel
      id="teams"
      title={teams.teams}
      create={teams.createTeam}
      createTitle={teams.newTeam}
      problem={teams.teamsProblem}
      empty={
        <Empty level="h3" title={teams.noTeams}>
          <p>{teams.noTeamsText}</p>
        </Empty>
      }
      list={useTeams(sort)}
      sort={sort}
      onSort={setSort}
      columns={teamColumns(dashboard)}
      keyOf={({ id }) => id}
      detail={(row) => <TeamDetail row={row} work={work} busy={action.busy} />}
      form={(close) => (
        <TeamFields
          initial={NEW_TEAM}
          submit={teams.createTeam}
          busy={action.busy}
          onSubmit={(form) => void work.createTeam(form).then((done) => done && close())}
          onCancel={close}
        />
      )}
    />
  );
}

function Users({ work, action }: { work: GroupWork; action: Action }): ReactNode {
  const dashboard = useDashboard();
  const { teams } = dashboard.strings;
  const [sort, setSort] = useState(DEAREST_FIRST);
  return (
    <GroupPanel
      id="users"
      title={teams.users}
      create={teams.createUser}
      createTitle={teams.newUser}
      problem={teams.usersProblem}
      empty={
        <Empty level="h3" title={teams.noUsers}>
          <p>{teams.noUsersText}</p>
        </Empty>
      }
      list={useUsers(sort)}
      sort={sort}
      onSort={setSort}
      columns={userColumns(dashboard)}
      keyOf={({ id }) => id}
      detail={(row) => <UserDetail row={row} work={work} busy={action.busy} />}
      form={(close) => (
        <UserFields
          isNew
          initial={NEW_USER}
          submit={teams.createUser}
          busy={action.busy}
          onSubmit={(form) => void work.createUser(form).then((done) => done && close())}
          onCancel={close}
        />
      )}
    />
  );
}

/** Teams and users: what they spend together, who belongs where. */
export function TeamsPage(): ReactNode {
  const { strings } = useDashboard();
  const action = useAction();
  const work = useGroupWork(action);
  return (
    <>
      <PageHead title={strings.teams.title} />
      <ActionNote action={action} />
      <Teams work={work} action={action} />
      <Users work={work} action={action} />
    </>
  );
}
