/** The client's body for `/v1/responses`, as OpenAI documents it and Codex sends it. Unknown fields are kept. */
import { z } from 'zod';

const textFormat = z.union([
  z.looseObject({ type: z.enum(['text', 'json_object']) }),
  z.looseObject({
    type: z.literal('json_schema'),
    name: z.string().nullish(),
    description: z.string().nullish(),
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean().nullish(),
  }),
]);
export type TextFormatBody = z.infer<typeof textFormat>;

const reasoning = z.looseObject({
  effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullish(),
  summary: z.string().nullish(),
  generate_summary: z.string().nullish(),
});

/** Anthropic's way of asking, which LiteLLM takes on every route. */
const thinking = z.looseObject({
  type: z.enum(['enabled', 'adaptive', 'disabled']),
  budget_tokens: z.number().int().nonnegative().optional(),
});

const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.looseObject({ type: z.literal('function'), name: z.string() }),
  z.looseObject({
    type: z.literal('allowed_tools'),
    mode: z.enum(['auto', 'required']),
    tools: z.array(z.looseObject({ type: z.string(), name: z.string().optional() })),
  }),
  z.looseObject({ type: z.string() }),
]);
export type ToolChoiceBody = z.infer<typeof toolChoice>;

export const functionTool = z.looseObject({
  type: z.literal('function'),
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
});

const input = z.union([z.string(), z.array(z.looseObject({}))], {
  error: 'must be a string or a list of input items',
});

export const responsesBodySchema = z.looseObject({
  model: z.string().min(1).optional(),
  input: input.nullish(),
  instructions: z.string({ error: 'must be a string' }).nullish(),
  previous_response_id: z.string().nullish(),
  tools: z.array(z.looseObject({ type: z.string() })).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  max_output_tokens: z.number().int().positive().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_logprobs: z.number().nullish(),
  reasoning: reasoning.nullish(),
  thinking: thinking.nullish(),
  text: z.looseObject({ format: textFormat.nullish(), verbosity: z.string().nullish() }).nullish(),
  include: z.array(z.string()).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
});
export type ResponsesBody = z.infer<typeof responsesBodySchema>;
