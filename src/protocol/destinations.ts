/** Destinations of traces under `/torii/`. Times are epoch ms; counts are of this process since it began. */
import { z } from 'zod';

export const DESTINATIONS_PATH = '/torii/destinations';

const count = z.number().int();

export const destinationSchema = z.object({
  id: z.string(),
  kind: z.enum(['langfuse', 'mlflow-traces', 'mlflow-runs', 'otlp']),
  /** Without secrets. */
  address: z.string(),
  state: z.enum(['ok', 'failing', 'paused', 'idle']),
  /** What waits on disk. */
  queued: count,
  sent: count,
  /** Refused by the destination, or pushed out by newer traces. */
  dropped: count,
  last_error: z.object({ at: count, message: z.string() }).nullable(),
  last_sent_at: count.nullable(),
  /** How traces go there, and the version of what is there, as far as they are known. */
  transport: z.string().nullable(),
  version: z.string().nullable(),
  /** Prompts and answers go there. */
  content: z.boolean(),
});
export type DestinationView = z.infer<typeof destinationSchema>;

export const destinationListSchema = z.object({ destinations: z.array(destinationSchema) });
export type DestinationList = z.infer<typeof destinationListSchema>;

/** Answer of `POST /torii/destinations/{id}/test`. */
export const destinationTestSchema = z.object({
  ok: z.boolean(),
  detail: z.string(),
  version: z.string().nullable(),
  transport: z.string().nullable(),
});
export type DestinationTestView = z.infer<typeof destinationTestSchema>;
