import type { WireBlock, WireRequest, WireTool } from '../wire.ts';

type Json = Readonly<Record<string, unknown>>;

/** The body that the Messages API refuses, in its words. */
export class MessagesRefusal extends Error {}

const TOP_LEVEL = new Set([
  'anthropic_version',
  'anthropic_beta',
  'max_tokens',
  'messages',
  'system',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
]);

/**
 * A Messages body as the Converse request that says the same, so that one set of rules checks both. Throws
 * MessagesRefusal for what the Messages API itself refuses.
 */
export function toWire(body: Json): WireRequest {
  for (const key of Object.keys(body)) if (!TOP_LEVEL.has(key)) refuse(`${key}: Extra inputs are not permitted`);
  if (body['anthropic_version'] !== 'bedrock-2023-05-31') refuse('anthropic_version: Field required');
  if (typeof body['max_tokens'] !== 'number') refuse('max_tokens: Field required');
  const messages = listOf(body['messages'], 'messages').map((message, at) => ({
    role: String(message['role']),
    content: marked(listOf(message['content'], `messages.${at}.content`), toBlock),
  }));
  const tools = body['tools'] === undefined ? undefined : marked(listOf(body['tools'], 'tools'), toTool);
  return {
    messages,
    ...(body['system'] === undefined
      ? {}
      : { system: marked(listOf(body['system'], 'system'), (part) => ({ text: String(part['text']) })) }),
    inferenceConfig: defined({
      maxTokens: body['max_tokens'],
      temperature: body['temperature'],
      topP: body['top_p'],
      stopSequences: body['stop_sequences'],
    }),
    ...(tools === undefined ? {} : { toolConfig: defined({ tools, toolChoice: toToolChoice(body['tool_choice']) }) }),
    additionalModelRequestFields: defined({
      top_k: body['top_k'],
      thinking: body['thinking'],
      anthropic_beta: body['anthropic_beta'],
      output_config: body['output_config'],
    }),
  } as WireRequest;
}

function marked<Part>(blocks: readonly Json[], toPart: (block: Json) => Part): readonly (Part | WireBlock)[] {
  return blocks.flatMap((block) => {
    const { cache_control: mark, ...rest } = block;
    if (mark === undefined) return [toPart(rest)];
    const { type, ...lifetime } = mark as { type?: string; ttl?: string };
    if (type !== 'ephemeral') refuse("cache_control.type: Input should be 'ephemeral'");
    return [toPart(rest), { cachePoint: { type: 'default', ...lifetime } }];
  });
}

function toBlock(block: Json): WireBlock {
  switch (block['type']) {
    case 'text':
      return { text: only(block, 'text')['text'] as string };
    case 'image': {
      const { media_type: mediaType, data } = base64Of(only(block, 'source'));
      return { image: { format: mediaType.replace('image/', ''), source: { bytes: data } } };
    }
    case 'document':
      return toDocument(only(block, 'source', 'title'));
    case 'thinking': {
      const { thinking, signature } = only(block, 'thinking', 'signature');
      if (typeof signature !== 'string') refuse('thinking.signature: Field required');
      return { reasoningContent: { reasoningText: { text: String(thinking), signature: String(signature) } } };
    }
    case 'redacted_thinking':
      return { reasoningContent: { redactedContent: String(only(block, 'data')['data']) } };
    case 'tool_use': {
      const { id, name, input } = only(block, 'id', 'name', 'input');
      if (typeof input !== 'object' || input === null) refuse('tool_use.input: Input should be a valid dictionary');
      return { toolUse: { toolUseId: String(id), name: String(name), input } };
    }
    case 'tool_result': {
      const { tool_use_id: id, content, is_error: failed } = only(block, 'tool_use_id', 'content', 'is_error');
      const parts = listOf(content, 'tool_result.content').map(toBlock);
      return {
        toolResult: { toolUseId: String(id), content: parts, ...(failed === true ? { status: 'error' } : {}) },
      };
    }
    default:
      return refuse(`messages.content: Input tag '${String(block['type'])}' found using 'type' does not match`);
  }
}

function toDocument({ source, title }: Json): WireBlock {
  const { type, media_type: mediaType, data } = source as Json;
  const isText = type === 'text' && mediaType === 'text/plain';
  if (!isText && !(type === 'base64' && mediaType === 'application/pdf')) refuse('document.source: Input tag is wrong');
  const bytes = isText ? Buffer.from(String(data)).toString('base64') : String(data);
  return { document: { format: isText ? 'txt' : 'pdf', name: String(title), source: { bytes } } };
}

function base64Of({ source }: Json): { readonly media_type: string; readonly data: string } {
  const { type, media_type: mediaType, data } = source as Json;
  if (type !== 'base64') refuse('image.source.type: Bedrock takes base64 alone');
  return { media_type: String(mediaType), data: String(data) };
}

function toTool(tool: Json): WireTool {
  const {
    name,
    description,
    input_schema: json,
    strict,
  } = only({ type: 'custom', ...tool }, 'name', 'description', 'input_schema', 'strict');
  return { toolSpec: defined({ name, description, inputSchema: { json }, strict }) } as WireTool;
}

function toToolChoice(choice: unknown): unknown {
  if (choice === undefined) return undefined;
  const { type, name } = choice as Json;
  if (type === 'tool') return { tool: { name } };
  return type === 'any' ? { any: {} } : { auto: {} };
}

/** The fields besides `type`; any other is refused. */
function only(block: Json, ...fields: readonly string[]): Json {
  const { type, ...rest } = block;
  const unknown = Object.keys(rest).find((key) => !fields.includes(key));
  if (unknown !== undefined) refuse(`${String(type)}.${unknown}: Extra inputs are not permitted`);
  return rest;
}

function listOf(value: unknown, path: string): readonly Json[] {
  return Array.isArray(value) ? value : refuse(`${path}: Input should be a valid list`);
}

function defined(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function refuse(words: string): never {
  throw new MessagesRefusal(words);
}
