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

export interface Spending extends ScopesNow {
  readonly group: string;
  readonly cost: number;
}

export interface SpentRow extends Omit<AccountRow, 'reserved' | 'extra_until'> {}

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
 * Adds a cost to every counter of some scopes, those of the group's model included; a counter whose window is over
 * begins a new one with it. `next_reset` is a function of this process (`nextReset`).
 */
export function prepareSpend(connection: Connection): PreparedStatement<Spending, SpentRow> {
  return prepareSql(connection, (placeholder) => {
    const [now, cost] = [placeholder('now'), placeholder('cost')];
    return sql<SpentRow>`
      update budget_accounts as account set
        spend = case when ${expired(now)} then ${cost} else account.spend + ${cost} end,
        raised = case when ${expired(now)} then 0 else account.raised end,
        resets_at = case when ${expired(now)} then next_reset(account.duration, ${now}) else account.resets_at end
      where account.scope in (select value from json_each(${placeholder('scopes')}))
        and account.model in ('', ${placeholder('group')})
      returning id, scope, model, duration, soft_budget, resets_at, spend as spent,
        max_budget + raised + case when extra_until > ${now} then extra else 0 end as cap`;
  });
}
