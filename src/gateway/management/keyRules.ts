import { opensManagement } from '../../domain/access/routeAccess.ts';
import { parseDuration } from '../../domain/duration.ts';
import { stringsOf } from '../../domain/entities.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { KeyChange } from '../../domain/governancePorts.ts';
import { isObject } from '../../domain/json.ts';
import type { Caller, VirtualKey } from '../../domain/virtualKey.ts';
import type { GatewayContext } from '../context.ts';
import { actorId } from './actor.ts';
import type { KeyBody } from './keyBody.ts';
import { forbidden, isAdmin, memberMay, teamsOf, userIdOf } from './scope.ts';

type Fields = Readonly<Record<string, unknown>>;

/** `default_key_generate_params` for what the body leaves out. */
export function withKeyDefaults<Body extends Fields>(body: Body, defaults: Fields): Body {
  const missing = Object.entries(defaults).filter(([field]) => body[field] === undefined || body[field] === null);
  return { ...body, ...Object.fromEntries(missing) };
}

/**
 * `upperbound_key_generate_params`: a limit above its bound is refused, and one that is not set gets it where `fill` says
 * so. Throws `bad-request` in LiteLLM's words.
 */
export function withinBounds<Body extends Fields>(body: Body, bounds: Fields, fill: boolean): Body {
  const result: Record<string, unknown> = { ...body };
  for (const [field, bound] of Object.entries(bounds)) {
    const value = body[field];
    if (value === undefined || value === null) {
      if (fill) result[field] = bound;
      continue;
    }
    const isDuration = field === 'duration' || field === 'budget_duration';
    const [asked, most] = isDuration
      ? [value === '-1' ? Number.POSITIVE_INFINITY : parseDuration(String(value)), parseDuration(String(bound))]
      : [Number(value), Number(bound)];
    if (asked <= most) continue;
    throw new GatewayError(
      'bad-request',
      `${field} is over max limit set in config - user_value=${String(value)}; max_value=${String(bound)}`,
      { param: field },
    );
  }
  return result as Body;
}

/**
 * Throws `permission` unless the caller may make this key: administrators any; internal users their own, and those of
 * teams that let them; `key_generation_settings` narrow both.
 */
export async function requireGeneration(context: GatewayContext, caller: Caller, body: KeyBody): Promise<void> {
  requireKnownParams(context, body);
  if (isAdmin(caller)) return;
  const userId = userIdOf(caller);
  if (body.user_id != null && body.user_id !== userId) {
    throw forbidden(
      `User can only create keys for themselves. Got user_id=${body.user_id}, Your ID=${userId ?? 'None'}`,
      'user_id',
    );
  }
  if (body.team_id == null) return requireRoleFor(context, caller, 'personal_key_generation', 'allowed_user_roles');
  const teams = await teamsOf(context, userId);
  const leads = teams.led.includes(body.team_id);
  const team = await context.entities.find('team', body.team_id);
  const member = teams.all.includes(body.team_id) && memberMay(team, '/key/generate');
  if (!leads && !member) {
    throw forbidden(`User=${userId ?? 'None'} is not allowed to create keys for team=${body.team_id}`, 'team_id');
  }
  requireRoleFor(context, caller, 'team_key_generation', 'allowed_user_roles');
  const roles = generationRule(context, 'team_key_generation')['allowed_team_member_roles'];
  const role = leads ? 'admin' : 'user';
  if (!Array.isArray(roles) || roles.includes(role)) return;
  throw forbidden(`Team member role ${role} not in allowed_team_member_roles=${JSON.stringify(roles)}`);
}

type GenerationKind = 'team_key_generation' | 'personal_key_generation';

function generationRule(context: GatewayContext, kind: GenerationKind): Fields {
  const rule = context.settings.current.management.keyGeneration[kind];
  return isObject(rule) ? rule : {};
}

