import { GatewayError } from '../domain/errors.ts';
import { type Resolution, routingTable } from '../domain/routing/routingTable.ts';
import type { Caller } from '../domain/virtualKey.ts';
import type { GatewayContext } from './context.ts';
import { requireModelAccess, withoutAlias } from './modelAccess.ts';

/** Finds what the client's model name stands for and whether the caller may use it. Throws `bad-request` or `model-access`. */
export function authorise(context: GatewayContext, caller: Caller, model: string, route: string): Resolution {
  const name = withoutAlias(caller, model);
  const team = caller.role === 'key' ? caller.key.teamId : undefined;
  const resolution = routingTable(context.settings.current).resolve(name, team);
  // A key with a list learns nothing about names outside it.
  requireModelAccess(context, caller, { requested: model, name, group: resolution?.group ?? name });
  if (resolution !== undefined) return resolution;
  throw new GatewayError(
    'bad-request',
    `${route}: Invalid model name passed in model=${model}. Call \`/v1/models\` to view available models for your key.`,
    { param: 'model' },
  );
}

/** A client-side fallback is a request for another model, too. */
export function authoriseFallbacks(context: GatewayContext, caller: Caller, fallbacks: readonly string[]): void {
  for (const fallback of fallbacks) authorise(context, caller, fallback, 'fallbacks');
}
