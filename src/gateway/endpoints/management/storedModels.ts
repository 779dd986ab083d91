import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { withoutSecrets } from '../../../domain/audit.ts';
import { GatewayError } from '../../../domain/errors.ts';
import type { ModelEntry, StoredModel } from '../../../domain/governancePorts.ts';
import { isObject } from '../../../domain/json.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { actorId, recordChange } from '../../management/actor.ts';
import { mergeFields } from '../../management/entityBody.ts';
import { readManaged } from '../../management/readBody.ts';
import { requireAdmin } from '../../management/scope.ts';
import { isoOrNull } from '../../management/time.ts';
import { randomId } from '../../randomId.ts';

const anyMap = z.record(z.string(), z.unknown());
const modelInfo = z.looseObject({ id: z.union([z.string(), z.number().transform(String)]).nullish() });
const newSchema = z.looseObject({
  model_name: z.string().min(1),
  litellm_params: z.looseObject({ model: z.string().min(1) }),
  model_info: modelInfo.nullish(),
});
const changeSchema = z.looseObject({
  id: z.string().nullish(),
  model_id: z.string().nullish(),
  model_name: z.string().min(1).nullish(),
  litellm_params: anyMap.nullish(),
  model_info: modelInfo.nullish(),
});
const deleteSchema = z.looseObject({ id: z.string().min(1) });

/** Models beside those of the config file: kept in the ledger, encrypted, and in force at once in all processes. */
export function registerStoredModels(server: FastifyInstance, context: GatewayContext): void {
  server.post('/model/new', async (request) => {
    requireAdmin(callerOf(request), '/model/new');
    const { model_name, litellm_params, model_info } = readManaged(request, newSchema);
    const id = model_info?.id ?? randomId(context.random);
    if (context.settings.current.deployments.some((deployment) => deployment.id === id)) {
      throw new GatewayError('bad-request', `A model with id=${id} exists already.`, { param: 'model_info.id' });
    }
    const entry = { model_name, litellm_params, model_info: withoutId(model_info) };
    return toRow(await save(context, request, id, undefined, entry));
  });

  server.post('/model/update', async (request) => {
    const body = readManaged(request, changeSchema);
    return await update(context, request, body.model_info?.id ?? body.id ?? body.model_id ?? '', body);
  });

  for (const method of ['PATCH', 'POST'] as const) {
    server.route<{ Params: { id: string } }>({
      method,
      url: '/model/:id/update',
      handler: async (request) => await update(context, request, request.params.id, readManaged(request, changeSchema)),
    });
  }

  server.post('/model/delete', async (request) => {
    requireAdmin(callerOf(request), '/model/delete');
    const model = requireStored(context, readManaged(request, deleteSchema).id);
    await context.models.delete(model.id);
    context.models.refresh();
    await recordChange(context, request, {
      action: 'deleted',
      kind: 'model',
      id: model.id,
      before: { ...model.entry },
    });
    return { message: `Model: ${model.id} deleted successfully` };
  });
}

/** Parameters that are sent replace those of their name; the others stay. */
async function update(
  context: GatewayContext,
  request: FastifyRequest,
  id: string,
  body: z.infer<typeof changeSchema>,
) {
  requireAdmin(callerOf(request), '/model/update');
  const before = requireStored(context, id);
  const entry = {
    model_name: body.model_name ?? before.entry.model_name,
    litellm_params: mergeFields(before.entry.litellm_params, body.litellm_params ?? {}),
    model_info: mergeFields(before.entry.model_info, withoutId(body.model_info)),
  };
  return toRow(await save(context, request, id, before, entry));
}

/** Checks, stores and puts into force. Throws `bad-request` where the config would not take the entry either. */
async function save(
  context: GatewayContext,
  request: FastifyRequest,
  id: string,
  before: StoredModel | undefined,
  entry: ModelEntry,
): Promise<StoredModel> {
  context.models.check(id, entry);
  const model = await context.models.save(id, entry, actorId(callerOf(request)));
  context.models.refresh();
  await recordChange(context, request, {
    action: before === undefined ? 'created' : 'updated',
    kind: 'model',
    id,
    before: before && { ...before.entry },
    after: { ...entry },
  });
  return model;
}

/** Throws `bad-request`, as LiteLLM does, for models that are not in the database. */
function requireStored(context: GatewayContext, id: string): StoredModel {
  const model = context.models.list().find((one) => one.id === id);
  if (model !== undefined) return model;
  const inFile = context.settings.current.deployments.some((deployment) => deployment.id === id);
  const where = inFile ? ' It is in the config file: change it there.' : '';
  throw new GatewayError('bad-request', `Model with id=${id} not found in db.${where}`, { param: 'id' });
}

function withoutId(info: z.infer<typeof modelInfo> | null | undefined): Readonly<Record<string, unknown>> {
  const { id: _, ...rest } = info ?? {};
  return rest;
}

function toRow({ id, entry, createdAt, createdBy, updatedAt, updatedBy }: StoredModel): Record<string, unknown> {
  const params = withoutSecrets(entry.litellm_params);
  return {
    model_id: id,
    model_name: entry.model_name,
    litellm_params: isObject(params) ? params : {},
    model_info: { ...entry.model_info, id, db_model: true },
    created_at: isoOrNull(createdAt),
    created_by: createdBy ?? null,
    updated_at: isoOrNull(updatedAt),
    updated_by: updatedBy ?? null,
  };
}
