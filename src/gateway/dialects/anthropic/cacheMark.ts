import { z } from 'zod';
import type { CacheControl } from '../../../domain/chat.ts';

export const cacheMark = z.looseObject({ type: z.string().nullish(), ttl: z.string().nullish() }).nullish();

/** `cache_control` of a block, a tool or a request. A lifetime that is not known means the usual one. */
export function toCacheControl(mark: z.infer<typeof cacheMark>): CacheControl | undefined {
  if (mark === null || mark === undefined || mark.type !== 'ephemeral') return undefined;
  return mark.ttl === '5m' || mark.ttl === '1h' ? { ttl: mark.ttl } : {};
}
