import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../../context.ts';
import { registerChangeUser } from './changeUser.ts';
import { registerShowUser } from './showUser.ts';

/** LiteLLM's endpoints for users. */
export function registerUsers(server: FastifyInstance, context: GatewayContext): void {
  registerChangeUser(server, context);
  registerShowUser(server, context);
}
