import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GatewayError, toGatewayError } from '../../../domain/errors.ts';
import type { KeyChange } from '../../../domain/governancePorts.ts';
import { fromUsd } from '../../../domain/money.ts';
import type { VirtualKey } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { toToken } from '../../digest.ts';
import { callerOf } from '../../llmRequest.ts';
import { actorId, type Change, recordChange } from '../../management/actor.ts';
import { type KeyBody, toKeyChange, updateSchema } from '../../management/keyBody.ts';
import { toKeyRow } from '../../management/keyRow.ts';
import { requireBudget, requireModestChange, withinBounds } from '../../management/keyRules.ts';
import { defineKeyLimits } from '../../management/limits.ts';
import { readManaged } from '../../management/readBody.ts';
import { forbidden, isAdmin, leadsTeam, mayManageKey, requireAdmin } from '../../management/scope.ts';
import { keyNotFound, requireKey } from './findKey.ts';

const bulkSchema = z.strictObject({ keys: z.array(updateSchema).min(1).max(500) });
const blockSchema = z.strictObject({ key: z.string() });
const resetSchema = z.strictObject({ reset_to: z.number().nonnegative() });

/** Everything that changes a key but its secret. */
export function registerChangeKey(server: FastifyInstance, context: GatewayContext): void {
  server.post('/key/update', async (request) => {
    const body = readManaged(request, updateSchema);
    const key = await updateKey(context, request, body);
    return { ...(await toKeyRow(context, key)), key: body.key ?? key.token, token: key.token };
  });

  server.post('/key/bulk_update', async (request) => {
    requireAdmin(callerOf(request), '/key/bulk_update');
    const successful: unknown[] = [];
    const failed: unknown[] = [];
    for (const body of readManaged(request, bulkSchema).keys) {
      const name = body.key ?? body.key_alias;
      try {
        const key = await updateKey(context, request, body);
        successful.push({ key: name, key_info: await toKeyRow(context, key) });
      } catch (thrown) {
        failed.push({ key: name, key_info: null, failed_reason: toGatewayError(thrown).message });
      }
    }
    const total = successful.length + failed.length;
    return { total_requested: total, successful_updates: successful, failed_updates: failed };
  });

  for (const blocked of [true, false]) {
    const route = blocked ? '/key/block' : '/key/unblock';
    server.post(route, async (request) => {
      requireAdmin(callerOf(request), route);
      const before = await context.keys.findByToken(toToken(readManaged(request, blockSchema).key));
      if (before === undefined) throw keyNotFound('Key not found.');
      const key = await applyChange(context, request, before, { blocked }, blocked ? 'blocked' : 'unblocked');
      return { ...(await toKeyRow(context, key)), token: key.token };
    });
  }

  server.post<{ Params: { key: string } }>('/key/:key/reset_spend', async (request) => {
    const key = await requireKey(context, { key: request.params.key });
    const caller = callerOf(request);
    const leads = key.teamId !== undefined && (await leadsTeam(context, caller, key.teamId));
    if (!isAdmin(caller) && !leads) throw forbidden('Only proxy admins and team admins can reset the spend of a key.');
    return await resetSpend(context, request, key, readManaged(request, resetSchema).reset_to);
  });
}

/** Sets the spend of a key's windows. It can only go down: what was spent was spent. */
async function resetSpend(context: GatewayContext, request: FastifyRequest, key: VirtualKey, usd: number) {
  const before = await toKeyRow(context, key);
  const spent = Number(before['spend']);
  if (usd > spent) {
    throw new GatewayError('bad-request', `reset_to must be <= current spend (${spent})`, { param: 'reset_to' });
  }
  await context.budgets.resetSpend({ kind: 'key', id: key.token }, fromUsd(usd));
  const after = await toKeyRow(context, key);
  await recordChange(context, request, { action: 'updated', kind: 'key', id: key.token, before, after });
  context.notices.publish({ type: 'keys-changed' });
  const { spend, max_budget, budget_reset_at } = after;
  return { key_hash: key.token, spend, previous_spend: spent, max_budget, budget_reset_at };
}

/** Applies a body of `/key/update`. Throws `bad-request`, `permission` or `not-found`. */
async function updateKey(
  context: GatewayContext,
  request: FastifyRequest,
  sent: z.infer<typeof updateSchema>,
): Promise<VirtualKey> {
  const before = await requireKey(context, sent);
  await requireManagement(context, request, before, '/key/update');
  const { key: byKey, key_alias: alias, ...rest } = sent;
  // Named by its alias alone, a key keeps it.
  const body: KeyBody = byKey == null || !('key_alias' in sent) ? rest : { ...rest, key_alias: alias };
  const bounded = withinBounds(body, context.settings.current.management.keyUpperBounds, false);
  await requireBudget(context, body.budget_id);
  const change = toKeyChange(bounded, before, context.clock.now());
  requireModestChange(callerOf(request), change, before, body.spend);
  return await applyChange(context, request, before, change, 'updated', body.spend);
}

async function requireManagement(
  context: GatewayContext,
  request: FastifyRequest,
  key: VirtualKey,
  route: string,
): Promise<void> {
  if (await mayManageKey(context, callerOf(request), key, route)) return;
  throw forbidden('You are not allowed to change this key.', 'key');
}

/** Writes a change and takes it down. `spend` is USD. */
async function applyChange(
  context: GatewayContext,
  request: FastifyRequest,
  before: VirtualKey,
  change: KeyChange,
  action: Change['action'],
  spend?: number | null,
): Promise<VirtualKey> {
  const rowBefore = await toKeyRow(context, before);
  const key = await context.keys.update(before.token, change, actorId(callerOf(request)));
  if (key === undefined) throw keyNotFound();
  await defineKeyLimits(context, key);
  if (spend != null) await context.budgets.resetSpend({ kind: 'key', id: key.token }, fromUsd(spend));
  await recordChange(context, request, {
    action,
    kind: 'key',
    id: key.token,
    before: rowBefore,
    after: await toKeyRow(context, key),
  });
  context.notices.publish({ type: 'keys-changed' });
  return key;
}
