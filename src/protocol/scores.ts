/** Scores under `/torii/`: judgements on traces and tasks. Names are those of Langfuse's API. */
import { z } from 'zod';

export const SCORES_PATH = '/torii/scores';

const LONGEST_TEXT = 500;
const dataType = z.enum(['NUMERIC', 'BOOLEAN', 'CATEGORICAL', 'TEXT']);

/** Body of `POST /torii/scores`. `trace_id` is the id of a call; either it or `task_id`. */
export const newScoreSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** A number; true, false, 1 or 0 for BOOLEAN; a text for CATEGORICAL and TEXT. */
  value: z.union([z.number(), z.boolean(), z.string().trim().min(1).max(LONGEST_TEXT)]),
  /** By the value where it is left out. */
  data_type: dataType.nullish(),
  comment: z.string().trim().max(2000).nullish(),
  trace_id: z.string().min(1).nullish(),
  task_id: z.string().min(1).nullish(),
});
export type NewScore = z.infer<typeof newScoreSchema>;

export const scoreSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** 1 or 0 for BOOLEAN. */
  value: z.union([z.number(), z.string()]),
  data_type: dataType,
  comment: z.string().nullable(),
  trace_id: z.string().nullable(),
  task_id: z.string().nullable(),
  author: z.string(),
  /** Epoch ms. */
  created_at: z.number().int(),
});
export type ScoreView = z.infer<typeof scoreSchema>;

/** Query: `trace_id` or `task_id`. */
export const scoreListSchema = z.object({ scores: z.array(scoreSchema) });
export type ScoreList = z.infer<typeof scoreListSchema>;
