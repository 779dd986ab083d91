import { z } from 'zod';
import { isTimeZone } from '../../../domain/wallTime.ts';

/** An IANA name; days are cut in this zone. */
export const timeZone = z.string().max(64).refine(isTimeZone, 'is not an IANA time zone').default('UTC');
export const epochMs = z.coerce.number().int().nonnegative();
/** Which part of a long list. */
export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().nonnegative().default(0),
};
