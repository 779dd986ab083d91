import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Entity, type EntityKind, textOf } from '../../../domain/entities.ts';
import { doneInTurns } from '../../../domain/turns.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { toBudgetRow } from '../../management/budgetRow.ts';
import { limitShape } from '../../management/entityBody.ts';
import {
  changeEntity,
  createEntity,
  removeEntity,
  requireEntities,
  requireEntity,
  scopeOf,
} from '../../management/entityChanges.ts';
import { defineKeyLimits, defineLimits } from '../../management/limits.ts';
import { defineMemberLimits } from '../../management/members.ts';
import { check, readManaged, text } from '../../management/readBody.ts';
import { keysOf } from '../../management/removeKeys.ts';
import { requireAdmin, requireSight } from '../../management/scope.ts';
import { randomId } from '../../randomId.ts';

const { budget_id: _, budget_limits: __, ...limits } = limitShape;
const budgetShape = { ...limits, tpd_limit: limits.tpm_limit, budget_reset_at: text };
const newSchema = z.strictObject({ ...budgetShape, budget_id: z.string().min(1).nullish() });
const updateSchema = z.strictObject({ ...budgetShape, budget_id: z.string().min(1) });
const infoSchema = z.strictObject({ budgets: z.array(z.string()) });
const deleteSchema = z.strictObject({ id: z.string() });
const settingsQuery = z.looseObject({ budget_id: z.string() });

/** Fields of a budget as LiteLLM's settings page describes them. */
const DESCRIPTIONS: Readonly<Record<string, readonly [string, string]>> = {
  max_budget: ['Float', 'Requests are refused once this is spent, in USD.'],
  soft_budget: ['Float', 'A notice is given once this is spent, in USD; nothing is refused.'],
  max_parallel_requests: ['Integer', 'Requests at once.'],
  tpm_limit: ['Integer', 'Tokens a minute.'],
  rpm_limit: ['Integer', 'Requests a minute.'],
  budget_duration: ['String', 'When the spend begins anew: 30s, 1h, 1d, 7d, 30d, 1mo.'],
  model_max_budget: ['Object', 'Budgets by model.'],
};

/** Budgets that several keys, teams, users, customers, members or tags share the terms of, by `budget_id`. */
export function registerBudgets(server: FastifyInstance, context: GatewayContext): void {
  server.post('/budget/new', async (request) => {
    requireAdmin(callerOf(request), '/budget/new');
    const { budget_id: id, ...fields } = readManaged(request, newSchema);
    return toBudgetRow(
      await createEntity(context, request, { kind: 'budget', id: id ?? randomId(context.random), fields }),
    );
  });

  server.post('/budget/update', async (request) => {
    requireAdmin(callerOf(request), '/budget/update');
    const { budget_id: id, ...patch } = readManaged(request, updateSchema);
    const budget = await changeEntity(context, request, await requireEntity(context, 'budget', id), patch);
    await redefineSharers(context, id);
    return toBudgetRow(budget);
  });

  server.post('/budget/info', async (request) => {
    requireSight(callerOf(request), '/budget/info');
    return (await requireEntities(context, 'budget', readManaged(request, infoSchema).budgets)).map(toBudgetRow);
  });

  server.get('/budget/list', async (request) => {
    requireSight(callerOf(request), '/budget/list');
    return (await context.entities.list('budget')).map(toBudgetRow);
  });

  server.get('/budget/settings', async (request) => {
    requireSight(callerOf(request), '/budget/settings');
    const budget = await requireEntity(context, 'budget', check(settingsQuery, request.query).budget_id);
    return Object.entries(DESCRIPTIONS).map(([name, [type, description]]) => ({
      field_name: name,
      field_type: type,
      field_description: description,
      field_value: budget.fields[name] ?? null,
      stored_in_db: budget.fields[name] !== undefined,
      field_default_value: null,
    }));
  });

  server.post('/budget/delete', async (request) => {
    requireAdmin(callerOf(request), '/budget/delete');
    const budget = await requireEntity(context, 'budget', readManaged(request, deleteSchema).id);
    await removeEntity(context, request, budget);
    await redefineSharers(context, budget.id);
    return toBudgetRow(budget);
  });
}

const SHARING: readonly EntityKind[] = ['team', 'user', 'customer', 'tag'];

/** A shared budget that changes changes the limits of all that refer to it, at once. */
async function redefineSharers(context: GatewayContext, budgetId: string): Promise<void> {
  const shares = ({ fields }: Pick<Entity, 'fields'>): boolean => textOf(fields, 'budget_id') === budgetId;
  await doneInTurns(await keysOf(context, { budgetId }), (key) => defineKeyLimits(context, key));
  for (const kind of SHARING) {
    await doneInTurns((await context.entities.list(kind)).filter(shares), async ({ id, fields }) => {
      const scope = scopeOf(kind, id);
      if (scope !== undefined) await defineLimits(context, scope, fields);
    });
  }
  const teams = new Map((await context.entities.list('team')).map((team) => [team.id, team]));
  const members = await context.entities.membersOfAll({ teamIds: [...teams.keys()] });
  await doneInTurns(members.filter(shares), async (member) => {
    const team = teams.get(member.teamId);
    if (team !== undefined) await defineMemberLimits(context, team, member);
  });
}
