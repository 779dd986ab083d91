import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../../context.ts';
import { registerAudit } from '../audit.ts';
import { registerKeys } from '../keys/keys.ts';
import { registerTeams } from '../teams/teams.ts';
import { registerAuditView } from '../torii/auditView.ts';
import { registerUsers } from '../users/users.ts';
import { registerAccessGroups } from './accessGroups.ts';
import { registerBudgets } from './budgets.ts';
import { registerCustomers } from './customers.ts';
import { registerOrganizations } from './organizations.ts';
import { registerStoredModels } from './storedModels.ts';
import { registerTags } from './tags.ts';

/** LiteLLM's management API: who may use what, how much, and who changed it. */
export function registerManagement(server: FastifyInstance, context: GatewayContext): void {
  registerKeys(server, context);
  registerTeams(server, context);
  registerUsers(server, context);
  registerBudgets(server, context);
  registerCustomers(server, context);
  registerTags(server, context);
  registerAccessGroups(server, context);
  registerStoredModels(server, context);
  registerOrganizations(server, context);
  registerAudit(server, context);
  registerAuditView(server, context);
}
