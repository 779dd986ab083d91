import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deployment } from '../../../domain/deployment.ts';
import { GatewayError } from '../../../domain/errors.ts';
import type { ModelPrice } from '../../../domain/pricing.ts';
import type { RepriceLine } from '../../../domain/repricing.ts';
import type { SpendRecord } from '../../../domain/spend.ts';
import { REPRICE_PATH, type RepriceAnswer } from '../../../protocol/billing.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { recordChange } from '../../management/actor.ts';
import { readManaged } from '../../management/readBody.ts';
import { requireAdmin } from '../../management/scope.ts';

const epochMs = z.number().int().nonnegative().nullish();

export const repriceBody = z.strictObject({
  from: epochMs,
  to: epochMs,
  modelGroup: z.string().min(1).nullish(),
  model: z.string().min(1).nullish(),
  provider: z.string().min(1).nullish(),
  onlyUnknown: z.boolean().default(false),
  dryRun: z.boolean().default(true),
});

const DAY_MS = 86_400_000;

/**
 * `POST /torii/reprice`: prices requests of the past with the prices that the config and the price table have now for
 * their day. A dry run, which is what a body without `dryRun: false` asks for, tells what would change.
 */
export function registerReprice(server: FastifyInstance, context: GatewayContext): void {
  let running = false;
  server.post(REPRICE_PATH, async (request) => {
    requireAdmin(callerOf(request), REPRICE_PATH);
    const wish = readManaged(request, repriceBody);
    if (running)
      throw new GatewayError('conflict', 'Requests are being priced anew already. Try again when that is done.');
    running = true;
    try {
      return await reprice(context, request, wish);
    } finally {
      running = false;
    }
  });
}

async function reprice(
  context: GatewayContext,
  request: FastifyRequest,
  wish: z.infer<typeof repriceBody>,
): Promise<RepriceAnswer> {
  const { dryRun, onlyUnknown } = wish;
  const filter = {
    onlyUnknown,
    from: wish.from ?? undefined,
    to: wish.to ?? undefined,
    modelGroup: wish.modelGroup ?? undefined,
    model: wish.model ?? undefined,
    provider: wish.provider ?? undefined,
  };
  const models = await context.repricer.reprice(filter, priceFinder(context), !dryRun);
  const answer = { dryRun, ...totalOf(models), models: [...models] };
  if (!dryRun && answer.changed > 0) {
    const before = { cost: answer.before, unknown: answer.unknownBefore };
    const after = { cost: answer.after, unknown: answer.unknownAfter, requests: answer.changed };
    await recordChange(context, request, { action: 'updated', kind: 'spend', id: 'reprice', before, after });
  }
  return answer;
}

function totalOf(lines: readonly RepriceLine[]): Omit<RepriceAnswer, 'dryRun' | 'models'> {
  const sum = (name: 'rows' | 'changed' | 'unknownBefore' | 'unknownAfter' | 'before' | 'after') =>
    lines.reduce((total, line) => total + line[name], 0);
  return {
    rows: sum('rows'),
    changed: sum('changed'),
    unknownBefore: sum('unknownBefore'),
    unknownAfter: sum('unknownAfter'),
    before: sum('before'),
    after: sum('after'),
  };
}

/**
 * The price of a row's deployment on the row's day: by its id, or where the config has that no more, by provider and
 * model. Undefined for models that the config does not know.
 */
function priceFinder({ settings, catalog }: GatewayContext): (record: SpendRecord) => ModelPrice | undefined {
  const { deployments } = settings.current;
  const known = new Map<string, ModelPrice | undefined>();
  return (record) => {
    const deployment = deploymentOf(record, deployments);
    if (deployment === undefined) return undefined;
    const day = Math.floor(record.startedAt / DAY_MS) * DAY_MS;
    const name = `${deployment.id} ${day}`;
    if (!known.has(name)) known.set(name, catalog.priceAt(deployment, day));
    return known.get(name);
  };
}

function deploymentOf(record: SpendRecord, deployments: readonly Deployment[]): Deployment | undefined {
  return (
    deployments.find(({ id }) => id === record.modelId) ??
    deployments.find(({ provider, model }) => provider === record.provider && model === record.model)
  );
}
