/** The client's body for `/v1/messages`. Contents and tools are read block by block, so that errors name the block. */
import { z } from 'zod';
import { cacheMark } from './cacheMark.ts';
import { toolChoiceSchema } from './toolChoice.ts';

const jsonFormat = z.looseObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) });

const effort = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullish();

const message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: z.unknown().optional(),
  /** Of a system message: its text is over once a user message follows. */
  clear_at: z.string().nullish(),
  /** Of a system message: it holds from there on. */
  output_config: z.looseObject({ effort }).nullish(),
});
export type MessageBody = z.infer<typeof message>;

export const messagesBody = z.looseObject({
  model: z.string().min(1, 'must not be empty'),
  messages: z.array(message).min(1, 'at least one message is required'),
  /** Demanded for an answer, needless for a count. */
  max_tokens: z.number().int().positive().nullish(),
  system: z.unknown().optional(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  thinking: z
    .looseObject({
      type: z.enum(['enabled', 'adaptive', 'between_tools', 'disabled']),
      budget_tokens: z.number().int().nonnegative().nullish(),
    })
    .nullish(),
  output_config: z.looseObject({ effort, format: jsonFormat.nullish() }).nullish(),
  /** The name of `output_config.format` while it was a beta. */
  output_format: jsonFormat.nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.number().int().nullish(),
  stop_sequences: z.array(z.string()).nullish(),
  stream: z.boolean().nullish(),
  cache_control: cacheMark,
});
export type MessagesBody = z.infer<typeof messagesBody>;

/** Fields of the body that ChatRequest names itself. */
const NAMED: ReadonlySet<string> = new Set(Object.keys(messagesBody.shape));

/** They concern Anthropic's own service and change nothing about the answer elsewhere. */
const NEEDLESS: ReadonlySet<string> = new Set([
  'metadata',
  'betas',
  'service_tier',
  'diagnostics',
  'user_profile_id',
  'workspace_id',
  'anthropic_version',
]);

/** They ask for something that Anthropic's own service alone does. */
const SERVICE_ONLY: ReadonlySet<string> = new Set([
  'container',
  'context_management',
  'inference_geo',
  'mcp_servers',
  'speed',
]);

/** Parameters that the vocabulary does not name, and the names of those that no other service has. */
export function sortParameters(body: MessagesBody): {
  readonly extra: Readonly<Record<string, unknown>>;
  readonly serviceOnly: readonly string[];
} {
  const given = Object.entries(body).filter(
    ([name, value]) => value !== null && value !== undefined && !NAMED.has(name),
  );
  return {
    extra: Object.fromEntries(given.filter(([name]) => !NEEDLESS.has(name) && !SERVICE_ONLY.has(name))),
    serviceOnly: given.map(([name]) => name).filter((name) => SERVICE_ONLY.has(name)),
  };
}
