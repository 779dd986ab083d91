/** Trying a deployment out: a real call for one token. Costs are integers of nano-USD. */
import { z } from 'zod';

/** `GET` tells the newest result of each deployment since the gateway started. */
export const MODEL_TESTS_PATH = '/torii/model-tests';

export const modelTestSchema = z.object({
  deploymentId: z.string(),
  modelGroup: z.string(),
  /** Its row in the ledger. */
  callId: z.string(),
  /** Epoch ms. */
  at: z.number().int(),
  ok: z.boolean(),
  durationMs: z.number(),
  /** Null is unknown. */
  cost: z.number().int().nullable(),
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  error: z.object({ kind: z.string(), status: z.number().int(), message: z.string() }).nullable(),
});
/** Answer to `POST /torii/model-tests/{deployment id}`. A deployment that fails is an answer, too, with status 200. */
export type ModelTest = z.infer<typeof modelTestSchema>;

export const modelTestListSchema = z.object({ tests: z.array(modelTestSchema) });
export type ModelTestList = z.infer<typeof modelTestListSchema>;
