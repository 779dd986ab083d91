import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { BudgetState } from '../../domain/budget.ts';
import { parseDuration } from '../../domain/duration.ts';
import { GatewayError } from '../../domain/errors.ts';
import { fromUsd, toUsd } from '../../domain/money.ts';
import type { NewVirtualKey } from '../../domain/ports.ts';
import type { VirtualKey } from '../../domain/virtualKey.ts';
import { requireAdmin } from '../authentication.ts';
import type { GatewayContext } from '../context.ts';
import { toBadRequest } from '../dialects/openai/parseChat.ts';
import { hashKey, toToken } from '../digest.ts';
import { callerOf } from '../llmRequest.ts';
import { readBody } from '../requestFacts.ts';

/** Fields that are honoured now. Others are refused by name rather than taken and ignored: a limit that does not hold is worse than none. */
const generateSchema = z.strictObject({
  key: z.string().startsWith('sk-', "must start with 'sk-'").min(8).nullish(),
  key_alias: z.string().min(1).nullish(),
  duration: z.string().nullish(),
  models: z.array(z.string()).nullish(),
  aliases: z.record(z.string(), z.string()).nullish(),
  max_budget: z.number().nonnegative().nullish(),
  user_id: z.string().nullish(),
  team_id: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

const deleteSchema = z
  .looseObject({ keys: z.array(z.string()).nullish(), key_aliases: z.array(z.string()).nullish() })
  .refine((body) => (body.keys ?? []).length + (body.key_aliases ?? []).length > 0, {
    message: 'name at least one key in keys or key_aliases',
  });

/** LiteLLM's key endpoints in their first form: generate, info, list, delete. */
export function registerKeys(server: FastifyInstance, context: GatewayContext): void {
  server.post('/key/generate', async (request) => {
    requireAdmin(callerOf(request), '/key/generate');
    const result = generateSchema.safeParse(emptyAllowed(request.body) ? {} : readBody(request).value);
    if (!result.success) throw explainUnknownFields(result.error);
    const plain = result.data.key ?? newKey(context);
    const stored = await context.keys.create(toNewKey(context, plain, result.data));
    await defineBudget(context, stored);
    context.notices.publish({ type: 'keys-changed' });
    return {
      ...toKeyRow(stored, await spendOf(context, stored)),
      key: plain,
      token: stored.token,
      token_id: stored.token,
    };
  });

  server.get<{ Querystring: { key?: string } }>('/key/info', async (request) => {
    const caller = callerOf(request);
    const asked = request.query.key;
    if (asked === undefined && caller.role === 'key') {
      return { key: caller.key.token, info: toKeyRow(caller.key, await spendOf(context, caller.key)) };
    }
    if (asked === undefined) throw keyNotFound();
    const token = toToken(asked);
    if (caller.role === 'key' && caller.key.token !== token) {
      throw new GatewayError('permission', 'You are not allowed to see this key.', { param: 'key' });
    }
    const key = await context.keys.findByToken(token);
    if (key === undefined) throw keyNotFound();
    return { key: asked, info: toKeyRow(key, await spendOf(context, key)) };
  });

  server.get<{ Querystring: { page?: string; size?: string } }>('/key/list', async (request) => {
    requireAdmin(callerOf(request), '/key/list');
    const page = positive(request.query.page, 1);
    const size = Math.min(positive(request.query.size, 10), 100);
    const { keys, total } = await context.keys.list({ offset: (page - 1) * size, limit: size });
    const states = await context.budgets.states(
      'key',
      keys.map(({ token }) => token),
    );
    return {
      keys: keys.map((key) => ({ ...toKeyRow(key, states.get(key.token)), token: key.token })),
      total_count: total,
      current_page: page,
      total_pages: Math.ceil(total / size),
    };
  });

  server.post('/key/delete', async (request) => {
    requireAdmin(callerOf(request), '/key/delete');
    const result = deleteSchema.safeParse(readBody(request).value);
    if (!result.success) throw toBadRequest(result.error);
    const byAlias = await Promise.all((result.data.key_aliases ?? []).map((alias) => context.keys.findByAlias(alias)));
    const tokens = [...(result.data.keys ?? []).map(toToken), ...byAlias.flatMap((key) => key?.token ?? [])];
    const deleted = await context.keys.delete(tokens);
    for (const id of deleted) await context.budgets.define({ kind: 'key', id }, undefined);
    if (deleted.length === 0) throw keyNotFound();
    context.notices.publish({ type: 'keys-changed' });
    return { deleted_keys: deleted };
  });
}

function emptyAllowed(body: unknown): boolean {
  return body === undefined || body === null || (Buffer.isBuffer(body) && body.length === 0);
}

function explainUnknownFields(error: z.ZodError): GatewayError {
  const issue = error.issues[0];
  if (issue?.code !== 'unrecognized_keys') return toBadRequest(error);
  return new GatewayError(
    'bad-request',
    `${issue.keys.join(', ')}: not supported for keys yet, and a limit that does not hold would mislead. Supported: ${Object.keys(generateSchema.shape).join(', ')}.`,
    { param: issue.keys[0] },
  );
}

function newKey(context: GatewayContext): string {
  return `sk-${Buffer.from(context.random.bytes(16)).toString('base64url')}`;
}

function toNewKey(context: GatewayContext, plain: string, body: z.infer<typeof generateSchema>): NewVirtualKey {
  const duration = body.duration === null || body.duration === undefined ? undefined : parseDuration(body.duration);
  return {
    token: hashKey(plain),
    keyName: `sk-...${plain.slice(-4)}`,
    keyAlias: body.key_alias ?? undefined,
    models: body.models ?? [],
    aliases: body.aliases ?? {},
    userId: body.user_id ?? undefined,
    teamId: body.team_id ?? undefined,
    maxBudget: body.max_budget === null || body.max_budget === undefined ? undefined : fromUsd(body.max_budget),
    expiresAt: duration === undefined ? undefined : context.clock.now() + duration,
    metadata: body.metadata ?? {},
  };
}

async function defineBudget(context: GatewayContext, { token, maxBudget }: VirtualKey): Promise<void> {
  if (maxBudget === undefined) return;
  await context.budgets.define({ kind: 'key', id: token }, { windows: [{ maxBudget, duration: undefined }] });
}

async function spendOf(context: GatewayContext, { token }: VirtualKey): Promise<BudgetState | undefined> {
  return (await context.budgets.states('key', [token])).get(token);
}

function toKeyRow(key: VirtualKey, state: BudgetState | undefined): Record<string, unknown> {
  return {
    key_name: key.keyName,
    key_alias: key.keyAlias ?? null,
    spend: toUsd(state?.spend ?? 0),
    max_budget: key.maxBudget === undefined ? null : toUsd(key.maxBudget),
    expires: key.expiresAt === undefined ? null : new Date(key.expiresAt).toISOString(),
    models: key.models,
    aliases: key.aliases,
    user_id: key.userId ?? null,
    team_id: key.teamId ?? null,
    metadata: key.metadata,
    blocked: key.blocked,
    created_at: new Date(key.createdAt).toISOString(),
    updated_at: new Date(key.updatedAt).toISOString(),
  };
}

function keyNotFound(): GatewayError {
  return new GatewayError('not-found', 'Key not found in database', { param: 'key' });
}

function positive(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
}
