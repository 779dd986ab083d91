import type { FastifyInstance } from 'fastify';
import type { CheckResult, DestinationLine, GatewayView } from '../../../domain/doctor.ts';
import { DOCTOR_PATH, type DoctorReport, doctorRequestSchema } from '../../../protocol/doctor.ts';
import type { GatewayContext } from '../../context.ts';
import { budgetLines } from '../../doctorBudgets.ts';
import { checkDeployment, type HealthAsker } from '../../health/checkDeployment.ts';
import type { HealthChecks } from '../../health/healthChecks.ts';
import { callerOf } from '../../llmRequest.ts';
import { readManaged } from '../../management/readBody.ts';
import { requireAdmin } from '../../management/scope.ts';

/** Runs Doctor's checks. Administrators alone: with model calls they cost money, and they tell of the machine. */
export function registerDoctor(server: FastifyInstance, context: GatewayContext, checks: HealthChecks): void {
  server.post(DOCTOR_PATH, async (request): Promise<DoctorReport> => {
    const caller = callerOf(request);
    requireAdmin(caller, DOCTOR_PATH);
    const { language, model_calls: modelCalls, checks: only } = readManaged(request, doctorRequestSchema);
    const view = toView(context, { caller, ipAddress: request.ip }, checks);
    const results = await context.doctor.examine({ language, modelCalls, only }, view);
    return { checks: results.map(toCheck) };
  });
}

function toCheck({ durationMs, subject, detail, fix, ...rest }: CheckResult): DoctorReport['checks'][number] {
  return {
    ...rest,
    ...(subject === undefined ? {} : { subject }),
    ...(detail === undefined ? {} : { detail }),
    ...(fix === undefined ? {} : { fix }),
    duration_ms: durationMs,
  };
}

function toView(context: GatewayContext, asker: HealthAsker, checks: HealthChecks): GatewayView {
  return {
    restOf: (id) => {
      const until = context.cooldowns.until(id);
      return until === undefined ? undefined : { until, reason: context.cooldowns.reasonOf(id) ?? '' };
    },
    callModel: async (deployment) => {
      const { error } = await checks.inTurn(() => checkDeployment(context, deployment, asker));
      return error?.message;
    },
    budgets: () => budgetLines(context),
    destinations: () => destinationLines(context),
  };
}

/** Asks each destination whether it is there and lets us in. */
async function destinationLines({ destinations }: GatewayContext): Promise<readonly DestinationLine[]> {
  const asked = destinations.list().map(async ({ id, address, state, queued, dropped, lastError }) => {
    const test = await destinations.test(id);
    const { ok = false, detail = '' } = test ?? {};
    const words = dropped > 0 && ok ? (lastError?.message ?? detail) : detail;
    return { id, address, ok, detail: words, queued, dropped, paused: state === 'paused' };
  });
  return await Promise.all(asked);
}
