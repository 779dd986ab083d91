import { redactSecrets } from '../../domain/redactSecrets.ts';
import { isoOrNull } from '../management/time.ts';
import type { HealthResult } from './checkDeployment.ts';

/** LiteLLM's `/health`, of one result at least. */
export function toHealth(results: readonly HealthResult[]): Record<string, unknown> {
  const well = results.filter(({ error }) => error === undefined);
  const ill = results.filter(({ error }) => error !== undefined);
  return {
    healthy_endpoints: well.map(toEndpoint),
    unhealthy_endpoints: ill.map(toEndpoint),
    healthy_count: well.length,
    unhealthy_count: ill.length,
  };
}

/** An entry of `healthy_endpoints` or `unhealthy_endpoints`. */
export function toEndpoint(result: HealthResult): Record<string, unknown> {
  const { deployment, apiBase, headers, error, durationMs } = result;
  const limits = Object.entries(headers).filter(([name]) => name.startsWith('x-ratelimit-'));
  return {
    model: deployment.litellmModel,
    model_name: deployment.group,
    model_id: deployment.id,
    api_base: apiBase ?? null,
    response_time_ms: durationMs,
    ...Object.fromEntries(limits),
    ...(error === undefined ? {} : { error: wordsOf(result), error_status: error.status }),
  };
}

/** An entry of `/health/history` and `/health/latest`. */
export function toHistoryRow(result: HealthResult): Record<string, unknown> {
  const { callId, deployment, error, durationMs, checkedAt } = result;
  return {
    health_check_id: callId,
    model_name: deployment.group,
    model_id: deployment.id,
    status: statusOf(result),
    healthy_count: error === undefined ? 1 : 0,
    unhealthy_count: error === undefined ? 0 : 1,
    error_message: wordsOf(result),
    response_time_ms: durationMs,
    details: null,
    checked_at: isoOrNull(checkedAt),
    created_at: isoOrNull(checkedAt),
  };
}

export function statusOf({ error }: HealthResult): 'healthy' | 'unhealthy' {
  return error === undefined ? 'healthy' : 'unhealthy';
}

function wordsOf({ error }: HealthResult): string | null {
  return error === undefined ? null : redactSecrets(error.message);
}
