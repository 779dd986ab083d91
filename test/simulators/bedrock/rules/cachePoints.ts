import type { CachePlace } from '../../../../src/domain/capabilities.ts';
import { blocksOf, type WireCachePoint } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

/** At most as many as the model takes, only where it caches, longer lifetimes before shorter ones. */
export const cachePoints: Rule = (request, model) => {
  const points: readonly (readonly [CachePlace, WireCachePoint])[] = [
    ...(request.toolConfig?.tools ?? []).flatMap((tool) => at('tools', tool.cachePoint)),
    ...(request.system ?? []).flatMap((block) => at('system', block.cachePoint)),
    ...blocksOf(request).flatMap(({ block }) => at('messages', block.cachePoint)),
  ];
  if (points.length === 0) return undefined;
  const { caching } = model;
  if (caching === undefined) {
    return 'You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.';
  }
  if (points.length > caching.maxPoints) {
    return `The model returned the following errors: A maximum of ${caching.maxPoints} blocks with cache_control may be provided. Found ${points.length}.`;
  }
  let shorter = false;
  return firstOf(points, ([place, point]) => {
    if (!caching.places.includes(place)) return `This model does not support prompt caching in ${place}.`;
    if (point.type !== 'default') return 'The cachePoint type must be default.';
    if (point.ttl !== undefined && !caching.oneHour) return 'This model does not support the ttl field of cachePoint.';
    if (point.ttl === '1h' && shorter) {
      return "The model returned the following errors: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.";
    }
    shorter ||= point.ttl !== '1h';
    return undefined;
  });
};

function at(place: CachePlace, point: WireCachePoint | undefined): readonly (readonly [CachePlace, WireCachePoint])[] {
  return point === undefined ? [] : [[place, point]];
}
