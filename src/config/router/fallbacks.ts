import type { FallbackMap } from '../../domain/routing/routerSettings.ts';

/** A checked `fallbacks` value: maps from a group to the groups after it. */
export type FallbackList = readonly Readonly<Record<string, readonly string[]>>[];

/** Key of `fallbacks` that stands for every group without an entry of its own. */
export const ANY_GROUP = '*';

/** One map from the list; of two entries for one group the first counts, as in LiteLLM. */
export function toFallbackMap(list: FallbackList | undefined): FallbackMap {
  const entries = new Map<string, readonly string[]>();
  for (const [group, targets] of (list ?? []).flatMap((map) => Object.entries(map))) {
    if (group !== ANY_GROUP && !entries.has(group)) entries.set(group, targets);
  }
  return Object.fromEntries(entries);
}

/** A special list; an empty one counts as not set, as in LiteLLM. */
export function toOptionalFallbackMap(list: FallbackList | undefined): FallbackMap | undefined {
  const map = toFallbackMap(list);
  return Object.keys(map).length === 0 ? undefined : map;
}

/** `default_fallbacks`, else the `"*"` entry of `fallbacks`. */
export function toDefaultFallbacks(list: FallbackList | undefined, defaults: readonly string[] | undefined) {
  if (defaults !== undefined && defaults.length > 0) return defaults;
  return list?.findLast((map) => Object.hasOwn(map, ANY_GROUP))?.[ANY_GROUP] ?? [];
}
