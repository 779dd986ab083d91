/** Caps on what the gateway spends per request, task, day and month. Amounts in USD. */
import { z } from 'zod';
import { capActions } from '../domain/spendCaps.ts';

export const SPEND_CAPS_PATH = '/torii/spend-caps';

const cap = z.strictObject({ usd: z.number().positive(), action: z.enum(capActions) }).optional();

/** `PUT` replaces all of them, until the gateway ends; `GET` tells them. Days and months are those of `timeZone` (IANA). */
export const spendCapsSchema = z.strictObject({
  timeZone: z.string().default('UTC'),
  request: cap,
  task: cap,
  day: cap,
  month: cap,
});
export type SpendCapsBody = z.infer<typeof spendCapsSchema>;
