import { GatewayError } from '../../../domain/errors.ts';
import { type Caller, callerToken } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';

/** Whose data a caller sees: everything, or what belongs to one key. */
export interface McpScope {
  readonly context: GatewayContext;
  readonly caller: Caller;
  /** Undefined sees everything. */
  readonly token: string | undefined;
}

const SEES_ALL = new Set(['proxy_admin', 'proxy_admin_viewer']);

export function scopeOf(context: GatewayContext, caller: Caller): McpScope {
  return { context, caller, token: seesAll(caller) ? undefined : callerToken(caller) };
}

function seesAll(caller: Caller): boolean {
  return caller.role === 'admin' || (caller.userRole !== undefined && SEES_ALL.has(caller.userRole));
}

/** The token to filter by, for a key's alias that was asked for. Throws `permission` or `not-found`. */
export async function tokenFor({ context, token }: McpScope, alias: string | undefined): Promise<string | undefined> {
  if (alias === undefined) return token;
  const key = await context.keys.findByAlias(alias);
  if (token !== undefined && key?.token !== token) {
    throw new GatewayError('permission', 'This key sees only its own data. Leave `key` out, or use an admin key.');
  }
  if (key === undefined) throw new GatewayError('not-found', `There is no virtual key with the alias '${alias}'.`);
  return key.token;
}
