/** Who reads, and what a key that is no administrator's may see: its own. Costs are integers of nano-USD, times epoch ms. */
import { z } from 'zod';
import { requestSummarySchema, totalsSchema } from './api.ts';

export const ME_PATH = '/torii/me';

export const ownKeySchema = z.object({
  /** `sk-...` and its last four characters. */
  name: z.string(),
  alias: z.string().nullable(),
  userId: z.string().nullable(),
  teamId: z.string().nullable(),
  teamAlias: z.string().nullable(),
  /** Model groups that it may use. */
  models: z.array(z.string()),
  spend: z.number().int(),
  maxBudget: z.number().int().nullable(),
  resetsAt: z.number().int().nullable(),
  expiresAt: z.number().int().nullable(),
});
export type OwnKey = z.infer<typeof ownKeySchema>;

/** `GET /torii/me?timeZone=`. */
export const meSchema = z.object({
  /** `viewer` sees everything and changes nothing; `key` sees its own. */
  role: z.enum(['admin', 'viewer', 'key']),
  /** Null for the master key. */
  key: ownKeySchema.nullable(),
  /** Null where the overview tells more. */
  own: z
    .object({
      today: totalsSchema,
      month: totalsSchema,
      /** Of the last 30 days, dearest first. */
      models: z.array(totalsSchema.extend({ modelGroup: z.string() })),
      /** The newest, 20 at most. */
      requests: z.array(requestSummarySchema),
    })
    .nullable(),
});
export type Me = z.infer<typeof meSchema>;
