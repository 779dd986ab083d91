import { z } from 'zod';
import { flag, section } from './fields.ts';

const TRANSPORTS = ['otlp', 'ingestion'] as const;

const destinationSchema = section(
  {
    content: flag('Send prompts and answers there; without it `store_prompts_in_spend_logs` decides.'),
    transport: z
      .enum(TRANSPORTS, { error: `one of ${TRANSPORTS.join(', ')}` })
      .optional()
      .describe('How traces go to Langfuse, where its version is not to decide.'),
  },
  'What holds for one destination.',
);

/** Switches of the destinations that callbacks name. */
export const destinationsSchema = z
  .record(z.string(), destinationSchema, { error: 'a map from a destination to its switches' })
  .optional()
  .describe('Switches of single destinations of traces, by their ids, e.g. langfuse or otel.');
