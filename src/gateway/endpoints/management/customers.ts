import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { BudgetState } from '../../../domain/budget.ts';
import type { Entity } from '../../../domain/entities.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { budgetRow, toBudgetRow } from '../../management/budgetRow.ts';
import { limitShape } from '../../management/entityBody.ts';
import {
  changeEntity,
  createEntity,
  removeEntity,
  requireEntities,
  requireEntity,
} from '../../management/entityChanges.ts';
import { requireBudget } from '../../management/keyRules.ts';
import { spendFields } from '../../management/limits.ts';
import { anyMap, anyValue, check, flag, names, readManaged, text, usd } from '../../management/readBody.ts';
import { requireAdmin, requireSight } from '../../management/scope.ts';
import { statedRows } from '../../management/statedRows.ts';

const customerSchema = z.strictObject({
  ...limitShape,
  user_id: z.string().min(1),
  alias: text,
  blocked: flag,
  spend: usd,
  allowed_model_region: text,
  default_model: text,
  models: names,
  metadata: anyMap,
  object_permission: anyValue,
});
const idsSchema = z.strictObject({ user_ids: z.array(z.string()).min(1) });
const infoQuery = z.looseObject({ end_user_id: z.string().min(1) });

/** Customers: whom clients name as `user` in their requests. LiteLLM has each path twice. */
export function registerCustomers(server: FastifyInstance, context: GatewayContext): void {
  for (const noun of ['customer', 'end_user']) {
    server.post(`/${noun}/new`, async (request) => {
      requireAdmin(callerOf(request), `/${noun}/new`);
      const { user_id: id, spend, ...fields } = readManaged(request, customerSchema);
      await requireBudget(context, fields.budget_id);
      return await toRow(context, await createEntity(context, request, { kind: 'customer', id, fields }, spend));
    });

    server.post(`/${noun}/update`, async (request) => {
      requireAdmin(callerOf(request), `/${noun}/update`);
      const { user_id: id, spend, ...patch } = readManaged(request, customerSchema);
      await requireBudget(context, patch.budget_id);
      const customer = await requireEntity(context, 'customer', id);
      return await toRow(context, await changeEntity(context, request, customer, patch, { spend }));
    });

    server.get(`/${noun}/info`, async (request) => {
      requireSight(callerOf(request), `/${noun}/info`);
      const { end_user_id: id } = check(infoQuery, request.query);
      return await toRow(context, await requireEntity(context, 'customer', id));
    });

    server.get(`/${noun}/list`, async (request) => {
      requireSight(callerOf(request), `/${noun}/list`);
      return await toRows(context, await context.entities.list('customer'));
    });

    server.post(`/${noun}/delete`, async (request) => {
      requireAdmin(callerOf(request), `/${noun}/delete`);
      const ids = readManaged(request, idsSchema).user_ids;
      const customers = await requireEntities(context, 'customer', ids);
      for (const customer of customers) await removeEntity(context, request, customer);
      return {
        deleted_customers: customers.length,
        message: `Successfully deleted customers with ids: ${ids.join(', ')}`,
      };
    });

    for (const blocked of [true, false]) {
      const route = `/${noun}/${blocked ? 'block' : 'unblock'}`;
      server.post(route, async (request) => {
        requireAdmin(callerOf(request), route);
        const rows: unknown[] = [];
        for (const id of readManaged(request, idsSchema).user_ids) {
          // Somebody can be blocked who was never made: clients name whom they like.
          const known = await context.entities.find('customer', id);
          const customer = known ?? (await createEntity(context, request, { kind: 'customer', id, fields: {} }));
          const action = blocked ? 'blocked' : 'unblocked';
          rows.push(await toRow(context, await changeEntity(context, request, customer, { blocked }, { action })));
        }
        return { blocked_users: rows };
      });
    }
  }
}

type Row = Record<string, unknown>;

async function toRow(context: GatewayContext, customer: Entity): Promise<Row> {
  const [row] = await toRows(context, [customer]);
  return row ?? {};
}

function toRows(context: GatewayContext, customers: readonly Entity[]): Promise<readonly Row[]> {
  return statedRows(context, 'customer', customers, describe);
}

function describe(context: GatewayContext, customer: Entity, state: BudgetState | undefined): Row {
  const { fields } = customer;
  const { spend } = spendFields(state);
  const own = fields['max_budget'] === undefined ? null : toBudgetRow({ ...customer, id: customer.id });
  return {
    user_id: customer.id,
    alias: fields['alias'] ?? null,
    spend,
    allowed_model_region: fields['allowed_model_region'] ?? null,
    default_model: fields['default_model'] ?? null,
    models: fields['models'] ?? [],
    blocked: fields['blocked'] === true,
    litellm_budget_table: budgetRow(context, fields) ?? own,
  };
}
