import type { FastifyRequest } from 'fastify';
import type { AuditAction, AuditObjectKind } from '../../domain/audit.ts';
import type { BudgetScope, BudgetScopeKind } from '../../domain/budget.ts';
import type { Entity, EntityFields, EntityKind } from '../../domain/entities.ts';
import { GatewayError } from '../../domain/errors.ts';
import { fromUsd } from '../../domain/money.ts';
import type { GatewayContext } from '../context.ts';
import { callerOf } from '../llmRequest.ts';
import { actorId, recordChange } from './actor.ts';
import { mergeFields } from './entityBody.ts';
import { defineLimits } from './limits.ts';

/** Kinds whose fields limit what is spent. */
const SCOPES: Partial<Record<EntityKind, BudgetScopeKind>> = {
  team: 'team',
  user: 'user',
  customer: 'customer',
  tag: 'tag',
};

const AUDITED: Readonly<Record<EntityKind, AuditObjectKind>> = {
  team: 'team',
  user: 'user',
  budget: 'budget',
  customer: 'customer',
  tag: 'tag',
  access_group: 'access-group',
};

export function scopeOf(kind: EntityKind, id: string): BudgetScope | undefined {
  const scope = SCOPES[kind];
  return scope === undefined ? undefined : { kind: scope, id };
}

/** Stores something new with its limits, and takes it down. `spend` is USD. Throws `bad-request` where the id is taken. */
export async function createEntity(
  context: GatewayContext,
  request: FastifyRequest,
  entity: { readonly kind: EntityKind; readonly id: string; readonly fields: EntityFields },
  spend?: number | null,
): Promise<Entity> {
  const createdBy = actorId(callerOf(request));
  const created = await context.entities.create({ ...entity, fields: mergeFields({}, entity.fields), createdBy });
  await applyLimits(context, created, spend);
  await audit(context, request, 'created', undefined, created);
  return created;
}

/** Changes the fields that a body names. Throws `not-found` where it is gone. */
export async function changeEntity(
  context: GatewayContext,
  request: FastifyRequest,
  before: Entity,
  patch: EntityFields,
  options: { readonly action?: AuditAction; readonly spend?: number | null | undefined } = {},
): Promise<Entity> {
  const fields = mergeFields(before.fields, patch);
  const after = await context.entities.update(before.kind, before.id, fields, actorId(callerOf(request)));
  if (after === undefined) throw notFound(before.kind, before.id);
  await applyLimits(context, after, options.spend);
  await audit(context, request, options.action ?? 'updated', before, after);
  return after;
}

/** Removes something with its limits. What was spent is kept. */
export async function removeEntity(context: GatewayContext, request: FastifyRequest, entity: Entity): Promise<void> {
  await context.entities.delete(entity.kind, [entity.id]);
  const scope = scopeOf(entity.kind, entity.id);
  if (scope !== undefined) await context.budgets.define(scope, undefined);
  await audit(context, request, 'deleted', entity, undefined);
}

/** Throws `not-found` in the words of the kind. */
export async function requireEntity(context: GatewayContext, kind: EntityKind, id: string): Promise<Entity> {
  const found = await context.entities.find(kind, id);
  if (found === undefined) throw notFound(kind, id);
  return found;
}

/** All that are named, or `not-found` for the first that is not there. */
export async function requireEntities(
  context: GatewayContext,
  kind: EntityKind,
  ids: readonly string[],
): Promise<readonly Entity[]> {
  const found: Entity[] = [];
  for (const id of new Set(ids)) found.push(await requireEntity(context, kind, id));
  return found;
}

export function notFound(kind: EntityKind, id: string): GatewayError {
  const noun = kind.replace('_', ' ');
  return new GatewayError(
    'not-found',
    `${noun.charAt(0).toUpperCase()}${noun.slice(1)} not found, passed ${kind}_id=${id}`,
    {
      param: `${kind}_id`,
    },
  );
}

async function applyLimits(context: GatewayContext, entity: Entity, spend: number | null | undefined): Promise<void> {
  const scope = scopeOf(entity.kind, entity.id);
  if (scope === undefined) return;
  await defineLimits(context, scope, entity.fields);
  if (spend != null) await context.budgets.resetSpend(scope, fromUsd(spend));
}

async function audit(
  context: GatewayContext,
  request: FastifyRequest,
  action: AuditAction,
  before: Entity | undefined,
  after: Entity | undefined,
): Promise<void> {
  const entity = after ?? before;
  if (entity === undefined) return;
  await recordChange(context, request, {
    action,
    kind: AUDITED[entity.kind],
    id: entity.id,
    before: before?.fields,
    after: after?.fields,
  });
  context.notices.publish({ type: 'keys-changed' });
}
