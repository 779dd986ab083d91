import type { CachePointBlock } from '@aws-sdk/client-bedrock-runtime';
import type { CachePlace, CachingTraits } from '../../../domain/capabilities.ts';
import type { CacheControl } from '../../../domain/chat.ts';
import type { Marked, MarkedPrompt } from './marked.ts';

/**
 * The cache points that the model gets: those the client marked, in places where the model caches, the last ones where
 * there are too many, and none where the model does not cache. The result says for a marked block what follows it.
 */
export function planCachePoints(
  prompt: MarkedPrompt,
  caching: CachingTraits | undefined,
): ReadonlyMap<Marked<unknown>, CachePointBlock> {
  if (caching === undefined) return new Map();
  const wished = inPromptOrder(prompt).filter(({ place }) => caching.places.includes(place));
  const kept = wished.slice(Math.max(0, wished.length - caching.maxPoints));
  const points = new Map<Marked<unknown>, CachePointBlock>();
  let oneHour = caching.oneHour;
  for (const { marked, cache } of kept) {
    // A longer lifetime may not follow a shorter one (Anthropic's rule).
    if (cache.ttl !== '1h') oneHour = false;
    points.set(marked, { type: 'default', ttl: lifetime(cache, caching.oneHour, oneHour) });
  }
  return points;
}

/** Models without a choice of lifetime refuse the field altogether. */
function lifetime(cache: CacheControl, choosable: boolean, oneHour: boolean): CachePointBlock['ttl'] {
  if (!choosable || cache.ttl === undefined) return undefined;
  return oneHour ? cache.ttl : '5m';
}

interface Wish {
  readonly place: CachePlace;
  readonly marked: Marked<unknown>;
  readonly cache: CacheControl;
}

/** Tools, system, messages: the order in which a prompt is cached. */
function inPromptOrder(prompt: MarkedPrompt): readonly Wish[] {
  return [
    ...wishes('tools', prompt.tools),
    ...wishes('system', prompt.system),
    ...prompt.messages.flatMap((message) => wishes('messages', message.content)),
  ];
}

function wishes(place: CachePlace, blocks: readonly Marked<unknown>[]): readonly Wish[] {
  return blocks.flatMap((marked) => (marked.cache === undefined ? [] : [{ place, marked, cache: marked.cache }]));
}

/** Blocks with their cache points between them. */
export function withCachePoints<Block>(
  blocks: readonly Marked<Block>[],
  points: ReadonlyMap<Marked<unknown>, CachePointBlock>,
): (Block | { cachePoint: CachePointBlock })[] {
  return blocks.flatMap((marked) => {
    const point = points.get(marked);
    return point === undefined ? [marked.block] : [marked.block, { cachePoint: point }];
  });
}
