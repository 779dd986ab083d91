import { type RawBuilder, sql } from 'kysely';
import type { BudgetCrossing } from '../domain/budget.ts';
import { prepareAddSpend, type Spent } from './budgets/budgetSpending.ts';
import type { Connection } from './connection.ts';
import type { SettledCallsTable } from './databaseTypes.ts';
import { stringsFromJson } from './jsonColumn.ts';
import { type PreparedStatement, prepareStatement } from './preparedStatement.ts';
import { rollupSource } from './rollupSource.ts';
import { addInto, type RollupTable } from './rollups.ts';
import { SPEND_LOG_COLUMNS } from './spendRow.ts';

/** What the budgets have to do with calls that are entered. */
export interface EntryBudgets {
  currentToken(token: string): string;
  report(crossings: readonly BudgetCrossing[]): void;
  /** All calls that this process has settled are entered, and what they held is released. */
  entered(): void;
}

interface Entry {
  /** One transaction. Gives back the marks that budgets passed by it. */
  readonly enter: () => readonly BudgetCrossing[];
  readonly isEmpty: () => boolean;
}

type Nothing = Record<never, never>;

type SpentGroup = Pick<
  SettledCallsTable,
  'token' | 'user_id' | 'team_id' | 'end_user' | 'tags_json' | 'model_id' | 'answering_group' | 'ended_at' | 'call_id'
> & { readonly cost: number };

const COLUMNS = sql.join(SPEND_LOG_COLUMNS.map((column) => sql.ref(column)));

/** A call that has a row already, or settled twice, counts once. */
const DROP_KNOWN = sql`delete from settled_calls
  where exists (select 1 from spend_logs where spend_logs.call_id = settled_calls.call_id)
    or id not in (select min(id) from settled_calls group by call_id)`;

const ADD_ROWS = sql`insert into spend_logs (${COLUMNS}) select ${COLUMNS} from settled_calls order by id`;

/** SQLite takes `call_id` from the row of the one `max`: the call that ended last. */
const SPENT = sql<SpentGroup>`select token, user_id, team_id, end_user, tags_json, model_id, answering_group,
    sum(cost) as cost, max(ended_at) as ended_at, call_id
  from settled_calls where cost <> 0 group by 1, 2, 3, 4, 5, 6, 7`;

/** What the calls held is reserved no longer, by whichever process it was. */
const RELEASE = sql`
  with ended as (
    select reservation, account.value as account, sum(held) as held
    from settled_calls, json_each(settled_calls.accounts_json) as account
    where accounts_json is not null group by 1, 2)
  update budget_reservations set amount = max(0, amount - ended.held)
  from ended where budget_reservations.call_id = ended.reservation and budget_reservations.account = ended.account`;

const DROP_EMPTY = sql`delete from budget_reservations where amount = 0`;

/** Which rows count in which table of sums, as in `prepareRollups`. */
const SUMS: Readonly<Record<RollupTable, RawBuilder<unknown>>> = {
  spend_quarters: sql`true`,
  spend_key_days: sql`end_user is null`,
  spend_tag_key_days: sql`end_user is null and tags_json <> '[]'`,
  spend_days: sql`end_user is not null`,
  spend_tag_days: sql`end_user is not null and tags_json <> '[]'`,
};

/** Rows, sums, spend and the end of what was held for the calls change together, whoever settled them. */
export function prepareEntry(connection: Connection, budgets: EntryBudgets): Entry {
  const { sqlite } = connection;
  const prepare = <Row>(text: RawBuilder<Row>): PreparedStatement<Nothing, Row> =>
    prepareStatement(sqlite, () => ({ compile: () => text.compile(connection.query) }));
  const first = prepare(sql`select 1 from settled_calls limit 1`);
  const spent = prepare(SPENT);
  const sums = Object.entries(SUMS).map(([table, rows]) => {
    const name = table as RollupTable;
    return prepare(addInto(name, rollupSource(name, 'settled_calls', rows)));
  });
  const [dropKnown, addRows] = [prepare(DROP_KNOWN), prepare(ADD_ROWS)];
  const [release, dropEmpty] = [prepare(RELEASE), prepare(DROP_EMPTY)];
  const clear = prepare(sql`delete from settled_calls`);
  const addSpend = prepareAddSpend(connection);
  const isEmpty = (): boolean => first.get({}) === undefined;
  const enter = sqlite.transaction((): readonly BudgetCrossing[] => {
    if (isEmpty()) return [];
    release.run({});
    dropEmpty.run({});
    dropKnown.run({});
    addRows.run({});
    for (const sum of sums) sum.run({});
    const crossings = addSpend(spent.all({}).map((group) => toSpent(group, budgets)));
    clear.run({});
    return crossings;
  });
  return { enter: () => enter.immediate(), isEmpty };
}

/** A key that was rotated since the call ended goes on with what it has spent. */
function toSpent(group: SpentGroup, budgets: EntryBudgets): Spent {
  return {
    token: budgets.currentToken(group.token),
    userId: group.user_id ?? undefined,
    teamId: group.team_id ?? undefined,
    endUser: group.end_user ?? undefined,
    tags: stringsFromJson(group.tags_json),
    group: group.answering_group ?? undefined,
    deploymentId: group.model_id ?? undefined,
    endedAt: group.ended_at,
    cost: group.cost,
    callId: group.call_id,
  };
}
