import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../../domain/errors.ts';
import type { GatewayContext } from '../../context.ts';
import { keysOf } from '../../management/removeKeys.ts';

/**
 * Torii has no organisations: teams are what a small company needs. The list is empty, and what would make or change
 * one says so, rather than storing something that limits nothing. `organization_id` of keys and teams is kept and can be
 * listed by.
 */
export function registerOrganizations(server: FastifyInstance, context: GatewayContext): void {
  server.get('/organization/list', () => []);
  server.get<{ Querystring: { organization_id?: string } }>('/organization/info', async (request) => {
    const { organization_id: id } = request.query;
    const keys = id === undefined ? [] : await keysOf(context, { organizationId: id });
    throw new GatewayError(
      'not-found',
      `Torii has no organizations; ${keys.length} keys carry organization_id=${id ?? 'None'}. List them with /key/list?organization_id=….`,
      { param: 'organization_id' },
    );
  });
  for (const path of ['new', 'update', 'member_add', 'member_update', 'member_delete']) {
    server.post(`/organization/${path}`, refuse);
  }
  server.delete('/organization/delete', refuse);
}

function refuse(): never {
  throw new GatewayError(
    'bad-request',
    'Torii has no organizations: a limit on one would not hold. Use teams (/team/new).',
    {
      type: 'not_supported',
      param: 'organization_id',
      retryable: false,
    },
  );
}
