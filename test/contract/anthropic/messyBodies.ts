import fc from 'fast-check';
import { redactThinking, signThinking } from '../../simulators/bedrock/thinkingSignature.ts';

/** Bodies of `/v1/messages` that are well-formed and carry every mess that clients make of a conversation. */
const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const mark = fc.constantFrom(
  undefined,
  null,
  { type: 'ephemeral' },
  { type: 'ephemeral', ttl: '5m' },
  { type: 'ephemeral', ttl: '1h' },
);
const words = fc.constantFrom('', ' ', '\n\t', 'Hello', 'Go on. ', 'ünï ✓', '{"a":1}', 'x'.repeat(300));
const PNG = Buffer.from('\x89PNG\r\n\x1a\n0', 'latin1').toString('base64');
const id = fc.constantFrom('toolu_1', 'toolu_2', 'toolu_3', 'id with spaces/and more', 'i'.repeat(80));
const name = fc.constantFrom('Read', 'write-file', 'mcp__server__tool', 'mcp.server/tool', 'n'.repeat(100), '日本語');

const text = fc.record({ type: fc.constant('text'), text: words, cache_control: mark });
const image = fc.record({
  type: fc.constant('image'),
  source: fc.constantFrom(
    { type: 'base64', media_type: 'image/png', data: PNG },
    { type: 'base64', media_type: 'image/jpg', data: PNG },
  ),
  cache_control: mark,
});
const document = fc.record({
  type: fc.constant('document'),
  source: fc.constantFrom(
    { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
    { type: 'text', media_type: 'text/plain', data: 'hello' },
    { type: 'content', content: 'words' },
    { type: 'content', content: [{ type: 'text', text: 'words' }] },
  ),
  title: fc.constantFrom(undefined, null, 'a  b.pdf', '../../etc/passwd', '報告', 'n'.repeat(300)),
  context: fc.constantFrom(undefined, null, 'A draft.'),
  cache_control: mark,
});
const searchResult = fc.constant({ type: 'search_result', title: 'T', source: 'S', content: [] });
const toolReference = fc.record({ type: fc.constant('tool_reference'), tool_name: name });
const media = fc.oneof(text, image, document, searchResult);
const toolResult = fc.record({
  type: fc.constant('tool_result'),
  tool_use_id: id,
  content: optional(fc.oneof(words, fc.array(fc.oneof(media, toolReference), { maxLength: 3 }))),
  is_error: fc.constantFrom(undefined, true, false),
  cache_control: mark,
});
const serverBlock = fc.constantFrom(
  { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
  { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
);
const thought = fc.constantFrom('I think.', 'So be it.');
const assistantBlock = fc.oneof(
  text,
  thought.map((thinking) => ({ type: 'thinking', thinking, signature: signThinking(thinking) })),
  fc.constantFrom(
    { type: 'thinking', thinking: 'Unsigned.', signature: '' },
    { type: 'redacted_thinking', data: redactThinking('secret') },
    { type: 'compaction', content: 'A summary.' },
  ),
  fc.record({
    type: fc.constant('tool_use'),
    id,
    name,
    input: fc.constantFrom({}, { path: 'a' }),
    cache_control: mark,
  }),
  serverBlock,
);
const content = <Block>(block: fc.Arbitrary<Block>) => fc.oneof(words, fc.array(block, { maxLength: 4 }));
const message = fc.oneof(
  fc.record({ role: fc.constant('user'), content: content(fc.oneof(media, toolResult)) }),
  fc.record({ role: fc.constant('assistant'), content: content(assistantBlock) }),
  fc.record({
    role: fc.constant('system'),
    content: content(text),
    clear_at: fc.constantFrom(undefined, 'next_user_message'),
  }),
);
const tool = fc.oneof(
  fc.record({
    name,
    description: fc.constantFrom(undefined, '', 'Does it.'),
    input_schema: fc.constantFrom(
      { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
      { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties: {} },
      {},
    ),
    cache_control: mark,
  }),
  fc.constant({ type: 'web_search_20250305', name: 'web_search' }),
);

export const messyBody: fc.Arbitrary<Record<string, unknown>> = fc.record({
  model: fc.constant('model'),
  max_tokens: fc.constantFrom(1, 1024, 1025, 8000, 200_000),
  messages: fc.array(message, { minLength: 1, maxLength: 8 }),
  system: optional(content(text)),
  tools: optional(fc.array(tool, { maxLength: 4 })),
  tool_choice: fc.constantFrom(
    undefined,
    { type: 'auto', disable_parallel_tool_use: true },
    { type: 'any' },
    { type: 'none' },
  ),
  thinking: fc.constantFrom(
    undefined,
    { type: 'enabled', budget_tokens: 1024 },
    { type: 'enabled', budget_tokens: 31_999, display: 'omitted' },
    { type: 'adaptive', display: 'updates' },
    { type: 'disabled' },
  ),
  output_config: fc.constantFrom(undefined, { effort: 'high' }, { effort: 'max' }),
  temperature: fc.constantFrom(undefined, 0, 1),
  top_p: fc.constantFrom(undefined, 0.9),
  top_k: fc.constantFrom(undefined, 40),
  stop_sequences: fc.constantFrom(undefined, [], ['END']),
  context_management: fc.constantFrom(undefined, { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] }),
  cache_control: mark,
});
