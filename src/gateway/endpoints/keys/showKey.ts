import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Caller, VirtualKey } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { toToken } from '../../digest.ts';
import { callerOf } from '../../llmRequest.ts';
import { toKeyRow } from '../../management/keyRow.ts';
import { readManaged } from '../../management/readBody.ts';
import { forbidden, maySeeKey } from '../../management/scope.ts';
import { isoOrNull } from '../../management/time.ts';
import { keyNotFound } from './findKey.ts';

const keysSchema = z.strictObject({ keys: z.array(z.string()).nullish() });

/** What is known of a key. */
export function registerShowKey(server: FastifyInstance, context: GatewayContext): void {
  server.get<{ Querystring: { key?: string } }>('/key/info', async (request) => {
    const caller = callerOf(request);
    const asked = request.query.key;
    if (asked === undefined) {
      if (caller.role === 'admin') throw keyNotFound();
      return { key: caller.key.token, info: await infoOf(context, caller, caller.key.token) };
    }
    return { key: asked, info: await infoOf(context, caller, toToken(asked)) };
  });

  server.post('/v2/key/info', async (request) => {
    const caller = callerOf(request);
    const own = caller.role === 'key' ? [caller.key.token] : [];
    const asked = readManaged(request, keysSchema).keys ?? own;
    const info: unknown[] = [];
    for (const key of asked) info.push({ token: toToken(key), ...(await infoOf(context, caller, toToken(key))) });
    return { key: asked, info };
  });

  server.post('/key/health', (request) => {
    const caller = callerOf(request);
    // Only `logging` callbacks of a key's metadata could be ill, and there are none.
    return { key: caller.role === 'key' && caller.key.blocked ? 'unhealthy' : 'healthy', logging_callbacks: null };
  });
}

/** Throws `not-found` or `permission`. A deleted key is still shown, as what it was. */
async function infoOf(context: GatewayContext, caller: Caller, token: string): Promise<Record<string, unknown>> {
  const key = await context.keys.findByToken(token);
  if (key !== undefined) {
    await requireSight(context, caller, key);
    return { ...(await toKeyRow(context, key)), status: statusOf(key, context.clock.now()) };
  }
  const deleted = await context.keys.findDeleted(token);
  if (deleted === undefined) throw keyNotFound();
  await requireSight(context, caller, deleted.key);
  return {
    ...(await toKeyRow(context, deleted.key)),
    status: 'deleted',
    deleted_at: isoOrNull(deleted.deletedAt),
    deleted_by: deleted.deletedBy ?? null,
  };
}

async function requireSight(context: GatewayContext, caller: Caller, key: VirtualKey): Promise<void> {
  if (await maySeeKey(context, caller, key)) return;
  throw forbidden('You are not allowed to see this key.', 'key');
}

function statusOf(key: VirtualKey, now: number): 'active' | 'blocked' | 'expired' {
  if (key.blocked) return 'blocked';
  return key.expiresAt !== undefined && key.expiresAt <= now ? 'expired' : 'active';
}
