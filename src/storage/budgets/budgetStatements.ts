import { type Compilable, type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import { type PlaceholderFor, type PreparedStatement, prepareStatement } from '../preparedStatement.ts';

/** A counter as a statement reads it: what has run out counts as 0 already. Money in nano-USD, times epoch ms. */
export interface AccountRow {
  readonly id: number;
  readonly scope: string;
  readonly model: string;
  readonly duration: string;
  readonly spent: number;
  readonly cap: number | null;
  readonly soft_budget: number | null;
  readonly reserved: number;
  readonly resets_at: number | null;
  /** Epoch ms until which the cap includes an increase; 0 where it has none. */
  readonly extra_until: number;
}

/** `scopes` is a JSON array of scope keys, here and below. */
interface ScopesNow {
  readonly scopes: string;
  readonly now: number;
}

interface CallOnGroup extends ScopesNow {
  readonly call_id: string;
  readonly group: string;
}

export type SpentRow = Omit<AccountRow, 'reserved'>;

/** What is added to the counters of a scope: those of one model, or with '' those of all. */
export type AddedCost = [scope: string, model: string, cost: number, now: number];

const EXPIRED = 'account.resets_at is not null and account.resets_at <= ';

/** Prepared from a whole statement in SQL: what decides over money is one statement, and reads best as one. */
function prepareSql<Values extends object, Row>(
  { sqlite, query }: Connection,
  build: (placeholder: PlaceholderFor<Values>) => RawBuilder<Row>,
): PreparedStatement<Values, Row> {
  return prepareStatement<Values, Row>(sqlite, (placeholder): Compilable<Row> => {
    const text = build(placeholder);
    return { compile: () => text.compile(query) };
  });
}

function expired(now: RawBuilder<number>): RawBuilder<boolean> {
  return sql`${sql.raw(EXPIRED)}${now}`;
}

/** The columns of AccountRow that follow from a counter at an instant. */
function standing(now: RawBuilder<number>): RawBuilder<unknown> {
  return sql`
    account.id, account.scope, account.model, account.duration, account.soft_budget, account.resets_at,
    account.extra_until,
    case when ${expired(now)} then 0 else account.spend end as spent,
    account.max_budget
      + case when ${expired(now)} then 0 else account.raised end
      + case when account.extra_until > ${now} then account.extra else 0 end as cap`;
}

function reservedBy(callId: RawBuilder<string>): RawBuilder<number> {
  return sql`coalesce((select sum(amount) from budget_reservations as held
    where held.account = account.id and held.call_id <> ${callId}), 0)`;
}

/** The capped counters that a call on a group counts for. */
function capped(placeholder: PlaceholderFor<CallOnGroup>): RawBuilder<unknown> {
  return sql`
    select ${standing(placeholder('now'))}, ${reservedBy(placeholder('call_id'))} as reserved
    from budget_accounts as account
    where account.scope in (select value from json_each(${placeholder('scopes')}))
      and account.model in ('', ${placeholder('group')}) and account.max_budget is not null`;
}

/** The capped counters of a call with what others hold of them, in the order of their age. */
export function prepareCapped(connection: Connection): PreparedStatement<CallOnGroup, AccountRow> {
  return prepareSql(connection, (placeholder) => sql<AccountRow>`${capped(placeholder)} order by account.id`);
}

/** Every counter of some scopes, as it stands. */
export function prepareStates(connection: Connection): PreparedStatement<ScopesNow, AccountRow> {
  return prepareSql(
    connection,
    (placeholder) => sql<AccountRow>`
      select ${standing(placeholder('now'))}, ${reservedBy(sql`''`)} as reserved from budget_accounts as account
      where account.scope in (select value from json_each(${placeholder('scopes')}))`,
  );
}

/**
 * Adds costs to counters; one whose window is over begins a new one with it. `added` is a JSON array of `AddedCost`,
 * `next_reset` a function of this process (`nextReset`). The caps count increases that hold at `now`.
 */
export function prepareSpend(connection: Connection): PreparedStatement<{ added: string; now: number }, SpentRow> {
  const now = sql<number>`added.now`;
  return prepareSql(
    connection,
    (placeholder) => sql<SpentRow>`
      with added as materialized (
        select value ->> 0 as scope, value ->> 1 as model, value ->> 2 as cost, value ->> 3 as now
        from json_each(${placeholder('added')}))
      update budget_accounts as account set
        spend = case when ${expired(now)} then added.cost else account.spend + added.cost end,
        raised = case when ${expired(now)} then 0 else account.raised end,
        resets_at = case when ${expired(now)} then next_reset(account.duration, added.now) else account.resets_at end
      from added where account.scope = added.scope and account.model = added.model
      returning id, scope, model, duration, soft_budget, resets_at, extra_until, spend as spent,
        max_budget + raised + case when extra_until > ${placeholder('now')} then extra else 0 end as cap`,
  );
}