function requireRoleFor(context: GatewayContext, caller: Caller, kind: GenerationKind, field: string): void {
  const roles = generationRule(context, kind)[field];
  const role = caller.role === 'admin' ? 'proxy_admin' : caller.userRole;
  if (!Array.isArray(roles) || roles.includes(role)) return;
  const what = kind === 'personal_key_generation' ? 'Personal' : 'Team';
  throw forbidden(
    `${what} key creation has been restricted by admin. Allowed roles=${JSON.stringify(roles)}. Your role=${role ?? 'unknown'}`,
  );
}

function requireKnownParams(context: GatewayContext, body: KeyBody): void {
  const kind = body.team_id == null ? 'personal_key_generation' : 'team_key_generation';
  const given: Fields = { ...body };
  const missing = stringsOf(generationRule(context, kind), 'required_params').filter((field) => given[field] == null);
  if (missing.length === 0) return;
  const message = `Required param ${missing[0]} not in data`;
  throw new GatewayError('bad-request', message, { param: missing[0] });
}

/** Throws `permission` where somebody who is no administrator would open routes, or hand a key to somebody else. */
export function requireModestChange(
  caller: Caller,
  change: KeyChange,
  before: VirtualKey | undefined,
  spend: number | null | undefined,
): void {
  if (isAdmin(caller)) return;
  if (change.fields !== undefined && opensManagement(change.fields) && !sameRoutes(change, before)) {
    throw forbidden(
      'Only proxy admins can set allowed_routes or key_type beyond models and information.',
      'allowed_routes',
    );
  }
  if (spend != null && spend !== 0) throw forbidden('Only proxy admins can set the spend of a key.', 'spend');
  if (before !== undefined && before.createdBy !== actorId(caller) && loosens(change, before)) {
    throw forbidden('Only proxy admins can change the limits of a key that somebody else made.');
  }
  if (before !== undefined && 'userId' in change && change.userId !== before.userId) {
    throw forbidden('Only proxy admins can give a key to another user.', 'user_id');
  }
}

/** Fields that say how much a key may do. */
const LIMIT_FIELDS = [
  ...['soft_budget', 'budget_duration', 'budget_id', 'budget_limits', 'budget_fallbacks', 'model_max_budget'],
  ...['max_parallel_requests', 'tpm_limit', 'rpm_limit', 'allowed_routes', 'access_group_ids', 'permissions'],
  ...[
    'model_rpm_limit',
    'model_tpm_limit',
    'tag_rpm_limit',
    'guardrails',
    'temp_budget_increase',
    'temp_budget_expiry',
  ],
];

function loosens(change: KeyChange, before: VirtualKey): boolean {
  const differs = (was: unknown, is: unknown): boolean => JSON.stringify(was ?? null) !== JSON.stringify(is ?? null);
  const columns = ['models', 'maxBudget', 'expiresAt', 'blocked', 'teamId'] as const;
  return (
    columns.some((column) => column in change && differs(before[column], change[column])) ||
    LIMIT_FIELDS.some((field) => differs(before.fields[field], (change.fields ?? before.fields)[field])) ||
    LIMIT_FIELDS.some((field) => differs(before.metadata[field], (change.metadata ?? before.metadata)[field]))
  );
}

function sameRoutes(change: KeyChange, before: KeyChange | undefined): boolean {
  const routes = (key: KeyChange | undefined) => JSON.stringify(stringsOf(key?.fields, 'allowed_routes'));
  return routes(change) === routes(before);
}

/** Throws `bad-request` where a key would count for a budget that does not exist. Users and teams may be made later. */
export async function requireBudget(context: GatewayContext, budgetId: string | null | undefined): Promise<void> {
  if (budgetId == null || budgetId === '') return;
  if ((await context.entities.find('budget', budgetId)) !== undefined) return;
  throw new GatewayError('bad-request', `Budget not found, passed budget_id=${budgetId}`, { param: 'budget_id' });
}
