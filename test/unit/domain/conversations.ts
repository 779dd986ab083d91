import fc from 'fast-check';
import type {
  AssistantMessage,
  ChatMessage,
  ChatRequest,
  TextPart,
  ToolDefinition,
  UserMessage,
} from '../../../src/domain/chat.ts';

export function request(given: Partial<ChatRequest> = {}): ChatRequest {
  return { model: 'claude', system: [], messages: [], tools: [], stop: [], stream: true, extra: {}, ...given };
}

export function text(value: string): TextPart {
  return { type: 'text', text: value };
}

/** Text of about this many tokens. */
export function tokens(count: number, letter = 'x'): string {
  return letter.repeat(count * 4);
}

export function says(value: string): UserMessage {
  return { role: 'user', content: [text(value)] };
}

export function result(id: string, value: string): UserMessage {
  return { role: 'user', content: [{ type: 'tool-result', toolCallId: id, content: [text(value)] }] };
}

export function calls(id: string, said = 'Let me look.'): AssistantMessage {
  return {
    role: 'assistant',
    content: [text(said), { type: 'tool-call', id, name: 'read_files', arguments: '{"path":"a.txt"}' }],
  };
}

export function tool(name: string, size = 0): ToolDefinition {
  return { name, description: tokens(size), parameters: { type: 'object' } };
}

const cacheControl = fc.constantFrom(undefined, undefined, undefined, {}, { ttl: '1h' as const });
const words = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.integer({ min: 0, max: 2000 }).map((count) => tokens(count)),
);

function anyText(marks: boolean): fc.Arbitrary<TextPart> {
  return fc.record({
    type: fc.constant('text' as const),
    text: words,
    cacheControl: marks ? cacheControl : fc.constant(undefined),
  });
}

function anyUserMessage(marks: boolean): fc.Arbitrary<UserMessage> {
  const part = anyText(marks);
  const toolResult = fc.record({
    type: fc.constant('tool-result' as const),
    toolCallId: fc.constantFrom('a', 'b'),
    content: fc.array(part, { maxLength: 2 }),
  });
  const image = fc.constant({
    type: 'image' as const,
    source: { kind: 'base64' as const, mediaType: 'image/png', data: 'AAAA' },
  });
  return fc.record({
    role: fc.constant('user' as const),
    content: fc.array(fc.oneof(part, toolResult, image), { maxLength: 3 }),
  });
}

function anyAssistantMessage(marks: boolean): fc.Arbitrary<AssistantMessage> {
  const call = fc.record({
    type: fc.constant('tool-call' as const),
    id: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('read', 'write'),
    arguments: fc.constantFrom('{}', '{"a":1}', 'broken'),
  });
  return fc.record({
    role: fc.constant('assistant' as const),
    content: fc.array(fc.oneof(anyText(marks), call), { maxLength: 3 }),
  });
}

/** Any request, well-formed or not; without marks unless they are asked for. */
export function anyRequest(marks = false): fc.Arbitrary<ChatRequest> {
  const message: fc.Arbitrary<ChatMessage> = fc.oneof(anyUserMessage(marks), anyAssistantMessage(marks));
  return fc
    .record({
      system: fc.array(anyText(marks), { maxLength: 3 }),
      messages: fc.array(message, { maxLength: 10 }),
      tools: fc.array(fc.record({ name: fc.constantFrom('read', 'write'), description: words }), { maxLength: 4 }),
      toolChoice: fc.constantFrom(undefined, { type: 'none' as const }),
    })
    .map((given) => request(given));
}
