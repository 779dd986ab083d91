/** How fast requests were and why they failed, for the dashboard's charts. Times epoch ms, durations ms. */
import { z } from 'zod';
import { latencySchema } from './api.ts';

export const SPEED_PATH = '/torii/speed';
export const FAILURES_PATH = '/torii/failures';

const epochMs = z.number().int();

export const speedSummarySchema = latencySchema.extend({
  /** Answers that the figures come from. */
  measured: z.number().int(),
  /** Output tokens per second after the first token. */
  tokensPerSecondP50: z.number().nullable(),
});
export type SpeedSummary = z.infer<typeof speedSummarySchema>;

/** Query: `from`, `to`, `timeZone`. Points are hours up to two days, else local days; those without answers are left out. */
export const speedSchema = z.object({
  from: epochMs,
  to: epochMs,
  step: z.enum(['hour', 'day']),
  /** One of how many answers was measured. */
  oneIn: z.number().int(),
  all: z.array(speedSummarySchema.extend({ start: epochMs })),
  points: z.array(speedSummarySchema.extend({ start: epochMs, modelGroup: z.string() })),
  models: z.array(speedSummarySchema.extend({ modelGroup: z.string() })),
});
export type Speed = z.infer<typeof speedSchema>;

export const failureGroupSchema = z.object({
  kind: z.string(),
  /** The provider's. */
  code: z.string().nullable(),
  httpStatus: z.number().int(),
  modelGroup: z.string(),
  provider: z.string().nullable(),
  count: z.number().int(),
  /** Of the newest one, which `callId` and `message` are of. */
  lastAt: epochMs,
  callId: z.string(),
  message: z.string(),
});

/** Query: `from`, `to`, `timeZone`, `model` (a group). */
export const failuresSchema = z.object({
  from: epochMs,
  to: epochMs,
  step: z.enum(['hour', 'day']),
  failures: z.number().int(),
  requests: z.number().int(),
  /** Requests that failed somewhere and were answered by a fallback. */
  fallbacks: z.number().int(),
  /** Most frequent first, 200 at most. */
  groups: z.array(failureGroupSchema),
  buckets: z.array(z.object({ start: epochMs, kind: z.string(), count: z.number().int() })),
});
export type Failures = z.infer<typeof failuresSchema>;
