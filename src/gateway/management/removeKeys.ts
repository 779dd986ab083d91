import type { FastifyRequest } from 'fastify';
import type { KeyQuery } from '../../domain/governancePorts.ts';
import { doneInTurns } from '../../domain/turns.ts';
import type { VirtualKey } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { callerOf } from '../llmRequest.ts';
import { actorId, recordChange } from './actor.ts';
import { toKeyRow } from './keyRow.ts';

const MOST_KEYS = 1_000_000;

/** Deletes keys with their limits, and takes each down. Gives back the tokens that existed. */
export async function removeKeys(
  context: GatewayContext,
  request: FastifyRequest,
  keys: readonly VirtualKey[],
): Promise<readonly string[]> {
  const tokens = keys.map(({ token }) => token);
  const deleted = new Set(await context.keys.delete(tokens, actorId(callerOf(request))));
  const gone = keys.filter(({ token }) => deleted.has(token));
  await doneInTurns(gone, async (key) => {
    const before = await toKeyRow(context, key);
    await context.budgets.define({ kind: 'key', id: key.token }, undefined);
    await recordChange(context, request, { action: 'deleted', kind: 'key', id: key.token, before });
  });
  if (deleted.size > 0) context.notices.publish({ type: 'keys-changed' });
  return [...deleted];
}

/** All keys that a query means. */
export async function keysOf(
  context: GatewayContext,
  query: Omit<KeyQuery, 'offset' | 'limit'>,
): Promise<readonly VirtualKey[]> {
  return (await context.keys.list({ ...query, offset: 0, limit: MOST_KEYS })).keys;
}
