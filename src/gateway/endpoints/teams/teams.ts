import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../../context.ts';
import { registerChangeTeam } from './changeTeam.ts';
import { registerShowTeam } from './showTeam.ts';
import { registerTeamMembers } from './teamMembers.ts';

/** LiteLLM's endpoints for teams and their members. */
export function registerTeams(server: FastifyInstance, context: GatewayContext): void {
  registerChangeTeam(server, context);
  registerTeamMembers(server, context);
  registerShowTeam(server, context);
}
