/** The routing API: chains of fallbacks by kind, with what each loses, and the settings around them. */
import { z } from 'zod';
import { fallbackKinds } from '../domain/routing/fallbackEdits.ts';
import { relianceNames } from '../domain/routing/lostCapabilities.ts';

export const ROUTING_PATH = '/torii/routing';
export const FALLBACKS_PATH = '/torii/routing/fallbacks';

/** A group asks for more than this only by mistake. */
const LONGEST_CHAIN = 50;

const kind = z.enum(fallbackKinds);

export const chainLossSchema = z.object({
  capability: z.enum(relianceNames),
  /** What Torii does about it, in English; dashboards say it in their own words by `capability`. */
  remedy: z.string(),
});

export const chainSchema = z.object({
  kind,
  /** Null for the default chain, which serves every group without one of its own. */
  model: z.string().nullable(),
  /** In the order they are tried. */
  fallbacks: z.array(
    z.object({
      model: z.string(),
      /** False where nothing answers to this name. */
      known: z.boolean(),
      /** What the model before the chain can do and this one cannot. */
      losses: z.array(chainLossSchema),
    }),
  ),
});
export type FallbackChain = z.infer<typeof chainSchema>;

/** `GET /torii/routing`, and the answer to a change. Times are ms. */
export const routingSchema = z.object({
  /** The file that a change goes to; null where no file holds the config. */
  configFile: z.string().nullable(),
  /** False while the file on disk is broken: a change of it would not be in force. */
  configInForce: z.boolean(),
  /** Names that a chain may use: model groups and aliases. */
  models: z.array(z.string()),
  chains: z.array(chainSchema),
  settings: z.object({
    strategy: z.string(),
    numRetries: z.number().int(),
    retryAfterMs: z.number(),
    timeoutMs: z.number(),
    streamTimeoutMs: z.number().nullable(),
    maxFallbacks: z.number().int(),
    cooldownMs: z.number(),
    cooldowns: z.boolean(),
    allowedFails: z.number().nullable(),
    preCallChecks: z.boolean(),
    weightedFailover: z.boolean(),
    continueStreams: z.boolean(),
    pacing: z.object({ enabled: z.boolean(), maxWaitMs: z.number(), maxQueue: z.number() }),
  }),
});
export type Routing = z.infer<typeof routingSchema>;

/** `PUT /torii/routing/fallbacks`: the whole chain in order; an empty one is taken out of the config. */
export const fallbacksBody = z
  .strictObject({
    kind,
    model: z.string().trim().min(1).nullish(),
    fallbacks: z.array(z.string().trim().min(1)).max(LONGEST_CHAIN),
  })
  .refine(({ kind: of, model }) => (of === 'default') === (model === undefined || model === null), {
    path: ['model'],
    message: 'must name a model group, but for the default chain, which has none',
  });
export type FallbacksBody = z.infer<typeof fallbacksBody>;
