import { z } from 'zod';

const names = z.array(z.string(), { error: 'a list of names' });

/** LiteLLM's choice of metrics and labels for `/metrics`. */
export const metricChoice = z
  .array(
    z.looseObject(
      {
        group: z.string({ error: 'text' }).optional().describe('A name for the entry; it has no effect.'),
        metrics: names.describe('Metrics that are kept, with or without `_total`. All others are left out.'),
        include_labels: names.optional().describe('Labels that these metrics keep; all where it is left out.'),
      },
      { error: 'a map with `metrics`' },
    ),
    { error: 'a list of maps with `metrics`' },
  )
  .optional()
  .describe('Metrics and labels at `/metrics`; all where it is left out. A change needs a restart.');
