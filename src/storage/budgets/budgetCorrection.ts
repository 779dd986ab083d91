import { sql } from 'kysely';
import { scopeKey, scopesOf } from '../../domain/budget.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { SpendRecord } from '../../domain/spend.ts';
import type { Connection } from '../connection.ts';
import { prepareStatement } from '../preparedStatement.ts';

interface Correction {
  readonly scopes: string;
  readonly group: string;
  readonly ended_at: number;
  readonly change: NanoUsd;
}

/**
 * Makes the function that corrects what a call counted for, when its cost turns out to be another one: in counters that
 * never reset, and in windows that the call belongs to. Of a
 * key that was rotated since, the counters under its current token. Runs inside the caller's transaction.
 */
export function prepareCorrectSpend(
  connection: Connection,
  currentToken: (token: string) => string,
): (record: SpendRecord, change: NanoUsd) => void {
  const correct = prepareStatement<Correction, unknown>(connection.sqlite, (placeholder) => {
    const statement = sql`
      update budget_accounts set spend = max(0, spend + ${placeholder('change')})
      where scope in (select value from json_each(${placeholder('scopes')}))
        and model in ('', ${placeholder('group')})
        and (resets_at is null or next_reset(duration, ${placeholder('ended_at')}) >= resets_at)`;
    return { compile: () => statement.compile(connection.query) };
  });
  const begin = prepareStatement<Correction, unknown>(connection.sqlite, (placeholder) => {
    const statement = sql`
      insert into budget_accounts (scope, spend)
      select value, ${placeholder('change')} from json_each(${placeholder('scopes')}) as asked
      where ${placeholder('change')} > 0
        and not exists (select 1 from budget_accounts where budget_accounts.scope = asked.value)`;
    return { compile: () => statement.compile(connection.query) };
  });
  return (record, change) => {
    if (change === 0) return;
    const group = record.attempts.at(-1)?.group;
    const scopes = scopesOf({ ...record, token: currentToken(record.token), group, deploymentId: record.modelId });
    const correction = { group: group ?? '', ended_at: Math.round(record.endedAt), change };
    correct.run({ ...correction, scopes: JSON.stringify(scopes.map(scopeKey)) });
    const counted = scopes.filter(({ kind }) => kind !== 'model' && kind !== 'deployment' && kind !== 'global');
    begin.run({ ...correction, scopes: JSON.stringify(counted.map(scopeKey)) });
  };
}
