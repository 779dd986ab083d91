import type { FastifyRequest } from 'fastify';
import {
  type AuditAction,
  type AuditEntry,
  type AuditObjectKind,
  changedFields,
  withoutSecrets,
} from '../../domain/audit.ts';
import { messageOf } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import { type Caller, callerToken } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { callerOf } from '../llmRequest.ts';
import { header } from '../requestFacts.ts';

/** LiteLLM's name for whoever holds the master key. */
const ADMIN = 'default_user_id';
const LONGEST_NAME = 200;

/** What `created_by` and `updated_by` say. */
export function actorId(caller: Caller): string {
  if (caller.role === 'admin') return ADMIN;
  return caller.key.userId ?? caller.key.keyAlias ?? caller.key.keyName;
}

export interface Change {
  readonly action: AuditAction;
  readonly kind: AuditObjectKind;
  readonly id: string;
  /** The object before and after; of an update only the fields that differ are kept. */
  readonly before?: Readonly<Record<string, unknown>> | undefined;
  readonly after?: Readonly<Record<string, unknown>> | undefined;
}

/** Takes a change down in the audit. A ledger that takes no entry costs the entry, never the change: that is done. */
export async function recordChange(context: GatewayContext, request: FastifyRequest, change: Change): Promise<void> {
  const caller = callerOf(request);
  await recordAudit(context, change, {
    actor: caller.role === 'admin' ? 'admin' : actorId(caller),
    actorToken: callerToken(caller),
    onBehalfOf: header(request, 'litellm-changed-by')?.slice(0, LONGEST_NAME),
    ipAddress: request.ip,
    route: `${request.method} ${request.routeOptions.url ?? request.url}`,
  });
}

export type Actor = Pick<AuditEntry, 'actor' | 'actorToken' | 'onBehalfOf' | 'ipAddress' | 'route'>;

/** The same for what no key did: logins, and the gateway itself. */
export async function recordAudit(context: GatewayContext, change: Change, actor: Actor): Promise<void> {
  const { before, after } = valuesOf(change);
  const entry: AuditEntry = {
    id: Buffer.from(context.random.bytes(16)).toString('hex'),
    at: context.clock.now(),
    action: change.action,
    objectKind: change.kind,
    objectId: change.id,
    ...actor,
    before,
    after,
  };
  try {
    await context.audit.record(entry);
    context.notices.publish({ type: 'audit-changed' });
  } catch (cause) {
    const reason = messageOf(cause);
    context.logger.error('The audit took no entry', { action: change.action, object: change.id, reason });
  }
}

/** Takes down that the config was read again, and whether it was taken. */
export async function recordReload(context: GatewayContext): Promise<void> {
  const { diagnostics, inForce } = context.configState();
  const { file, deployments } = context.settings.current;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  await recordAudit(
    context,
    {
      action: 'reloaded',
      kind: 'config',
      id: file ?? 'config',
      after: { inForce, deployments: deployments.length, errors },
    },
    { actor: 'gateway', actorToken: undefined, onBehalfOf: undefined, ipAddress: undefined, route: undefined },
  );
}

function valuesOf({ before, after }: Change): Pick<AuditEntry, 'before' | 'after'> {
  const values = before !== undefined && after !== undefined ? changedFields(before, after) : { before, after };
  return { before: clean(values.before), after: clean(values.after) };
}

function clean(values: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> | undefined {
  const cleaned = withoutSecrets(values);
  return isObject(cleaned) ? cleaned : undefined;
}
