import { z } from 'zod';
import type { ChatRequest } from '../../../domain/chat.ts';
import { GatewayError } from '../../../domain/errors.ts';
import { parseChat, toBadRequest } from '../openai/parseChat.ts';

const bodySchema = z.looseObject({
  model: z.string().min(1).optional(),
  prompt: z.union([z.string(), z.array(z.string()).length(1)], {
    error: 'must be a string, or a list of one string; send several prompts in requests of their own',
  }),
  suffix: z.string().nullish(),
  echo: z.boolean().nullish(),
  best_of: z.number().nullish(),
  n: z.number().nullish(),
  logprobs: z.number().nullish(),
});

/** OpenAI's older completions body as a chat of one message. Throws `bad-request` that names the field. */
export function parseCompletion(body: Readonly<Record<string, unknown>>): ChatRequest {
  const result = bodySchema.safeParse(body);
  if (!result.success) throw toBadRequest(result.error);
  const { prompt, suffix, echo, best_of: bestOf, n, logprobs, ...rest } = result.data;
  refuse('suffix', suffix !== undefined && suffix !== null && suffix !== '', 'a chat model cannot fill in a middle');
  refuse('echo', echo === true, 'a chat model does not repeat the prompt');
  refuse('best_of', (bestOf ?? 1) > 1, 'one answer is all there is');
  refuse('n', (n ?? 1) > 1, 'one answer is all there is');
  refuse('logprobs', logprobs !== undefined && logprobs !== null && rest['drop_params'] !== true, 'not supported here');
  const text = typeof prompt === 'string' ? prompt : prompt[0];
  const messages = [{ role: 'user', content: text }];
  // The path may name the model instead of the body; providers go by their deployment.
  return parseChat({ ...rest, model: rest.model ?? 'model-of-path', messages });
}

function refuse(field: string, wanted: boolean, why: string): void {
  if (!wanted) return;
  throw new GatewayError('bad-request', `${field}: ${why}; leave it out.`, { param: field });
}
