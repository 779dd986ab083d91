import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AuditEntry, AuditFilter, AuditObjectKind } from '../../domain/audit.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { GatewayContext } from '../context.ts';
import { callerOf } from '../llmRequest.ts';
import { check } from '../management/readBody.ts';
import { requireSight } from '../management/scope.ts';

/** LiteLLM's names of the tables that its audit speaks of; what it has no table for keeps Torii's name. */
const TABLES: Readonly<Partial<Record<AuditObjectKind, string>>> = {
  key: 'LiteLLM_VerificationToken',
  team: 'LiteLLM_TeamTable',
  member: 'LiteLLM_TeamMembership',
  user: 'LiteLLM_UserTable',
  budget: 'LiteLLM_BudgetTable',
  customer: 'LiteLLM_EndUserTable',
  tag: 'LiteLLM_TagTable',
  'access-group': 'LiteLLM_AccessGroupTable',
  model: 'LiteLLM_ProxyModelTable',
  config: 'LiteLLM_Config',
};

const listQuery = z.looseObject({
  page: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(10),
  changed_by: z.string().optional(),
  changed_by_api_key: z.string().optional(),
  action: z.string().optional(),
  table_name: z.string().optional(),
  object_id: z.string().optional(),
  start_date: z.string().optional(),
  end_date: z.string().optional(),
});

/** The audit in LiteLLM's form, for whoever may see everything. */
export function registerAudit(server: FastifyInstance, context: GatewayContext): void {
  server.get('/audit', async (request) => {
    requireSight(callerOf(request), '/audit');
    const query = check(listQuery, request.query);
    const { page, page_size: size } = query;
    const { entries, total } = await context.audit.list(toFilter(query), { offset: (page - 1) * size, limit: size });
    return {
      audit_logs: entries.map(toRow),
      total,
      page,
      page_size: size,
      total_pages: Math.ceil(total / size),
    };
  });

  server.get<{ Params: { id: string } }>('/audit/:id', async (request) => {
    requireSight(callerOf(request), '/audit/{id}');
    const entry = await context.audit.find(request.params.id);
    if (entry === undefined) {
      throw new GatewayError('not-found', `Audit log with ID ${request.params.id} not found`, { param: 'id' });
    }
    return toRow(entry);
  });
}

function toFilter(query: z.infer<typeof listQuery>): AuditFilter {
  const table = query.table_name;
  const kind = Object.entries(TABLES).find(([, name]) => name === table)?.[0];
  return {
    actor: query.changed_by,
    actorToken: query.changed_by_api_key,
    action: query.action,
    objectKind: table === undefined ? undefined : (kind ?? table),
    objectId: query.object_id,
    from: timeOf(query.start_date, 'start_date'),
    to: timeOf(query.end_date, 'end_date'),
  };
}

function timeOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new GatewayError('bad-request', `${name}: '${text}' is not a date; write 2026-11-25 or 2026-11-25T12:00:00Z`, {
    param: name,
  });
}

function toRow(entry: AuditEntry): Record<string, unknown> {
  return {
    id: entry.id,
    updated_at: new Date(entry.at).toISOString(),
    changed_by: entry.onBehalfOf ?? entry.actor,
    changed_by_api_key: entry.actorToken ?? '',
    action: entry.action,
    table_name: TABLES[entry.objectKind] ?? entry.objectKind,
    object_id: entry.objectId,
    before_value: entry.before ?? null,
    updated_values: entry.after ?? null,
    ip_address: entry.ipAddress ?? null,
    route: entry.route ?? null,
  };
}
