import type { FastifyRequest } from 'fastify';
import { isBlocked } from '../domain/entities.ts';
import { GatewayError } from '../domain/errors.ts';
import { remembered } from '../domain/remembered.ts';
import type { GatewaySettings } from '../domain/settings.ts';
import type { Caller, KeyHolder } from '../domain/virtualKey.ts';
import type { GatewayContext } from './context.ts';
import { hashKey } from './digest.ts';
import { PresentedKeys } from './presentedKeys.ts';
import type { SessionHolder } from './uiSessions.ts';

/** Headers that may carry a key, in the order in which they are looked at. `general_settings.litellm_key_header_name` comes first. */
const KEY_HEADERS = ['x-litellm-api-key', 'authorization', 'x-api-key', 'api-key'] as const;
const BEARER = /^bearer\s+/i;

/** Finds out who calls. Throws `authentication` with LiteLLM's words. */
export function authenticate(request: FastifyRequest, context: GatewayContext): Caller {
  return callerWithKey(findKey(request, context.settings.current.access.keyHeader), context);
}

/** Whose a key is. Throws `authentication` with LiteLLM's words. */
export function callerWithKey(key: string, context: GatewayContext): Caller {
  const keys = presentedKeys(context);
  const presented = keys.read(key);
  const { token } = presented;
  if (presented.isAdmin) {
    keys.letIn(key, presented);
    return { role: 'admin', token };
  }
  if (!key.startsWith('sk-')) {
    throw unauthorised(`LiteLLM Virtual Key expected. Received=${abbreviate(key)}, expected to start with 'sk-'.`);
  }
  const holder = context.directory.findHolder(token);
  if (holder === undefined) {
    throw new GatewayError(
      'authentication',
      `Authentication Error, Invalid proxy server token passed. Received API Key = sk-...${key.slice(-4)}, Key Hash (Token) =${token}. Unable to find token in cache or \`LiteLLM_VerificationTokenTable\``,
      { type: 'token_not_found_in_db', param: 'key' },
    );
  }
  requireLife(holder, context.clock.now());
  keys.letIn(key, presented);
  const { team, user, member, userRole } = holder;
  return { role: 'key', key: holder.key, team, user, member, userRole };
}

/** Throws where the key, or whom it belongs to, is blocked or its time is over. */
function requireLife({ key, team, user }: KeyHolder, now: number): void {
  if (key.blocked) throw unauthorised("Key is blocked. Update via `/key/unblock` if you're an admin.");
  if (key.expiresAt !== undefined && key.expiresAt <= now) {
    throw new GatewayError(
      'authentication',
      `Authentication Error - Expired Key. Key Expiry time ${new Date(key.expiresAt).toISOString()} and current time ${new Date(now).toISOString()}`,
      { type: 'expired_key', param: key.keyName },
    );
  }
  if (isBlocked(team))
    throw unauthorised(`Team=${team?.id} is blocked. Update via \`/team/unblock\` if you're an admin.`);
  if (isBlocked(user))
    throw unauthorised(`User=${user?.id} is blocked. Update via \`/user/update\` if you're an admin.`);
}

function adminCaller(key: string): Caller {
  return { role: 'admin', token: hashKey(key) };
}

const keysOf = new WeakMap<GatewaySettings, PresentedKeys>();

/** Admins have the config's master key, where it has one, and the home's key. */
function presentedKeys({ settings: { current }, identity }: GatewayContext): PresentedKeys {
  return remembered(keysOf, current, () => {
    const own = current.masterKey === undefined ? [] : [current.masterKey];
    return new PresentedKeys([...own, identity.homeKey]);
  });
}

/** Who stands behind an open login. Throws `authentication` where its key is gone, blocked or expired since. */
export function callerOfSession(holder: SessionHolder, context: GatewayContext): Caller {
  if (holder.role === 'admin') return adminCaller(context.settings.current.masterKey ?? context.identity.homeKey);
  const found = context.directory.findHolder(holder.token);
  if (found === undefined) throw unauthorised('The key of this login is not there any more. Log in again.');
  requireLife(found, context.clock.now());
  return { role: 'key', ...found };
}

/** Whether a request names a key itself; that counts before any login. */
export function bringsKey(request: FastifyRequest, ownHeader: string | undefined): boolean {
  const headers = ownHeader === undefined ? KEY_HEADERS : [ownHeader, ...KEY_HEADERS];
  return headers.some((name) => typeof request.headers[name] === 'string' && request.headers[name] !== '');
}

function findKey({ headers }: FastifyRequest, ownHeader: string | undefined): string {
  for (const name of ownHeader === undefined ? KEY_HEADERS : [ownHeader, ...KEY_HEADERS]) {
    const value = headers[name];
    if (typeof value !== 'string' || value === '') continue;
    if (name === 'authorization' && !BEARER.test(value)) {
      throw unauthorised('Malformed API Key passed in. Ensure Key has `Bearer ` prefix.');
    }
    const key = value.replace(BEARER, '').trim();
    if (key !== '') return key;
  }
  throw unauthorised('No api key passed in.');
}

function unauthorised(message: string): GatewayError {
  return new GatewayError('authentication', `Authentication Error, ${message}`, { param: 'None' });
}

function abbreviate(key: string): string {
  return key.length > 8 ? `${key.slice(0, 4)}****${key.slice(-4)}` : '****';
}
