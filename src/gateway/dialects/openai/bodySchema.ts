/** The client's body for `/v1/chat/completions`, as OpenAI, LiteLLM and Cline write it. Unknown fields are kept. */
import { z } from 'zod';

const cacheControl = z.looseObject({ type: z.string().optional(), ttl: z.string().optional() }).nullish();

const textPart = z.looseObject({ type: z.literal('text'), text: z.string(), cache_control: cacheControl });
const guardedPart = z.looseObject({ type: z.literal('guarded_text'), text: z.string(), cache_control: cacheControl });
const imagePart = z.looseObject({
  type: z.literal('image_url'),
  image_url: z.union([z.string(), z.looseObject({ url: z.string(), format: z.string().nullish() })]),
  cache_control: cacheControl,
});
const filePart = z.looseObject({
  type: z.literal('file'),
  file: z.looseObject({
    file_data: z.string().optional(),
    filename: z.string().optional(),
    format: z.string().nullish(),
  }),
  cache_control: cacheControl,
});
const thinkingPart = z.looseObject({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.string().nullish(),
});
const redactedPart = z.looseObject({ type: z.literal('redacted_thinking'), data: z.string() });
const refusalPart = z.looseObject({ type: z.literal('refusal'), refusal: z.string() });

export const contentPart = z.discriminatedUnion(
  'type',
  [textPart, guardedPart, imagePart, filePart, thinkingPart, redactedPart, refusalPart],
  { error: (issue) => unknownPart(issue.input) },
);
export type ContentPartBody = z.infer<typeof contentPart>;

const content = z.union([z.string(), z.array(contentPart), z.null()], {
  error: (issue) => describePartProblem(issue.input),
});

const toolCall = z.looseObject({
  id: z.string().nullish(),
  type: z.string().nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.string().nullish() }),
  cache_control: cacheControl,
});

const thinkingBlock = z.discriminatedUnion('type', [thinkingPart, redactedPart]);

export const messageSchema = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: content.optional(),
  name: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  function_call: z.looseObject({ name: z.string(), arguments: z.string().nullish() }).nullish(),
  tool_call_id: z.string().nullish(),
  thinking_blocks: z.array(thinkingBlock).nullish(),
  reasoning_content: z.string().nullish(),
  cache_control: cacheControl,
});
export type MessageBody = z.infer<typeof messageSchema>;

const functionTool = z.looseObject({
  type: z.literal('function').optional(),
  function: z.looseObject({
    name: z.string(),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    strict: z.boolean().nullish(),
  }),
  cache_control: cacheControl,
});

const toolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.looseObject({ type: z.literal('function').optional(), function: z.looseObject({ name: z.string() }) }),
  z.looseObject({ type: z.enum(['auto', 'none', 'any', 'required']) }),
]);

const responseFormat = z.union([
  z.looseObject({ type: z.enum(['text', 'json_object']) }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({
      name: z.string().optional(),
      description: z.string().optional(),
      schema: z.record(z.string(), z.unknown()).optional(),
      strict: z.boolean().nullish(),
    }),
  }),
]);

const thinking = z.looseObject({
  type: z.enum(['enabled', 'adaptive', 'disabled']),
  budget_tokens: z.number().int().nonnegative().optional(),
});

export const chatBodySchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  tools: z.array(functionTool).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.number().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullish(),
  thinking: thinking.nullish(),
  response_format: responseFormat.nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});
export type ChatBody = z.infer<typeof chatBodySchema>;

const KNOWN_PARTS = 'text, guarded_text, image_url, file, thinking, redacted_thinking';

function unknownPart(input: unknown): string {
  const type = typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : 'none';
  return `content part of type '${type}' is not supported; use one of: ${KNOWN_PARTS}`;
}

function describePartProblem(input: unknown): string {
  if (!Array.isArray(input)) return 'must be a string, a list of content parts, or null';
  for (const [index, part] of input.entries()) {
    const result = contentPart.safeParse(part);
    const issue = result.error?.issues[0];
    if (issue !== undefined) return `part ${index}: ${issue.message}`;
  }
  return 'holds a content part that cannot be read';
}
