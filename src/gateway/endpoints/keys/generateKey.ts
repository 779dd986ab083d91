import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';
import type { NewVirtualKey } from '../../../domain/governancePorts.ts';
import { fromUsd } from '../../../domain/money.ts';
import type { VirtualKey } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { hashKey } from '../../digest.ts';
import { callerOf } from '../../llmRequest.ts';
import { actorId, recordChange } from '../../management/actor.ts';
import { generateSchema, type KeyBody, keyShape, toKeyChange } from '../../management/keyBody.ts';
import { toGeneratedKey, toKeyRow } from '../../management/keyRow.ts';
import {
  requireBudget,
  requireGeneration,
  requireModestChange,
  withinBounds,
  withKeyDefaults,
} from '../../management/keyRules.ts';
import { defineKeyLimits } from '../../management/limits.ts';
import { check, readManaged } from '../../management/readBody.ts';
import { isAdmin, userIdOf } from '../../management/scope.ts';

const serviceAccountSchema = z.strictObject({ ...keyShape, key: generateSchema.shape.key, team_id: z.string().min(1) });

/** `/key/generate`, and the same for keys that belong to a team and to nobody in it. */
export function registerGenerateKey(server: FastifyInstance, context: GatewayContext): void {
  server.post('/key/generate', async (request) => {
    const { key, plain } = await generateKey(context, request, readManaged(request, generateSchema));
    return await toGeneratedKey(context, key, plain);
  });

  server.post('/key/service-account/generate', async (request) => {
    const body = readManaged(request, serviceAccountSchema);
    const metadata = { ...body.metadata, service_account_id: body.key_alias ?? null };
    const { key, plain } = await generateKey(context, request, { ...body, metadata, user_id: null }, true);
    return await toGeneratedKey(context, key, plain);
  });
}

/** Makes a key for whoever asks. Throws `bad-request` or `permission`. */
export async function generateKey(
  context: GatewayContext,
  request: FastifyRequest,
  sent: KeyBody & { readonly key?: string | null | undefined },
  forNobody = false,
): Promise<{ readonly key: VirtualKey; readonly plain: string }> {
  const caller = callerOf(request);
  await requireGeneration(context, caller, sent);
  const { keyDefaults, keyUpperBounds } = context.settings.current.management;
  const ofTeam = await teamKeyDefaults(context, sent);
  const filled = withinBounds(withKeyDefaults(withKeyDefaults(sent, ofTeam), keyDefaults), keyUpperBounds, true);
  const body = check(generateSchema, {
    ...filled,
    ...(forNobody || isAdmin(caller) ? {} : { user_id: sent.user_id ?? userIdOf(caller) }),
  });
  await requireBudget(context, body.budget_id);
  const plain = body.key ?? newKey(context);
  const wanted = toNewKey(context, plain, body, actorId(caller));
  requireModestChange(caller, wanted, undefined, body.spend);
  const key = await context.keys.create(wanted);
  await defineKeyLimits(context, key);
  if (body.spend) await context.budgets.resetSpend({ kind: 'key', id: key.token }, fromUsd(body.spend));
  await recordChange(context, request, {
    action: 'created',
    kind: 'key',
    id: key.token,
    after: await toKeyRow(context, key),
  });
  context.notices.publish({ type: 'keys-changed' });
  return { key, plain };
}

/** How long keys of members live, where their team says so. */
async function teamKeyDefaults(context: GatewayContext, body: KeyBody): Promise<Readonly<Record<string, unknown>>> {
  if (body.team_id == null || body.user_id == null) return {};
  const team = await context.entities.find('team', body.team_id);
  const duration = team?.fields['team_member_key_duration'];
  return duration === undefined ? {} : { duration };
}

export function newKey(context: GatewayContext): string {
  return `sk-${Buffer.from(context.random.bytes(16)).toString('base64url')}`;
}

function toNewKey(context: GatewayContext, plain: string, body: KeyBody, createdBy: string): NewVirtualKey {
  const change = toKeyChange(body, undefined, context.clock.now());
  if (body.auto_rotate === true && typeof body.rotation_interval !== 'string') {
    throw new GatewayError('bad-request', 'rotation_interval: is needed where auto_rotate is true', {
      param: 'rotation_interval',
    });
  }
  return {
    token: hashKey(plain),
    keyName: keyNameOf(plain),
    keyAlias: change.keyAlias,
    models: change.models ?? [],
    aliases: change.aliases ?? {},
    userId: change.userId,
    teamId: change.teamId,
    maxBudget: change.maxBudget,
    expiresAt: change.expiresAt,
    blocked: change.blocked,
    metadata: change.metadata ?? {},
    fields: change.fields ?? {},
    createdBy,
  };
}

/** What a key is called where it must not be shown. */
export function keyNameOf(plain: string): string {
  return `sk-...${plain.slice(-4)}`;
}
