import { markSlots, withoutMarks } from './cachePlanMarks.ts';
import { type CacheSlot, type PromptSlots, toSlots } from './cachePlanSlots.ts';
import type { CachePlace, CachingTraits } from './capabilities.ts';
import type { CacheControl, ChatRequest } from './chat.ts';
import { isObject } from './json.ts';
import { say } from './noteTexts.ts';

/** Points that follow the conversation: the last user turn is written, the one before it is read. */
const MOVING_POINTS = 2;

/** What a planner knows of a model: the traits, and where it has one, the size beyond which it caches no longer. */
export interface CacheLimits extends CachingTraits {
  /** Tokens before a point, at most. */
  readonly maxTokens?: number | undefined;
}

export interface CachePlanOptions {
  /** What switched caching off for this request, in words; undefined where it is on. */
  readonly offBy?: string | undefined;
  /** The deployment has `cache_control_injection_points`: its provider sets those, and nothing is added to them. */
  readonly configured?: boolean | undefined;
}

export interface CachePlanPoint {
  readonly place: CachePlace;
  /** Position in the request's `tools`, `system` or `messages`. */
  readonly index: number;
  /** Estimated tokens of everything up to the point. */
  readonly tokens: number;
}

export interface CachePlan {
  /** Who chose the points: the gateway, the client's marks, or the config's injection points. */
  readonly source: 'automatic' | 'client' | 'config' | 'none';
  /** In the order of the prompt; empty for `config`, whose points the provider sets. */
  readonly points: readonly CachePlanPoint[];
  /** Why there is no point, where there is none. */
  readonly reason?: string | undefined;
}

export interface PlannedRequest {
  readonly request: ChatRequest;
  readonly plan: CachePlan;
}

/**
 * Settles what of a prompt is to be cached by one model. The client's marks stand as they are; without any, points go
 * behind the tools, the system text and the last two user turns. Points follow from the messages before them alone, so
 * a prompt that has grown keeps the point that was last, and the model reads what it wrote. Marks are taken out where
 * the model cannot cache or caching is switched off.
 */
export function planCache(
  request: ChatRequest,
  caching: CacheLimits | undefined,
  options: CachePlanOptions = {},
): PlannedRequest {
  if (caching === undefined) return withoutCaching(request, say('cache-not-taken', {}));
  if (options.configured === true) return { request, plan: { source: 'config', points: [] } };
  if (options.offBy !== undefined)
    return withoutCaching(request, say('cache-switched-off', { setting: options.offBy }));
  const slots = toSlots(request, caching.places);
  const marked = slots.all.filter(({ control }) => control !== undefined);
  if (marked.length > 0) return { request, plan: planOfMarks(marked, caching) };
  const chosen = chooseSlots(slots, caching);
  if (chosen.length === 0) return { request, plan: { source: 'none', points: [], reason: whyNone(slots, caching) } };
  const marks = markSlots(request, chosen, wishOf(request.extra['cache_control']));
  return { request: marks, plan: { source: 'automatic', points: chosen.map(toPoint) } };
}

/** The plan in one line for the trace, without content of the prompt. */
export function describeCachePlan({ source, points, reason }: CachePlan): string {
  if (source === 'config') return 'config: cache_control_injection_points';
  if (points.length === 0) return `none: ${reason ?? say('cache-no-effect', {})}`;
  const list = points.map(({ place, index, tokens }) => `${place}.${index} (~${tokens} tokens)`);
  return `${source}: ${list.join(', ')}`;
}

/** The plan that `describeCachePlan` has described; undefined for a line of another version. */
export function parseCachePlan(line: string): CachePlan | undefined {
  const [, source = '', rest = ''] = /^(automatic|client|config|none): (.*)$/s.exec(line) ?? [];
  if (source === 'config') return { source, points: [] };
  if (source === 'none') return { source, points: [], reason: rest };
  if (source !== 'automatic' && source !== 'client') return undefined;
  const points = [...rest.matchAll(/(tools|system|messages)\.(\d+) \(~(\d+) tokens\)/g)];
  return points.length === 0
    ? undefined
    : { source, points: points.map(([, place, index, tokens]) => toParsedPoint(place, index, tokens)) };
}

function toParsedPoint(place = '', index = '', tokens = ''): CachePlanPoint {
  const known = place === 'tools' || place === 'system' ? place : 'messages';
  return { place: known, index: Number(index), tokens: Number(tokens) };
}

function withoutCaching(request: ChatRequest, reason: string): PlannedRequest {
  return { request: withoutMarks(request), plan: { source: 'none', points: [], reason } };
}

/** As providers do: marks in places that the model knows, the last ones where there are too many. */
function planOfMarks(marked: readonly CacheSlot[], caching: CacheLimits): CachePlan {
  const usable = marked.filter(({ place }) => caching.places.includes(place));
  const points = usable.slice(Math.max(0, usable.length - caching.maxPoints)).map(toPoint);
  const reason = points.length === 0 ? say('cache-marks-unused', {}) : undefined;
  return { source: 'client', points, reason };
}

/** In the order of the prompt. Later points are worth more, because they hold the earlier ones' text as well. */
function chooseSlots(slots: PromptSlots, caching: CacheLimits): readonly CacheSlot[] {
  const hasEffect = (slot: CacheSlot | undefined): slot is CacheSlot =>
    slot !== undefined &&
    caching.places.includes(slot.place) &&
    slot.tokens >= caching.minTokens &&
    slot.tokens <= (caching.maxTokens ?? Number.POSITIVE_INFINITY);
  const fixed = [slots.tools, slots.system].filter(hasEffect);
  const moving = slots.userTurns.filter(hasEffect).slice(-MOVING_POINTS);
  const chosen = [...fixed, ...moving];
  return chosen.slice(Math.max(0, chosen.length - caching.maxPoints));
}

function whyNone(slots: PromptSlots, caching: CacheLimits): string {
  return slots.tokens < caching.minTokens
    ? say('cache-too-small', { tokens: slots.tokens, least: caching.minTokens })
    : say('cache-no-place', {});
}

/** Anthropic's `cache_control` of the whole body: a wish for automatic points, perhaps with a lifetime. */
function wishOf(wish: unknown): CacheControl {
  const ttl = isObject(wish) ? wish['ttl'] : undefined;
  return ttl === '5m' || ttl === '1h' ? { ttl } : {};
}

function toPoint({ place, index, tokens }: CacheSlot): CachePlanPoint {
  return { place, index, tokens };
}
