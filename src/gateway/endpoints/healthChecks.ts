import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { GatewayContext } from '../context.ts';
import { checkDeployment } from '../health/checkDeployment.ts';
import type { HealthChecks } from '../health/healthChecks.ts';
import { statusOf, toEndpoint, toHealth, toHistoryRow } from '../health/healthRows.ts';
import { callerOf } from '../llmRequest.ts';
import { readManaged } from '../management/readBody.ts';
import { requireAdmin } from '../management/scope.ts';
import { randomId } from '../randomId.ts';
import { readQuery } from '../readQuery.ts';
import { adminRoutes } from './adminRoutes.ts';
import { serviceState } from './healthServices.ts';

export const healthQuery = z.object({ model: z.string().optional(), model_id: z.string().optional() });
export const healthHistoryQuery = z.object({
  model: z.string().optional(),
  status_filter: z.enum(['healthy', 'unhealthy']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export const testConnectionBody = z.looseObject({
  litellm_params: z.looseObject({ model: z.string().min(1) }),
  model_info: z.record(z.string(), z.unknown()).nullish(),
  mode: z.enum(['chat', 'completion', 'responses', 'embedding']).nullish(),
});

/** LiteLLM's `/health` and what belongs to it. Checks cost money, and a test of a connection goes wherever its body says: administrators alone. */
export function registerHealthChecks(server: FastifyInstance, context: GatewayContext, checks: HealthChecks): void {
  adminRoutes(server, context, {
    'GET /health': async (_, request) => {
      requireAdmin(callerOf(request), '/health');
      return toHealth(await checks.round(selected(context, request), askerOf(request)));
    },
    'GET /health/latest': () => {
      const rows = checks.latest().map((result) => [result.deployment.id, toHistoryRow(result)]);
      return { latest_health_checks: Object.fromEntries(rows), total_models: rows.length };
    },
    'GET /health/history': (_, request) => history(checks, request),
    'GET /health/services': serviceState,
    'POST /health/test_connection': async (_, request) => {
      requireAdmin(callerOf(request), '/health/test_connection');
      const deployment = deploymentOf(context, readManaged(request, testConnectionBody));
      const result = await checks.inTurn(() => checkDeployment(context, deployment, askerOf(request)));
      return { status: result.error === undefined ? 'success' : 'error', result: toEndpoint(result) };
    },
  });
}

/** `model` is `litellm_params.model` or else a group; one that nothing has selects nothing, as in LiteLLM. Throws `not-found` for an id. */
function selected(context: GatewayContext, request: FastifyRequest): readonly Deployment[] {
  const { model, model_id: id } = readQuery(healthQuery, request);
  const { deployments } = context.settings.current;
  if (id) {
    const found = deployments.filter((deployment) => deployment.id === id);
    if (found.length === 0) throw new GatewayError('not-found', `Model with ID ${id} not found`, { param: 'model_id' });
    return found;
  }
  if (!model) return deployments;
  const byModel = deployments.filter(({ litellmModel }) => litellmModel === model);
  return byModel.length > 0 ? byModel : deployments.filter(({ group }) => group === model);
}

function history(checks: HealthChecks, request: FastifyRequest): Record<string, unknown> {
  const { model, status_filter: status, limit, offset } = readQuery(healthHistoryQuery, request);
  const fitting = checks
    .history()
    .filter((result) => model === undefined || result.deployment.group === model)
    .filter((result) => status === undefined || statusOf(result) === status);
  const rows = fitting.slice(offset, offset + limit).map(toHistoryRow);
  return { health_checks: rows, total_records: rows.length, limit, offset };
}

/**
 * A body that names a configured model and nothing else means that one. LiteLLM also mixes the config's credentials
 * with an address of the body; here a secret goes to the address only that it was written for.
 */
function deploymentOf(context: GatewayContext, body: z.infer<typeof testConnectionBody>): Deployment {
  const { litellm_params: params, model_info: info, mode } = body;
  const wanted = mode == null ? {} : { mode };
  const { deployments } = context.settings.current;
  const known =
    deployments.find(({ group }) => group === params.model) ??
    deployments.find(({ litellmModel }) => litellmModel === params.model);
  if (known !== undefined && Object.keys(params).length === 1) {
    return { ...known, info: { ...known.info, ...info, ...wanted } };
  }
  const entry = { model_name: params.model, litellm_params: params, model_info: { ...info, ...wanted } };
  return context.models.check(randomId(context.random), entry);
}

function askerOf(request: FastifyRequest) {
  return { caller: callerOf(request), ipAddress: request.ip };
}
