import { z } from 'zod';
import { parseJson } from '../../domain/json.ts';
import type { KeptAnswer } from '../../domain/thinkingVault.ts';

const keptAnswerSchema = z.object({
  thinking: z.array(
    z.object({
      part: z.discriminatedUnion('type', [
        z.object({ type: z.literal('thinking'), text: z.string(), signature: z.string() }),
        z.object({ type: z.literal('redacted-thinking'), data: z.string() }),
      ]),
      textBefore: z.number(),
    }),
  ),
  textLength: z.number(),
});

export function writeKeptAnswer(answer: KeptAnswer): string {
  return JSON.stringify(answer);
}

/** Undefined where the text was written by a version that keeps something else. */
export function readKeptAnswer(text: string): KeptAnswer | undefined {
  return keptAnswerSchema.safeParse(parseJson(text)).data;
}
