import { createHash } from 'node:crypto';
import type { SimulatedModel } from './models.ts';
import type { WireRequest } from './wire.ts';

export interface InputAccount {
  readonly input: number;
  readonly read: number;
  readonly written5m: number;
  readonly written1h: number;
}

/** Tokens of a text, roughly as models count them. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

interface Point {
  readonly hash: string;
  readonly tokens: number;
  readonly oneHour: boolean;
}

/** Remembers cached prefixes: the first request with a cache point writes, a later one with the same prefix reads. */
export class CacheLedger {
  readonly #known = new Set<string>();

  account(request: WireRequest, model: SimulatedModel): InputAccount {
    const { points, total } = measure(request, model.id);
    const usable = points.filter((point) => point.tokens >= (model.caching?.minTokens ?? Number.POSITIVE_INFINITY));
    const read = usable.findLast((point) => this.#known.has(point.hash))?.tokens ?? 0;
    let before = read;
    let written5m = 0;
    let written1h = 0;
    for (const point of usable.filter((each) => each.tokens > read)) {
      if (point.oneHour) written1h += point.tokens - before;
      else written5m += point.tokens - before;
      before = point.tokens;
    }
    for (const point of usable) this.#known.add(point.hash);
    return { input: total - before, read, written5m, written1h };
  }
}

/** Tools, system, messages: the order in which a prompt is cached. */
function measure(request: WireRequest, salt: string): { readonly points: readonly Point[]; readonly total: number } {
  const hash = createHash('sha256').update(salt);
  const points: Point[] = [];
  let tokens = 0;
  const parts = [
    ...(request.toolConfig?.tools ?? []),
    ...(request.system ?? []),
    ...(request.messages ?? []).flatMap((message) => message.content),
  ];
  for (const part of parts) {
    if (part.cachePoint !== undefined) {
      points.push({ hash: hash.copy().digest('hex'), tokens, oneHour: part.cachePoint.ttl === '1h' });
      continue;
    }
    const text = JSON.stringify(part);
    hash.update(text);
    tokens += estimateTokens(text);
  }
  return { points, total: tokens };
}
