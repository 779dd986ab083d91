import { z } from 'zod';

const part = z.number({ error: 'a number from 0 to 1' }).min(0).max(1);
const share = z.number({ error: 'a number of at least 0' }).min(0);

/** LiteLLM's `cost_discount_config`. */
export const discounts = z
  .record(z.string(), part, { error: 'a map of parts' })
  .optional()
  .describe('By provider, the part that is taken off the cost of its models: 0.05 is 5 %.');

/** LiteLLM's `cost_margin_config`. */
export const margins = z
  .record(
    z.string(),
    z.union([share, z.looseObject({ percentage: share.optional(), fixed_amount: share.optional() })], {
      error: 'a number, or percentage and fixed_amount',
    }),
    { error: 'a map of margins' },
  )
  .optional()
  .describe(
    'By provider, or for all as `global`, what is put on the cost: 0.1 is 10 %; or percentage and fixed_amount (USD per request).',
  );
