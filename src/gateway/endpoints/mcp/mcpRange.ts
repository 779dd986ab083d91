import { z } from 'zod';
import { GatewayError } from '../../../domain/errors.ts';
import { startOfDay } from '../../../domain/localDay.ts';
import { isTimeZone } from '../../../domain/wallTime.ts';

/** A span of time as a model writes it. Without `from` it is today, in the time zone. */
export const rangeFields = {
  from: z.string().optional().describe('ISO date or time, inclusive. Left out: the beginning of today.'),
  to: z.string().optional().describe('ISO date or time, exclusive. Left out: now.'),
  timeZone: z.string().max(64).refine(isTimeZone, 'is not an IANA time zone').default('UTC'),
};

export interface Range {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}

/** Throws `bad-request` for what is no time. */
export function readRange(
  input: { readonly from?: string | undefined; readonly to?: string | undefined; readonly timeZone: string },
  now: number,
): Range {
  const from = input.from === undefined ? startOfDay(now, input.timeZone) : readTime('from', input.from);
  const to = input.to === undefined ? now + 1 : readTime('to', input.to);
  if (from >= to) throw new GatewayError('bad-request', '`from` must be before `to`.', { param: 'from' });
  return { from, to };
}

function readTime(name: string, text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new GatewayError('bad-request', `${name}: '${text}' is no ISO date or time, e.g. 2026-11-25`, { param: name });
}
