/** Single requests under `/torii/traces`: lists that are filtered, sorted and paged, and everything about one. */
import { z } from 'zod';
import { requestDetailSchema, requestSummarySchema } from './api.ts';
import { noteFactSchema } from './notes.ts';

export const TRACES_PATH = '/torii/traces';

const attemptBriefSchema = z.object({
  group: z.string(),
  provider: z.string(),
  model: z.string(),
  region: z.string().nullable(),
  startedAt: z.number().int(),
  durationMs: z.number(),
  status: z.enum(['success', 'failure']),
  httpStatus: z.number().int().nullable(),
  errorCode: z.string().nullable(),
  reason: z.enum(['first', 'retry', 'fallback']),
});

export const traceSummarySchema = requestSummarySchema.extend({
  /** Beginning of what the user asked, where prompts are stored. */
  taskTitle: z.string().nullable(),
  sessionId: z.string().nullable(),
  tags: z.array(z.string()),
  attempts: z.array(attemptBriefSchema),
});
export type TraceSummary = z.infer<typeof traceSummarySchema>;

/**
 * Query: `limit` (1-200, 50), `cursor`, `sort` (startedAt, cost, duration, tokens, firstToken), `order` (desc, asc),
 * `model`, `status`, `key` (alias or hash), `task`, `text`, `from`, `to`.
 */
export const traceListSchema = z.object({
  traces: z.array(traceSummarySchema),
  /** Give it as `cursor` for the rows that follow; null at the end. A page of a text search may be short, or empty. */
  nextCursor: z.string().nullable(),
  /** Null where counting would read the whole range: with a text or a key. */
  total: z.number().int().nullable(),
});
export type TraceList = z.infer<typeof traceListSchema>;

export const cachePointSchema = z.object({
  place: z.string(),
  /** Position in the request's tools, system texts or messages. */
  index: z.number().int(),
  /** Estimated, of everything up to the point. */
  tokens: z.number().int(),
  /** Null where the provider did not count. */
  state: z.enum(['hit', 'written', 'unused']).nullable(),
});

/** Why less came from the cache than the request before had put there. `code` is for programs, `detail` names what. */
export const cacheBreakSchema = z.object({
  code: z.enum(['expired', 'other-model', 'tools', 'system', 'messages', 'no-points', 'unknown']),
  detail: z.string(),
  /** Call id of the request that it is compared with. */
  comparedWith: z.string(),
  lostTokens: z.number().int(),
});
export type CacheBreak = z.infer<typeof cacheBreakSchema>;

export const traceDetailSchema = requestDetailSchema.extend({
  reasoningTokens: z.number().int().nullable(),
  cacheWrite5mTokens: z.number().int().nullable(),
  cacheWrite1hTokens: z.number().int().nullable(),
  serviceTier: z.string().nullable(),
  userId: z.string().nullable(),
  teamId: z.string().nullable(),
  endUser: z.string().nullable(),
  apiBase: z.string().nullable(),
  /** The request's own metadata, as the ledger has it. */
  metadata: z.record(z.string(), z.unknown()),
  task: z
    .object({
      id: z.string(),
      title: z.string(),
      /** As in a summary; left out by gateways of older versions. */
      titleFrom: z.enum(['prompt', 'client']).optional(),
      /** Epoch ms; left out likewise. */
      firstAt: z.number().optional(),
      /** Of this request in the task, from 1. */
      position: z.number().int(),
      requests: z.number().int(),
      previousCallId: z.string().nullable(),
      nextCallId: z.string().nullable(),
    })
    .nullable(),
  cachePlan: z
    .object({
      source: z.enum(['automatic', 'client', 'config', 'none']),
      points: z.array(cachePointSchema),
      reason: z.string().nullable(),
      /** The same, to be worded by the client. */
      whyNone: noteFactSchema.nullable(),
    })
    .nullable(),
  cacheBreak: cacheBreakSchema.nullable(),
  content: z.object({
    /** Whether the bodies of this request are kept. */
    kept: z.boolean(),
    /** Whether the config keeps bodies of new requests. */
    storing: z.boolean(),
  }),
});
export type TraceDetail = z.infer<typeof traceDetailSchema>;

/** `GET /torii/traces/{callId}/content`: bodies as they were kept, in the client's dialect; texts may be cut. 404 without. */
export const traceContentSchema = z.object({ request: z.unknown(), response: z.unknown() });
export type TraceContentView = z.infer<typeof traceContentSchema>;
