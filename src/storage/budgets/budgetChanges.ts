import type { NanoUsd } from '../../domain/money.ts';
import type { Connection } from '../connection.ts';

/** What an administrator changes about spend. Scopes are scope keys. */
export interface ChangeSpend {
  /** Sets every counter of a scope to a spend; those of models only go down to it. */
  reset(scope: string, spend: NanoUsd): void;
  /** Gives a scope's limits, counters and what is held of them to another scope, which must have none. */
  move(from: string, to: string): void;
  /** Allows more in one counter until it resets. `now` is epoch ms. */
  raise(account: number, by: NanoUsd, now: number): void;
}

export function prepareChangeSpend({ sqlite }: Connection): ChangeSpend {
  const reset = sqlite.prepare<{ scope: string; spend: number }>(`
    insert into budget_accounts (scope, spend) values (@scope, @spend)
    on conflict (scope, model, duration) do update set spend = excluded.spend`);
  const resetOthers = sqlite.prepare<{ scope: string; spend: number }>(`
    update budget_accounts set spend = case when model = '' then @spend else min(spend, @spend) end
    where scope = @scope`);
  const clear = sqlite.prepare<[string]>('delete from budget_accounts where scope = ?');
  const moveAccounts = sqlite.prepare<[string, string]>('update budget_accounts set scope = ? where scope = ?');
  const moveLimits = sqlite.prepare<[string, string]>('update or replace budget_limits set scope = ? where scope = ?');
  const revise = sqlite.prepare('update budget_revision set revision = revision + 1');
  const raise = sqlite.prepare<{ id: number; by: number; now: number }>(`
    update budget_accounts set
      spend = case when resets_at <= @now then 0 else spend end,
      raised = case when resets_at <= @now then @by else raised + @by end,
      resets_at = case when resets_at <= @now then next_reset(duration, @now) else resets_at end
    where id = @id`);
  const resetAll = sqlite.transaction((scope: string, spend: number) => {
    reset.run({ scope, spend });
    resetOthers.run({ scope, spend });
    // What was reserved ahead was so by the old spend.
    revise.run();
  });
  const moveAll = sqlite.transaction((from: string, to: string) => {
    clear.run(to);
    moveAccounts.run(to, from);
    moveLimits.run(to, from);
    revise.run();
  });
  return {
    reset: (scope, spend) => resetAll.immediate(scope, spend),
    move: (from, to) => moveAll.immediate(from, to),
    raise: (id, by, now) => void raise.run({ id, by, now }),
  };
}
