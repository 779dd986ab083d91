import fc from 'fast-check';
import type {
  AssistantPart,
  CacheControl,
  ChatMessage,
  ChatRequest,
  ReasoningRequest,
  TextPart,
  ToolChoice,
  ToolDefinition,
  UserPart,
} from '../../../src/domain/chat.ts';
import { redactThinking, signThinking } from '../../simulators/bedrock/thinkingSignature.ts';

const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const cacheControl: fc.Arbitrary<CacheControl | undefined> = optional(
  fc.record({ ttl: fc.constantFrom(undefined, '5m' as const, '1h' as const) }),
);
const words = fc.constantFrom('', ' ', '\n\t', 'Hello', 'Go on. ', 'ünï ✓', '{"a":1}', 'x'.repeat(300));
const text: fc.Arbitrary<TextPart> = fc.record({ type: fc.constant('text' as const), text: words, cacheControl });

const PNG = Buffer.from('\x89PNG\r\n\x1a\n0', 'latin1').toString('base64');
const image = fc.record({
  type: fc.constant('image' as const),
  source: fc.constantFrom(
    { kind: 'base64' as const, mediaType: 'image/jpg', data: PNG },
    { kind: 'base64' as const, mediaType: 'image/png', data: PNG },
    { kind: 'url' as const, url: `data:image/webp;base64,${PNG}` },
    { kind: 'url' as const, url: 'https://example.com/a.png' },
  ),
  cacheControl,
});
const document = fc.record({
  type: fc.constant('document' as const),
  source: fc.constantFrom(
    { kind: 'base64' as const, mediaType: 'application/pdf', data: 'JVBERi0=' },
    { kind: 'base64' as const, mediaType: 'text/plain', data: 'aGVsbG8=' },
  ),
  name: fc.constantFrom(undefined, 'a  b.pdf', '../../etc/passwd', '報告', 'n'.repeat(300)),
  cacheControl,
});

/** Few ids, so that calls and results meet, miss and repeat. */
const id = fc.constantFrom('call_1', 'call_2', 'call_3', 'id with spaces/and more', 'i'.repeat(80));
const toolName = fc.constantFrom('read', 'write-file', 'mcp.server/tool', 'n'.repeat(100), '日本語');
const argumentText = fc.constantFrom(
  '',
  ' ',
  '{}',
  '{"path":"a"}',
  '{"a":1}{"b":2}',
  '{"a":',
  '[1]',
  '""',
  '{"q":"}{"}',
);

const assistantPart: fc.Arbitrary<AssistantPart> = fc.oneof(
  text,
  fc.record({ type: fc.constant('tool-call' as const), id, name: toolName, arguments: argumentText, cacheControl }),
  fc.constantFrom<AssistantPart>(
    { type: 'thinking', text: 'hm', signature: signThinking('hm') },
    { type: 'thinking', text: 'unsigned' },
    { type: 'thinking', text: 'blank', signature: '' },
    { type: 'redacted-thinking', data: redactThinking('secret') },
  ),
);
const userPart: fc.Arbitrary<UserPart> = fc.oneof(
  { arbitrary: text, weight: 3 },
  { arbitrary: image, weight: 1 },
  { arbitrary: document, weight: 1 },
  {
    arbitrary: fc.record({
      type: fc.constant('tool-result' as const),
      toolCallId: id,
      content: fc.array(fc.oneof(text, image), { maxLength: 2 }),
      isError: optional(fc.boolean()),
      cacheControl,
    }),
    weight: 3,
  },
);

const message: fc.Arbitrary<ChatMessage> = fc.oneof(
  fc.record({ role: fc.constant('user' as const), content: fc.array(userPart, { maxLength: 4 }) }),
  fc.record({ role: fc.constant('assistant' as const), content: fc.array(assistantPart, { maxLength: 4 }) }),
);

const tool: fc.Arbitrary<ToolDefinition> = fc.record({
  name: toolName,
  description: fc.constantFrom(undefined, '', '  ', 'Reads.'),
  parameters: fc.constantFrom(
    undefined,
    {},
    { type: 'object', properties: { a: { type: ['string', 'null'] } }, additionalProperties: false, $defs: {} },
    { anyOf: [{ properties: { a: { type: 'string' } } }, { type: 'object', required: ['b'] }] },
    { type: 'array', items: {} },
  ),
  cacheControl,
});

const toolChoice: fc.Arbitrary<ToolChoice> = fc.oneof(
  fc.constantFrom<ToolChoice>({ type: 'auto' }, { type: 'none' }, { type: 'required' }),
  fc.record({ type: fc.constant('tool' as const), name: toolName }),
);

const reasoning: fc.Arbitrary<ReasoningRequest> = fc.record({
  mode: fc.constantFrom(undefined, 'enabled' as const, 'adaptive' as const, 'disabled' as const),
  budgetTokens: optional(fc.integer({ min: 1, max: 100_000 })),
  effort: fc.constantFrom(
    undefined,
    'none' as const,
    'minimal' as const,
    'medium' as const,
    'xhigh' as const,
    'max' as const,
  ),
});

/** Requests as clients never should, and sometimes do, send them. */
export const messyRequest: fc.Arbitrary<ChatRequest> = fc.record({
  model: fc.constant('group'),
  system: fc.array(text, { maxLength: 3 }),
  messages: fc.array(message, { maxLength: 8 }),
  tools: fc.array(tool, { maxLength: 3 }),
  toolChoice: optional(toolChoice),
  parallelToolCalls: optional(fc.boolean()),
  maxTokens: optional(fc.integer({ min: 1, max: 200_000 })),
  temperature: optional(fc.double({ min: 0, max: 2, noNaN: true })),
  topP: optional(fc.double({ min: 0, max: 1, noNaN: true })),
  topK: optional(fc.integer({ min: 1, max: 500 })),
  stop: fc.array(fc.constantFrom('', '\n', 'STOP'), { maxLength: 3 }),
  reasoning: optional(reasoning),
  responseFormat: optional(
    fc.constantFrom(
      { type: 'text' as const },
      { type: 'json-object' as const },
      { type: 'json-schema' as const, schema: { type: 'object', properties: { a: { type: 'object' } } } },
    ),
  ),
  stream: fc.boolean(),
  extra: fc.constantFrom(
    {},
    { user: 'u', n: 1, seed: null },
    { stream_options: { include_usage: true }, store: false },
  ),
});
