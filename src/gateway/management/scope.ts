import { adminOnlyError } from '../../domain/access/routeAccess.ts';
import { type Entity, stringsOf } from '../../domain/entities.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Caller, VirtualKey } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';

/** May change everything. */
export function isAdmin(caller: Caller): boolean {
  return caller.role === 'admin' || caller.userRole === 'proxy_admin';
}

/** May see everything. */
export function seesAll(caller: Caller): boolean {
  return isAdmin(caller) || (caller.role === 'key' && caller.userRole === 'proxy_admin_viewer');
}

export function userIdOf(caller: Caller): string | undefined {
  return caller.role === 'admin' ? undefined : caller.key.userId;
}

/** Throws LiteLLM's refusal unless the caller is an administrator. */
export function requireAdmin(caller: Caller, route: string): void {
  if (!isAdmin(caller)) throw adminOnlyError(caller, route);
}

/** The same for what viewers of everything may look at. */
export function requireSight(caller: Caller, route: string): void {
  if (!seesAll(caller)) throw adminOnlyError(caller, route);
}

/** The teams of a user, and those where the user is an admin. */
export async function teamsOf(
  context: GatewayContext,
  userId: string | undefined,
): Promise<{ readonly all: readonly string[]; readonly led: readonly string[] }> {
  if (userId === undefined) return { all: [], led: [] };
  const members = await context.entities.members({ userId });
  return {
    all: members.map(({ teamId }) => teamId),
    led: members.filter(({ role }) => role === 'admin').map(({ teamId }) => teamId),
  };
}

/** Whether the caller looks after a team: an administrator, or an admin of the team. */
export async function leadsTeam(context: GatewayContext, caller: Caller, teamId: string): Promise<boolean> {
  if (isAdmin(caller)) return true;
  return (await teamsOf(context, userIdOf(caller))).led.includes(teamId);
}

/**
 * Whether the caller may do something (`/key/update`) to a key: an administrator, its user, an admin of its team, and
 * members of its team where `team_member_permissions` names the route.
 */
export async function mayManageKey(
  context: GatewayContext,
  caller: Caller,
  key: Pick<VirtualKey, 'userId' | 'teamId'>,
  route: string,
): Promise<boolean> {
  if (isAdmin(caller)) return true;
  const userId = userIdOf(caller);
  if (userId === undefined) return false;
  if (key.teamId === undefined) return key.userId === userId;
  const teams = await teamsOf(context, userId);
  if (teams.led.includes(key.teamId)) return true;
  if (!teams.all.includes(key.teamId)) return false;
  return key.userId === userId || memberMay(await context.entities.find('team', key.teamId), route);
}

/** Whether a team lets plain members do this with the team's keys. */
export function memberMay(team: Entity | undefined, route: string): boolean {
  return stringsOf(team?.fields, 'team_member_permissions').includes(route);
}

/** Whether the caller may look at a key: whoever may manage it, viewers of everything, itself, and members of its team. */
export async function maySeeKey(context: GatewayContext, caller: Caller, key: VirtualKey): Promise<boolean> {
  if (seesAll(caller) || (caller.role === 'key' && caller.key.token === key.token)) return true;
  return await mayManageKey(context, caller, key, '/key/info');
}

export function forbidden(message: string, param?: string): GatewayError {
  return new GatewayError('permission', message, { param });
}
