import type { FastifyRequest } from 'fastify';
import { GatewayError } from '../domain/errors.ts';
import { allowsModel, type Caller } from '../domain/virtualKey.ts';
import type { GatewayContext } from './context.ts';
import { hashKey, sameSecret } from './digest.ts';

/** Headers that may carry a key, in the order in which they are looked at. */
const KEY_HEADERS = ['x-litellm-api-key', 'authorization', 'x-api-key', 'api-key'] as const;
const BEARER = /^bearer\s+/i;

/** Finds out who calls. Throws `authentication` with LiteLLM's words. */
export async function authenticate(request: FastifyRequest, context: GatewayContext): Promise<Caller> {
  const key = findKey(request);
  const settings = context.settings.current;
  if (settings.masterKey !== undefined && sameSecret(key, settings.masterKey)) return admin(key);
  if (sameSecret(key, context.identity.homeKey)) return admin(key);
  if (!key.startsWith('sk-')) {
    throw unauthorised(`LiteLLM Virtual Key expected. Received=${abbreviate(key)}, expected to start with 'sk-'.`);
  }
  const token = hashKey(key);
  const virtualKey = await context.keys.findByToken(token);
  if (virtualKey === undefined) {
    throw new GatewayError(
      'authentication',
      `Authentication Error, Invalid proxy server token passed. Received API Key = sk-...${key.slice(-4)}, Key Hash (Token) =${token}. Unable to find token in cache or \`LiteLLM_VerificationTokenTable\``,
      { type: 'token_not_found_in_db', param: 'key' },
    );
  }
  if (virtualKey.blocked) throw unauthorised("Key is blocked. Update via `/key/unblock` if you're an admin.");
  const now = context.clock.now();
  if (virtualKey.expiresAt !== undefined && virtualKey.expiresAt <= now) {
    throw new GatewayError(
      'authentication',
      `Authentication Error - Expired Key. Key Expiry time ${new Date(virtualKey.expiresAt).toISOString()} and current time ${new Date(now).toISOString()}`,
      { type: 'expired_key', param: virtualKey.keyName },
    );
  }
  return { role: 'key', key: virtualKey };
}

/** Throws unless the caller holds a master key. */
export function requireAdmin(caller: Caller, route: string): void {
  if (caller.role === 'admin') return;
  throw unauthorised(
    `Only proxy admin can be used to generate, delete, update info for new keys/users/teams. Route=${route}. Your role=internal_user. Your user_id=${caller.key.userId ?? 'None'}`,
  );
}

/** Throws `model-access` unless the caller may use the group. */
export function requireModelAccess(caller: Caller, requested: string, group: string): void {
  if (caller.role === 'admin') return;
  const { models } = caller.key;
  if (allowsModel(models, group) || allowsModel(models, requested)) return;
  throw new GatewayError(
    'model-access',
    `The requested model '${requested}' is not available for this API key, or the model name is invalid. Check the models available to you and try again.`,
    { param: 'model' },
  );
}

function admin(key: string): Caller {
  return { role: 'admin', token: hashKey(key) };
}

function findKey(request: FastifyRequest): string {
  for (const name of KEY_HEADERS) {
    const value = request.headers[name];
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
