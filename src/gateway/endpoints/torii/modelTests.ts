import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../../domain/errors.ts';
import { redactSecrets } from '../../../domain/redactSecrets.ts';
import { MODEL_TESTS_PATH, type ModelTest, type ModelTestList } from '../../../protocol/modelTests.ts';
import type { GatewayContext } from '../../context.ts';
import type { HealthResult } from '../../health/checkDeployment.ts';
import type { HealthChecks } from '../../health/healthChecks.ts';
import { callerOf } from '../../llmRequest.ts';
import { requireAdmin } from '../../management/scope.ts';

/** A call of one token to one deployment, for people. It costs money: administrators alone. */
export function registerModelTests(server: FastifyInstance, context: GatewayContext, checks: HealthChecks): void {
  server.get(MODEL_TESTS_PATH, { config: { dashboard: true } }, async (): Promise<ModelTestList> => {
    return { tests: await Promise.all(checks.latest().map((result) => toTest(context, result))) };
  });

  server.post<{ Params: { id: string } }>(`${MODEL_TESTS_PATH}/:id`, async (request): Promise<ModelTest> => {
    requireAdmin(callerOf(request), MODEL_TESTS_PATH);
    const { id } = request.params;
    const deployment = context.settings.current.deployments.find((one) => one.id === id);
    if (deployment === undefined) {
      throw new GatewayError('not-found', 'The config has no such deployment any more. Read the list of models again.');
    }
    const [result] = await checks.round([deployment], { caller: callerOf(request), ipAddress: request.ip });
    if (result === undefined) throw new GatewayError('internal', 'The test gave no result.');
    return await toTest(context, result);
  });
}

/** With tokens and cost from the test's row in the ledger. */
async function toTest(context: GatewayContext, result: HealthResult): Promise<ModelTest> {
  const { callId, deployment, checkedAt, durationMs, error } = result;
  const row = await context.spend.find(callId);
  return {
    deploymentId: deployment.id,
    modelGroup: deployment.group,
    callId,
    at: checkedAt,
    ok: error === undefined,
    durationMs,
    cost: row?.cost ?? null,
    inputTokens: row?.usage?.inputTokens ?? null,
    outputTokens: row?.usage?.outputTokens ?? null,
    error:
      error === undefined ? null : { kind: error.kind, status: error.status, message: redactSecrets(error.message) },
  };
}
