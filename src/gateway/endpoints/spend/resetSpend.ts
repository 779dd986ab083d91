import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BudgetScopeKind } from '../../../domain/budget.ts';
import { toUsd } from '../../../domain/money.ts';
import { doneInTurns } from '../../../domain/turns.ts';
import type { GatewayContext } from '../../context.ts';
import { recordChange } from '../../management/actor.ts';
import { adminRoutes } from '../adminRoutes.ts';

const PAGE = 500;

/** `POST /global/spend/reset`: sets the spend of all keys and teams to 0, as LiteLLM does. The ledger keeps its rows. */
export function registerResetSpend(server: FastifyInstance, context: GatewayContext): void {
  adminRoutes(server, context, { 'POST /global/spend/reset': resetAll });
}

async function resetAll(context: GatewayContext, request: FastifyRequest): Promise<unknown> {
  const tokens = await allTokens(context);
  const teams = (await context.entities.list('team')).map(({ id }) => id);
  const before = { ...(await resetScopes(context, 'key', tokens)), ...(await resetScopes(context, 'team', teams)) };
  const after = Object.fromEntries(Object.keys(before).map((name) => [name, 0]));
  await recordChange(context, request, { action: 'updated', kind: 'spend', id: 'reset', before, after });
  context.notices.publish({ type: 'keys-changed' });
  return { message: 'Spend for all API Keys and Teams reset successfully', status: 'success' };
}

async function allTokens(context: GatewayContext): Promise<readonly string[]> {
  const tokens: string[] = [];
  for (;;) {
    const { keys, total } = await context.keys.list({ offset: tokens.length, limit: PAGE });
    tokens.push(...keys.map(({ token }) => token));
    if (keys.length === 0 || tokens.length >= total) return tokens;
  }
}

/** Sets what has been spent to 0; gives back what it was in USD, by kind and id. */
async function resetScopes(
  context: GatewayContext,
  kind: BudgetScopeKind,
  ids: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const spent: Record<string, number> = {};
  await doneInTurns([...(await context.budgets.states(kind, ids))], async ([id, { spend }]) => {
    await context.budgets.resetSpend({ kind, id }, 0);
    if (spend !== 0) spent[`${kind} ${id}`] = toUsd(spend);
  });
  return spent;
}
