import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { stringsOf } from '../../../domain/entities.ts';
import { GatewayError } from '../../../domain/errors.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { changeEntity, createEntity, removeEntity, requireEntity } from '../../management/entityChanges.ts';
import { readManaged } from '../../management/readBody.ts';
import { requireAdmin, requireSight } from '../../management/scope.ts';
import { accessGroups } from '../../modelAccess.ts';

const models = z.array(z.string().min(1)).nullish();
const modelShape = { model_names: models, model_ids: models };
const newSchema = z.strictObject({ access_group: z.string().min(1), ...modelShape });
const changeSchema = z.strictObject(modelShape);

type Named = { readonly Params: { readonly group: string } };

/** Groups of models under one name, for the lists of keys and teams; beside those of `model_info.access_groups`. */
export function registerAccessGroups(server: FastifyInstance, context: GatewayContext): void {
  server.post('/access_group/new', async (request) => {
    requireAdmin(callerOf(request), '/access_group/new');
    const { access_group: id, ...named } = readManaged(request, newSchema);
    if (accessGroups(context).has(id)) {
      throw new GatewayError('conflict', `Access group '${id}' already exists`, {
        param: 'access_group',
        retryable: false,
      });
    }
    const model_names = knownModels(context, named);
    await createEntity(context, request, { kind: 'access_group', id, fields: { model_names } });
    return { access_group: id, model_names, models_updated: countOf(context, model_names) };
  });

  server.get('/access_group/list', (request) => {
    requireSight(callerOf(request), '/access_group/list');
    const groups = [...accessGroups(context).keys()].toSorted();
    return { access_groups: groups.map((group) => toRow(context, group)) };
  });

  server.get<Named>('/access_group/:group/info', (request) => {
    requireSight(callerOf(request), '/access_group/{access_group}/info');
    return toRow(context, request.params.group);
  });

  server.put<Named>('/access_group/:group/update', async (request) => await update(context, request));

  server.delete<Named>('/access_group/:group/delete', async (request) => {
    requireAdmin(callerOf(request), '/access_group/{access_group}/delete');
    const group = await requireEntity(context, 'access_group', request.params.group);
    await removeEntity(context, request, group);
    const models_updated = countOf(context, stringsOf(group.fields, 'model_names'));
    return { access_group: group.id, models_updated, message: `Access group '${group.id}' deleted successfully` };
  });
}

async function update(context: GatewayContext, request: FastifyRequest<Named>) {
  requireAdmin(callerOf(request), '/access_group/{access_group}/update');
  const group = await requireEntity(context, 'access_group', request.params.group);
  const model_names = knownModels(context, readManaged(request, changeSchema));
  await changeEntity(context, request, group, { model_names });
  return { access_group: group.id, model_names, models_updated: countOf(context, model_names) };
}

/** Throws `not-found` where neither the config nor the API made such a group. */
function toRow(context: GatewayContext, group: string) {
  const names = accessGroups(context).get(group);
  if (names === undefined) {
    throw new GatewayError('not-found', `Access group '${group}' not found`, { param: 'access_group' });
  }
  const model_names = [...new Set(names)];
  return { access_group: group, model_names, deployment_count: countOf(context, model_names) };
}

/** Names of groups that exist, of ids the groups of their deployments. Throws `bad-request` for others. */
function knownModels(context: GatewayContext, named: z.infer<typeof changeSchema>): readonly string[] {
  const { deployments } = context.settings.current;
  const names = (named.model_names ?? []).map((name) => {
    if (name.includes('*') || deployments.some(({ group }) => group === name)) return name;
    throw new GatewayError('bad-request', `Model '${name}' is not in the config`, { param: 'model_names' });
  });
  const ofIds = (named.model_ids ?? []).map((id) => {
    const deployment = deployments.find((one) => one.id === id);
    if (deployment !== undefined) return deployment.group;
    throw new GatewayError('bad-request', `No deployment has the id '${id}'`, { param: 'model_ids' });
  });
  const all = [...new Set([...names, ...ofIds])];
  if (all.length > 0) return all;
  throw new GatewayError('bad-request', 'model_names or model_ids: name at least one model', { param: 'model_names' });
}

function countOf(context: GatewayContext, names: readonly string[]): number {
  return context.settings.current.deployments.filter(({ group }) => names.includes(group)).length;
}
