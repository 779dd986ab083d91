import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { adminOnlyError } from '../../domain/access/routeAccess.ts';
import type { GatewayContext } from '../context.ts';
import { callerOf } from '../llmRequest.ts';
import { seesAll } from '../management/scope.ts';

type Handler = (context: GatewayContext, request: FastifyRequest, reply: FastifyReply) => unknown;

/** Registers routes (`GET /path`) that only those may call who see everything; each handler gives back the answer's body. */
export function adminRoutes(
  server: FastifyInstance,
  context: GatewayContext,
  routes: Readonly<Record<`${'GET' | 'POST'} /${string}`, Handler>>,
): void {
  for (const [route, handle] of Object.entries(routes)) {
    const [method = '', url = ''] = route.split(' ');
    server.route({
      method,
      url,
      handler: async (request, reply) => {
        if (!seesAll(callerOf(request))) throw adminOnlyError(callerOf(request), url);
        return await handle(context, request, reply);
      },
    });
  }
}
