import type { FastifyInstance } from 'fastify';
import type { MetricsBudget, MetricsView } from '../../domain/callMetrics.ts';
import { textOf } from '../../domain/entities.ts';
import { GatewayError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import type { GatewaySettings } from '../../domain/settings.ts';
import { madeInTurns } from '../../domain/turns.ts';
import type { GatewayContext } from '../context.ts';

/** Prometheus asks without the slash; LiteLLM answers with it. */
const PATHS = ['/metrics', '/metrics/'];

/**
 * Metrics for Prometheus. They tell what everybody does, so that only those may read them who see everything, unless
 * `litellm_settings.require_auth_for_metrics_endpoint` is false.
 */
export function registerMetrics(server: FastifyInstance, context: GatewayContext): void {
  for (const url of PATHS) {
    server.get(url, { config: { open: isOpen } }, async (_request, reply) => {
      if (!context.metrics.on) {
        throw new GatewayError(
          'not-found',
          'Metrics are off. Add "prometheus" to litellm_settings.callbacks in the config.',
        );
      }
      const { body, contentType } = await context.metrics.render(toView(context));
      return await reply.type(contentType).send(body);
    });
  }
}

function isOpen({ document }: GatewaySettings): boolean {
  const section = document['litellm_settings'];
  return isObject(section) && section['require_auth_for_metrics_endpoint'] === false;
}

function toView(context: GatewayContext): MetricsView {
  const { clock, settings, cooldowns, providers, activeRequests } = context;
  return {
    now: clock.now(),
    deployments: settings.current.deployments.map((deployment) => ({
      deployment,
      apiBase: providers.find(deployment.provider)?.endpoint(deployment).apiBase,
      resting: cooldowns.until(deployment.id) !== undefined,
    })),
    budgets: () => readBudgets(context),
    running: activeRequests.count,
  };
}

const KINDS = ['key', 'team', 'user'] as const;

/** The first window with a cap of each key, team and user: LiteLLM knows one budget of each. */
async function readBudgets({ budgets, directory }: GatewayContext): Promise<readonly MetricsBudget[]> {
  const nameOf = (kind: MetricsBudget['kind'], id: string): string | undefined => {
    if (kind === 'key') return directory.findHolder(id)?.key.keyAlias;
    return kind === 'team' ? textOf(directory.find('team', id)?.fields, 'team_alias') : undefined;
  };
  const states = await Promise.all(
    KINDS.map(async (kind) => [kind, await budgets.states(kind, budgets.defined(kind))] as const),
  );
  const all = states.flatMap(([kind, found]) => [...found].map(([id, { windows }]) => ({ kind, id, windows })));
  // A name that is not in memory costs a query.
  return await madeInTurns(all, (some) =>
    some.flatMap(({ kind, id, windows }) => {
      const capped = windows.find(({ maxBudget, model }) => maxBudget !== undefined && model === undefined);
      if (capped?.maxBudget === undefined) return [];
      const { spend, maxBudget, resetsAt } = capped;
      return [{ kind, id, alias: nameOf(kind, id), spend, maxBudget, resetsAt }];
    }),
  );
}
