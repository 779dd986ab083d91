/** What a strict server refuses, with its status. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string | null;
  readonly param: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const CHAT_KEYS = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'temperature', 'top_p', 'top_k', 'n', 'stop', 'seed', 'user'],
  ...['max_tokens', 'max_completion_tokens', 'presence_penalty', 'frequency_penalty', 'logit_bias', 'logprobs'],
  ...['tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'reasoning_effort', 'thinking', 'guided_json'],
]);
const EMBEDDING_KEYS = new Set(['model', 'input', 'dimensions', 'encoding_format', 'user']);
const PART_TYPES = new Set(['text', 'image_url', 'file', 'input_audio']);

export function checkChat(body: Fields): Refusal | undefined {
  return (
    checkKeys(body, CHAT_KEYS) ??
    checkStreamOptions(body) ??
    checkTools(body['tools']) ??
    (Array.isArray(body['messages']) && body['messages'].length > 0
      ? checkMessages(body['messages'])
      : bad('messages', 'messages must be a list that is not empty'))
  );
}

export function checkEmbedding(body: Fields): Refusal | undefined {
  const { input } = body;
  const hasInput = typeof input === 'string' || (Array.isArray(input) && input.length > 0);
  return checkKeys(body, EMBEDDING_KEYS) ?? (hasInput ? undefined : bad('input', 'input must not be empty'));
}

function checkKeys(body: Fields, known: ReadonlySet<string>): Refusal | undefined {
  const unknown = Object.keys(body).find((key) => !known.has(key));
  return unknown === undefined ? undefined : bad(unknown, `Unrecognized request argument supplied: ${unknown}`);
}

function checkStreamOptions(body: Fields): Refusal | undefined {
  if (body['stream_options'] === undefined || body['stream'] === true) return undefined;
  return bad('stream_options', "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
}

function checkTools(tools: unknown): Refusal | undefined {
  if (tools === undefined) return undefined;
  if (!Array.isArray(tools) || tools.length === 0) return bad('tools', 'tools must be a list that is not empty');
  const isTool = (tool: unknown) => isFields(tool) && tool['type'] === 'function' && isFields(tool['function']);
  if (!tools.every(isTool)) return bad('tools', 'every tool must be a function');
  return tools.some((tool) => 'cache_control' in tool) ? bad('tools', 'Unknown parameter: cache_control') : undefined;
}

function checkMessages(messages: readonly unknown[]): Refusal | undefined {
  let open = new Set<unknown>();
  for (const [index, message] of messages.entries()) {
    const at = `messages.${index}`;
    if (!isFields(message)) return bad(at, 'a message must be an object');
    const refusal = checkMessage(message, at);
    if (refusal !== undefined) return refusal;
    if (message['role'] === 'tool') {
      if (!open.delete(message['tool_call_id'])) {
        return bad(at, "messages with role 'tool' must be a response to a preceding message with 'tool_calls'");
      }
      continue;
    }
    if (open.size > 0) return bad(at, "An assistant message with 'tool_calls' must be followed by tool messages");
    open = callIds(message);
  }
  return undefined;
}

function checkMessage(message: Fields, at: string): Refusal | undefined {
  const { role, content } = message;
  if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(String(role))) {
    return bad(`${at}.role`, `Invalid value: '${String(role)}'`);
  }
  if ('cache_control' in message) return bad(at, 'Unknown parameter: cache_control');
  if (role === 'assistant' && message['tool_calls'] !== undefined) return undefined;
  if (typeof content === 'string') return undefined;
  if (!Array.isArray(content) || content.length === 0) return bad(`${at}.content`, 'content must be text or parts');
  const isPart = (part: unknown) =>
    isFields(part) && PART_TYPES.has(String(part['type'])) && !('cache_control' in part);
  return content.every(isPart) ? undefined : bad(`${at}.content`, 'a part is of an unknown kind');
}

function callIds(message: Fields): Set<unknown> {
  const calls = message['tool_calls'];
  return new Set(Array.isArray(calls) ? calls.filter(isFields).map((call) => call['id']) : []);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(param: string, message: string): Refusal {
  return { status: 400, message, code: null, param };
}
