import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { parseDuration } from '../../../domain/duration.ts';
import { GatewayError } from '../../../domain/errors.ts';
import type { VirtualKey } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { hashKey } from '../../digest.ts';
import { callerOf } from '../../llmRequest.ts';
import { actorId, recordChange } from '../../management/actor.ts';
import { regenerateSchema, toKeyChange } from '../../management/keyBody.ts';
import { toGeneratedKey, toKeyRow } from '../../management/keyRow.ts';
import { requireModestChange, withinBounds } from '../../management/keyRules.ts';
import { keyLimits } from '../../management/limits.ts';
import { readManaged } from '../../management/readBody.ts';
import { forbidden, mayManageKey } from '../../management/scope.ts';
import { isoOrNull } from '../../management/time.ts';
import { keyNotFound, requireKey } from './findKey.ts';
import { keyNameOf, newKey } from './generateKey.ts';

type RegenerateBody = z.infer<typeof regenerateSchema>;

/** A new secret for a key that stays the same otherwise; with `grace_period` the old one works a while longer. */
export function registerRotateKey(server: FastifyInstance, context: GatewayContext): void {
  server.post('/key/regenerate', async (request) => {
    const body = readManaged(request, regenerateSchema);
    const caller = callerOf(request);
    const named = body.key ?? (caller.role === 'key' ? caller.key.token : undefined);
    if (named === undefined) throw new GatewayError('bad-request', 'key: name the key to regenerate', { param: 'key' });
    return await regenerate(context, request, named, body);
  });

  server.post<{ Params: { key: string } }>(
    '/key/:key/regenerate',
    async (request) => await regenerate(context, request, request.params.key, readManaged(request, regenerateSchema)),
  );
}

async function regenerate(context: GatewayContext, request: FastifyRequest, named: string, body: RegenerateBody) {
  const before = await requireKey(context, { key: named });
  const caller = callerOf(request);
  if (!(await mayManageKey(context, caller, before, '/key/regenerate'))) {
    throw forbidden('You are not allowed to regenerate this key.', 'key');
  }
  const { new_key: wanted, grace_period: grace, key: _, ...rest } = body;
  const now = context.clock.now();
  const bounded = withinBounds(rest, context.settings.current.management.keyUpperBounds, false);
  const sent = toKeyChange(bounded, before, now);
  const change = { ...sent, fields: { ...sent.fields, ...rotationFacts(before, now) } };
  requireModestChange(caller, change, before, body.spend);
  const oldUntil = grace == null || grace === '' ? undefined : now + parseDuration(grace);
  const plain = wanted ?? newKey(context);
  const by = actorId(caller);
  const limits = await keyLimits(context, { ...before, ...change });
  const next = { token: hashKey(plain), keyName: keyNameOf(plain), oldUntil, change, limits, by };
  const rowBefore = { ...(await toKeyRow(context, before)), token: before.token };
  const key = await context.keys.rotate(before.token, next);
  if (key === undefined) throw keyNotFound();
  await recordChange(context, request, {
    action: 'rotated',
    kind: 'key',
    id: key.token,
    before: rowBefore,
    after: { ...(await toKeyRow(context, key)), token: key.token, old_key_valid_until: isoOrNull(oldUntil) },
  });
  context.notices.publish({ type: 'keys-changed' });
  return await toGeneratedKey(context, key, plain);
}

function rotationFacts(before: VirtualKey, now: number): Readonly<Record<string, unknown>> {
  const count = before.fields['rotation_count'];
  const interval = before.fields['rotation_interval'];
  return {
    rotation_count: (typeof count === 'number' ? count : 0) + 1,
    last_rotation_at: isoOrNull(now),
    ...(before.fields['auto_rotate'] === true && typeof interval === 'string'
      ? { key_rotation_at: isoOrNull(now + parseDuration(interval)) }
      : {}),
  };
}
