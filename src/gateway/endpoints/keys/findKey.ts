import { GatewayError } from '../../../domain/errors.ts';
import type { VirtualKey } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { toToken } from '../../digest.ts';

export function keyNotFound(message = 'Key not found in database'): GatewayError {
  return new GatewayError('not-found', message, { param: 'key' });
}

/** By the key, its hash, or its alias. Throws `not-found`. */
export async function requireKey(
  context: GatewayContext,
  named: { readonly key?: string | null | undefined; readonly key_alias?: string | null | undefined },
): Promise<VirtualKey> {
  const { key, key_alias: alias } = named;
  if (key != null) {
    const found = await context.keys.findByToken(toToken(key));
    if (found !== undefined) return found;
    throw keyNotFound();
  }
  const found = alias == null ? undefined : await context.keys.findByAlias(alias);
  if (found === undefined) throw keyNotFound();
  return found;
}
