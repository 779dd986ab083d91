import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../../../domain/errors.ts';
import {
  FALLBACKS_PATH,
  type FallbacksBody,
  fallbacksBody,
  ROUTING_PATH,
  type Routing,
} from '../../../protocol/routing.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { recordChange } from '../../management/actor.ts';
import { readManaged } from '../../management/readBody.ts';
import { requireAdmin } from '../../management/scope.ts';
import { isKnownModel, toRouting } from './routingView.ts';

/** `GET /torii/routing`, and `PUT /torii/routing/fallbacks`, which writes one chain into the config file. */
export function registerRouting(server: FastifyInstance, context: GatewayContext): void {
  server.get(ROUTING_PATH, { config: { dashboard: true } }, (): Routing => toRouting(context));

  server.put(FALLBACKS_PATH, async (request): Promise<Routing> => {
    requireAdmin(callerOf(request), FALLBACKS_PATH);
    const wish = readManaged(request, fallbacksBody);
    checkWish(context, wish);
    await write(context, request, wish);
    return toRouting(context);
  });
}

async function write(context: GatewayContext, request: FastifyRequest, wish: FallbacksBody): Promise<void> {
  const { kind, model, fallbacks } = wish;
  const before = chainOf(context, wish);
  await context.fallbacks.setFallbacks({ kind, group: model ?? undefined, fallbacks });
  await recordChange(context, request, {
    action: 'updated',
    kind: 'config',
    id: model === undefined || model === null ? `fallbacks ${kind}` : `fallbacks ${kind} ${model}`,
    before: { fallbacks: before },
    after: { fallbacks },
  });
}

function chainOf(context: GatewayContext, { kind, model }: FallbacksBody): readonly string[] {
  const chain = toRouting(context).chains.find((each) => each.kind === kind && each.model === (model ?? null));
  return chain?.fallbacks.map((target) => target.model) ?? [];
}

/** A name that nobody answers to is let through where it only goes away. */
function checkWish(context: GatewayContext, wish: FallbacksBody): void {
  const { model, fallbacks } = wish;
  const known = new Set(chainOf(context, wish));
  for (const [index, name] of fallbacks.entries()) {
    const param = `fallbacks.${index}`;
    if (name === model) throw refusal(`${name} cannot be its own fallback.`, param);
    if (fallbacks.indexOf(name) < index) throw refusal(`${name} stands twice in the chain.`, param);
    if (!known.has(name) && !isKnownModel(context, name)) throw unknownModel(name, param);
  }
  const isNew = typeof model === 'string' && fallbacks.length > 0 && known.size === 0;
  if (isNew && !isKnownModel(context, model)) throw unknownModel(model, 'model');
}

function unknownModel(name: string, param: string): GatewayError {
  return refusal(`There is no model group "${name}". Use a model_name of the config's model_list, or an alias.`, param);
}

function refusal(message: string, param: string): GatewayError {
  return new GatewayError('bad-request', message, { param });
}
