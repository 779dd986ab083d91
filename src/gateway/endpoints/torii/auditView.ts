import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AuditEntry } from '../../../domain/audit.ts';
import { AUDIT_PATH, type AuditList } from '../../../protocol/audit.ts';
import type { GatewayContext } from '../../context.ts';
import { check } from '../../management/readBody.ts';

const time = z.coerce.number().int().nonnegative().optional();
const auditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().nonnegative().default(0),
  action: z.string().optional(),
  objectKind: z.string().optional(),
  objectId: z.string().optional(),
  actor: z.string().optional(),
  from: time,
  to: time,
});

/** The audit as the dashboard shows it. */
export function registerAuditView(server: FastifyInstance, context: GatewayContext): void {
  server.get(AUDIT_PATH, { config: { dashboard: true } }, async (request): Promise<AuditList> => {
    const { limit, offset, ...filter } = check(auditQuery, request.query);
    const { entries, total } = await context.audit.list(filter, { limit, offset });
    return { entries: entries.map(toView), total };
  });
}

function toView(entry: AuditEntry): AuditList['entries'][number] {
  return {
    ...entry,
    actorToken: entry.actorToken ?? null,
    onBehalfOf: entry.onBehalfOf ?? null,
    ipAddress: entry.ipAddress ?? null,
    route: entry.route ?? null,
    before: entry.before ?? null,
    after: entry.after ?? null,
  };
}
