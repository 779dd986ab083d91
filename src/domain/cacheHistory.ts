import { type CachePlan, type CachePlanPoint, parseCachePlan } from './cachePlan.ts';
import type { TokenUsage } from './chat.ts';
import { isObject } from './json.ts';
import type { SpendRecord } from './spend.ts';

export type CachePointState = 'hit' | 'written' | 'unused';

/** Why a request read less from the cache than the one before it had put there. */
export interface CacheBreak {
  readonly code: 'expired' | 'other-model' | 'tools' | 'system' | 'messages' | 'no-points' | 'unknown';
  /** What exactly, without content of the prompt: names, positions, seconds. */
  readonly detail: string;
  readonly lostTokens: number;
}

/** Providers round, and a breakpoint more or less is no break. */
const SLACK = 0.98;
const MS_PER_SECOND = 1000;
/** How long a cache lives after it was last used, seconds: Anthropic's and Bedrock's two lifetimes. */
const LIFETIME_S = { short: 300, long: 3600 } as const;

/** The cache plan of the attempt that answered, or was tried last; undefined where none is noted. */
export function cachePlanOf({ attempts }: Pick<SpendRecord, 'attempts'>): CachePlan | undefined {
  const note = attempts.at(-1)?.notes?.find(({ code }) => code === 'cache-plan');
  return note === undefined ? undefined : parseCachePlan(note.detail);
}

/**
 * What became of each point of a plan. Points carry estimates and the provider counts exactly, so the estimates are
 * scaled to the count; the provider has read up to the point that is nearest to what it says it read.
 */
export function cachePointStates(
  points: readonly CachePlanPoint[],
  usage: TokenUsage | undefined,
): readonly (CachePointState | undefined)[] {
  const last = points.at(-1);
  if (usage === undefined || last === undefined) return points.map(() => undefined);
  const read = usage.cacheReadTokens;
  const written = usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  if (read + written === 0) return points.map(() => 'unused');
  const scale = (read + written) / Math.max(last.tokens, 1);
  const reached = nearest([0, ...points.map(({ tokens }) => tokens * scale)], read);
  const rest = written > 0 ? 'written' : 'unused';
  return points.map((_, index) => (index < reached ? 'hit' : rest));
}

/** Position of the value that is nearest to `wanted`. */
function nearest(values: readonly number[], wanted: number): number {
  const distances = values.map((value) => Math.abs(value - wanted));
  return distances.indexOf(Math.min(...distances));
}

/** Bodies of both requests, where they are kept. */
export interface ComparedBodies {
  readonly before: unknown;
  readonly now: unknown;
}

/** Compares a request with the one before it in its task. Undefined where nothing was lost. */
export function findCacheBreak(
  now: SpendRecord,
  before: SpendRecord,
  bodies: ComparedBodies | undefined,
): CacheBreak | undefined {
  const kept = cachedBy(before.usage);
  const read = now.usage?.cacheReadTokens ?? 0;
  if (now.usage === undefined || kept === 0 || read >= kept * SLACK) return undefined;
  const reason =
    otherModel(now, before) ?? noPoints(now) ?? expired(now, before, read) ?? changed(now, before, bodies) ?? UNKNOWN;
  return { ...reason, lostTokens: kept - read };
}

type Reason = Omit<CacheBreak, 'lostTokens'>;
const UNKNOWN: Reason = { code: 'unknown', detail: '' };

function cachedBy(usage: TokenUsage | undefined): number {
  if (usage === undefined) return 0;
  return usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
}

/** Caches are of one model in one place. */
function otherModel(now: SpendRecord, before: SpendRecord): Reason | undefined {
  const place = ({ model, region, provider }: SpendRecord): string =>
    [model ?? provider ?? '', region ?? ''].filter((part) => part !== '').join(', ');
  const [from, to] = [place(before), place(now)];
  return from === to ? undefined : { code: 'other-model', detail: `${from} → ${to}` };
}

function noPoints(now: SpendRecord): Reason | undefined {
  const plan = cachePlanOf(now);
  return plan?.source === 'none' ? { code: 'no-points', detail: plan.reason ?? '' } : undefined;
}

function expired(now: SpendRecord, before: SpendRecord, read: number): Reason | undefined {
  if (read > 0) return undefined;
  const seconds = Math.round((now.startedAt - before.endedAt) / MS_PER_SECOND);
  const lifetime = (before.usage?.cacheWrite1hTokens ?? 0) > 0 ? LIFETIME_S.long : LIFETIME_S.short;
  return seconds > lifetime ? { code: 'expired', detail: `${seconds} s > ${lifetime} s` } : undefined;
}

function changed(now: SpendRecord, before: SpendRecord, bodies: ComparedBodies | undefined): Reason | undefined {
  const found = bodies === undefined ? undefined : changeInBodies(bodies);
  return found ?? changeInPlans(cachePlanOf(before), cachePlanOf(now));
}

/** The tools and the system text are told apart by their estimates; messages grow, so theirs tell nothing. */
function changeInPlans(before: CachePlan | undefined, now: CachePlan | undefined): Reason | undefined {
  for (const place of ['tools', 'system'] as const) {
    const [one, other] = [before, now].map((plan) => plan?.points.find((point) => point.place === place));
    if (one === undefined || other === undefined) continue;
    const same = one.index === other.index && one.tokens === other.tokens;
    if (!same) return { code: place, detail: `~${one.tokens} → ~${other.tokens} tokens` };
  }
  return undefined;
}

function changeInBodies({ before, now }: ComparedBodies): Reason | undefined {
  if (!isObject(before) || !isObject(now)) return undefined;
  if (textOf(before['tools']) !== textOf(now['tools'])) {
    return { code: 'tools', detail: `${countOf(before['tools'])} → ${countOf(now['tools'])}` };
  }
  if (textOf(before['system']) !== textOf(now['system'])) return { code: 'system', detail: '' };
  return changeInMessages(listOf(before['messages'] ?? before['input']), listOf(now['messages'] ?? now['input']));
}

function changeInMessages(before: readonly unknown[], now: readonly unknown[]): Reason | undefined {
  const index = before.findIndex((message, place) => textOf(message) !== textOf(now[place]));
  if (index < 0) return undefined;
  const role = isObject(before[index]) ? before[index]['role'] : undefined;
  const code = role === 'system' || role === 'developer' ? 'system' : 'messages';
  return { code, detail: `${index + 1}` };
}

/** Marks move with the conversation and are no change of it. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => (name === 'cache_control' ? undefined : inner)) ?? '';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function countOf(value: unknown): number {
  return listOf(value).length;
}
