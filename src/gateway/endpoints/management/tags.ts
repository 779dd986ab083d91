import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { BudgetState } from '../../../domain/budget.ts';
import type { Entity } from '../../../domain/entities.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { budgetRow } from '../../management/budgetRow.ts';
import { limitShape } from '../../management/entityBody.ts';
import { changeEntity, createEntity, removeEntity, requireEntity } from '../../management/entityChanges.ts';
import { requireBudget } from '../../management/keyRules.ts';
import { spendFields } from '../../management/limits.ts';
import { anyMap, names, readManaged, text, usd } from '../../management/readBody.ts';
import { requireAdmin, requireSight } from '../../management/scope.ts';
import { statedRows } from '../../management/statedRows.ts';
import { isoOrNull } from '../../management/time.ts';

const tagSchema = z.strictObject({
  ...limitShape,
  name: z.string().min(1),
  description: text,
  models: names,
  model_info: anyMap,
  spend: usd,
});
const infoSchema = z.strictObject({ names: z.array(z.string()) });
const deleteSchema = z.strictObject({ name: z.string() });

/** Tags of requests that have a description or limits. Others are made by being used. */
export function registerTags(server: FastifyInstance, context: GatewayContext): void {
  server.post('/tag/new', async (request) => {
    requireAdmin(callerOf(request), '/tag/new');
    const { name, spend, ...fields } = readManaged(request, tagSchema);
    await requireBudget(context, fields.budget_id);
    const tag = await createEntity(context, request, { kind: 'tag', id: name, fields }, spend);
    return { message: `Tag ${name} created successfully`, tag: await toRow(context, tag) };
  });

  server.post('/tag/update', async (request) => {
    requireAdmin(callerOf(request), '/tag/update');
    const { name, spend, ...patch } = readManaged(request, tagSchema);
    await requireBudget(context, patch.budget_id);
    const tag = await changeEntity(context, request, await requireEntity(context, 'tag', name), patch, { spend });
    return { message: `Tag ${name} updated successfully`, tag: await toRow(context, tag) };
  });

  server.post('/tag/info', async (request) => {
    requireSight(callerOf(request), '/tag/info');
    const rows: (readonly [string, unknown])[] = [];
    for (const name of readManaged(request, infoSchema).names) {
      rows.push([name, await toRow(context, await requireEntity(context, 'tag', name))]);
    }
    return Object.fromEntries(rows);
  });

  server.get('/tag/list', async () => await toRows(context, await context.entities.list('tag')));

  server.post('/tag/delete', async (request) => {
    requireAdmin(callerOf(request), '/tag/delete');
    const { name } = readManaged(request, deleteSchema);
    await removeEntity(context, request, await requireEntity(context, 'tag', name));
    return { message: `Tag ${name} deleted successfully` };
  });
}

type Row = Record<string, unknown>;

async function toRow(context: GatewayContext, tag: Entity): Promise<Row> {
  const [row] = await toRows(context, [tag]);
  return row ?? {};
}

function toRows(context: GatewayContext, tags: readonly Entity[]): Promise<readonly Row[]> {
  return statedRows(context, 'tag', tags, describe);
}

function describe(context: GatewayContext, tag: Entity, state: BudgetState | undefined): Row {
  return {
    description: null,
    models: [],
    model_info: null,
    ...tag.fields,
    name: tag.id,
    ...spendFields(state),
    litellm_budget_table: budgetRow(context, tag.fields),
    created_at: isoOrNull(tag.createdAt),
    updated_at: isoOrNull(tag.updatedAt),
    created_by: tag.createdBy ?? null,
  };
}
