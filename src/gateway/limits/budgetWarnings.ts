import type { BudgetCrossing } from '../../domain/budget.ts';
import type { KeyStore } from '../../domain/governancePorts.ts';
import type { NoticeBus } from '../noticeBus.ts';

/** Tells those who watch that a budget, or a part of it, is spent. */
export async function tellOfCrossing(crossing: BudgetCrossing, keys: KeyStore, notices: NoticeBus): Promise<void> {
  const { scope, model, duration, mark, spend, maxBudget, resetsAt, callId } = crossing;
  const name = scope.kind === 'key' ? await nameOfKey(scope.id, keys) : scope.id;
  notices.publish({
    type: 'budget-warning',
    warning: {
      scope: scope.kind,
      scopeId: scope.id,
      name,
      model: model ?? null,
      duration: duration ?? null,
      mark,
      spend,
      maxBudget,
      resetsAt: resetsAt ?? null,
      callId,
    },
  });
}

/** A key that cannot be read any more is told of by its hash. */
async function nameOfKey(token: string, keys: KeyStore): Promise<string> {
  const key = await keys.findByToken(token).catch(() => undefined);
  return key?.keyAlias ?? key?.keyName ?? token;
}
