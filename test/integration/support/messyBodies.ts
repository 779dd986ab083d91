import fc from 'fast-check';
import { redactThinking, signThinking } from '../../simulators/bedrock/thinkingSignature.ts';

/** Bodies as real clients send them on their worst days: OpenAI's and Anthropic's, in JSON. */
export type MessyBody = Readonly<Record<string, unknown>>;

type Json = fc.Arbitrary<Record<string, unknown>>;

/** A record some of whose members are left out. */
const some = (required: Record<string, fc.Arbitrary<unknown>>, optional: Record<string, fc.Arbitrary<unknown>>): Json =>
  fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) }) as Json;
const is = <Value>(value: Value): fc.Arbitrary<Value> => fc.constant(value);

const words = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '\n\t',
      '\u00a0',
      'Hello',
      'Go on. ',
      ' ünï ✓ 🦊 ',
      'cut \ud83e',
      '\udd8a rest',
      '{"a":1}',
    ),
    weight: 3,
  },
  { arbitrary: is('Rules of this project, in many words. '.repeat(120)), weight: 1 },
  { arbitrary: fc.string({ maxLength: 40 }), weight: 2 },
);
const mark = fc.constantFrom<unknown>(
  undefined,
  null,
  { type: 'ephemeral' },
  { type: 'ephemeral', ttl: '5m' },
  { type: 'ephemeral', ttl: '1h' },
);
const rarelyMarked = fc.oneof({ arbitrary: is(undefined), weight: 4 }, { arbitrary: mark, weight: 2 });

const PNG = Buffer.from('\x89PNG\r\n\x1a\n0', 'latin1').toString('base64');
const JPEG = Buffer.from('\xff\xd8\xff\xe0....', 'latin1').toString('base64');
const dataUrl = fc.constantFrom(
  `data:image/png;base64,${PNG}`,
  `data:image/jpg;base64,${JPEG}`,
  // Mislabelled, as screenshots are.
  `data:image/webp;base64,${PNG}`,
  `data:image/png;charset=utf-8;base64,${PNG}`,
  `data:IMAGE/PNG;base64,${PNG.slice(0, 4)}\n${PNG.slice(4)}`,
);
const fileUrl = fc.constantFrom(
  'data:application/pdf;base64,JVBERi0=',
  'data:text/plain;base64,aGVsbG8=',
  'data:text/x-python;base64,aGVsbG8=',
  `data:image/png;base64,${PNG}`,
);
const fileName = fc.constantFrom(undefined, 'a  b.pdf', '../../etc/passwd', '報告.pdf', 'n'.repeat(300));

/** Few ids, so that calls and results meet, miss and repeat. */
const id = fc.constantFrom('call_1', 'call_2', 'call_3', 'functions.read:0', 'id with spaces/and more', 'i'.repeat(80));
const toolName = fc.constantFrom(
  'read_file',
  'write-file',
  'mcp.server/tool',
  '2nd',
  'n'.repeat(100),
  '日本語',
  'read_file',
);
const argumentText = fc.constantFrom(
  '',
  ' ',
  '{}',
  '{"path":"a"}',
  '{"a":1}{"b":2}',
  '{"a":',
  '[1]',
  '""',
  'null',
  '{"q":"}{"}',
  '{"q":"\\ud83e"}',
);
const schema = fc.constantFrom<unknown>(
  undefined,
  {},
  { type: 'object' },
  { type: 'object', properties: { a: { type: ['string', 'null'] } }, additionalProperties: false, $schema: 'x' },
  {
    type: 'object',
    properties: { a: { $ref: '#/$defs/node' } },
    $defs: { node: { properties: { next: { $ref: '#/$defs/node' } } } },
  },
  { anyOf: [{ properties: { a: { type: 'string' } } }, { type: 'object', required: ['b'] }] },
  { type: 'array', items: {} },
);
const thinkingBlock = fc.constantFrom<Record<string, unknown>>(
  { type: 'thinking', thinking: 'Hm.', signature: signThinking('Hm.') },
  { type: 'thinking', thinking: 'Unsigned.', signature: '' },
  { type: 'thinking', thinking: '', signature: signThinking('') },
  { type: 'redacted_thinking', data: redactThinking('secret') },
);
const budget = fc.integer({ min: 1, max: 100_000 });
const sampling = {
  temperature: fc.constantFrom(0, 0.5, 1, 1.7),
  top_p: fc.constantFrom(0, 0.5, 0.95, 1),
  top_k: fc.integer({ min: 1, max: 500 }),
};

// --- OpenAI

const textPart = some({ type: is('text'), text: words }, { cache_control: mark });
const imagePart = some(
  { type: is('image_url'), image_url: fc.oneof(dataUrl, some({ url: dataUrl }, { detail: is('auto') })) },
  { cache_control: rarelyMarked },
);
const filePart = some(
  { type: is('file'), file: some({ file_data: fileUrl }, { filename: fileName }) },
  { cache_control: rarelyMarked },
);
const userContent = fc.oneof(
  words,
  is(null),
  fc.array(fc.oneof({ arbitrary: textPart, weight: 4 }, imagePart, filePart), { maxLength: 4 }),
);
const openAiCall = some(
  { function: some({ name: toolName }, { arguments: argumentText }) },
  { id, type: is('function'), cache_control: rarelyMarked, index: is(0) },
);

const openAiMessage = fc.oneof(
  {
    arbitrary: some({ role: is('user') }, { content: userContent, name: is('me'), cache_control: rarelyMarked }),
    weight: 4,
  },
  {
    arbitrary: some(
      { role: is('assistant') },
      {
        content: fc.oneof(words, is(null), fc.array(textPart, { maxLength: 3 })),
        tool_calls: fc.array(openAiCall, { maxLength: 3 }),
        thinking_blocks: fc.array(thinkingBlock, { maxLength: 2 }),
        reasoning_content: words,
        function_call: some({ name: toolName }, { arguments: argumentText }),
        refusal: is(null),
        cache_control: rarelyMarked,
      },
    ),
    weight: 5,
  },
  {
    arbitrary: some(
      { role: is('tool'), tool_call_id: id },
      {
        content: fc.oneof(words, is(null), fc.array(fc.oneof(textPart, imagePart), { maxLength: 3 })),
        cache_control: rarelyMarked,
      },
    ),
    weight: 5,
  },
  {
    arbitrary: some(
      { role: fc.constantFrom('system', 'developer') },
      { content: fc.oneof(words, is(null), fc.array(textPart, { maxLength: 2 })), cache_control: rarelyMarked },
    ),
    weight: 1,
  },
  { arbitrary: some({ role: is('function'), name: toolName }, { content: words }), weight: 1 },
);

const openAiTool = some(
  {
    function: some(
      { name: toolName },
      { description: fc.constantFrom('', ' ', 'Reads.'), parameters: schema, strict: fc.boolean() },
    ),
  },
  { type: is('function'), cache_control: rarelyMarked },
);
const openAiChoice = fc.oneof(
  fc.constantFrom('auto', 'none', 'required'),
  fc.record({ type: is('function'), function: fc.record({ name: toolName }) }),
);

const MESSAGES = { maxLength: 24, minLength: 1, size: 'max' } as const;

export const messyOpenAiBody: fc.Arbitrary<MessyBody> = some(
  { messages: fc.array(openAiMessage, MESSAGES) },
  {
    ...sampling,
    tools: fc.array(openAiTool, { maxLength: 4 }),
    tool_choice: openAiChoice,
    parallel_tool_calls: fc.boolean(),
    max_tokens: fc.integer({ min: 1, max: 200_000 }),
    stop: fc.constantFrom<unknown>('', 'STOP', ['\n', 'STOP'], null),
    reasoning_effort: fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh'),
    thinking: fc.oneof(
      some({ type: is('enabled') }, { budget_tokens: budget }),
      is({ type: 'adaptive' }),
      is({ type: 'disabled' }),
    ),
    response_format: fc.constantFrom<unknown>(
      { type: 'text' },
      { type: 'json_object' },
      {
        type: 'json_schema',
        json_schema: { name: 'a b', schema: { type: 'object', properties: { a: { type: 'object' } } } },
      },
    ),
    stream: fc.boolean(),
    stream_options: is({ include_usage: true }),
    user: is('u'),
    n: is(1),
    frequency_penalty: is(0),
    drop_params: fc.boolean(),
  },
);

// --- Anthropic

const anthropicText = textPart;
const anthropicImage = some(
  {
    type: is('image'),
    source: fc.constantFrom(
      { type: 'base64', media_type: 'image/png', data: PNG },
      { type: 'base64', media_type: 'image/jpeg', data: PNG },
    ),
  },
  { cache_control: rarelyMarked },
);
const anthropicDocument = some(
  {
    type: is('document'),
    source: fc.constantFrom(
      { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
      { type: 'text', media_type: 'text/plain', data: 'hello' },
    ),
  },
  { title: fileName, context: words, cache_control: rarelyMarked },
);
const toolResult = some(
  { type: is('tool_result'), tool_use_id: id },
  {
    content: fc.oneof(words, fc.array(fc.oneof(anthropicText, anthropicImage), { maxLength: 3 })),
    is_error: fc.boolean(),
    cache_control: rarelyMarked,
  },
);
const toolUse = some(
  {
    type: is('tool_use'),
    id,
    name: toolName,
    input: fc.constantFrom<unknown>({}, { path: 'a' }, { deep: { list: [1, null] } }),
  },
  { cache_control: rarelyMarked },
);

const anthropicMessage = fc.oneof(
  {
    arbitrary: fc.record({
      role: is('user'),
      content: fc.oneof(
        words,
        fc.array(
          fc.oneof({ arbitrary: anthropicText, weight: 3 }, anthropicImage, anthropicDocument, {
            arbitrary: toolResult,
            weight: 4,
          }),
          { maxLength: 5 },
        ),
      ),
    }),
    weight: 5,
  },
  {
    arbitrary: fc.record({
      role: is('assistant'),
      content: fc.oneof(
        words,
        fc.array(fc.oneof({ arbitrary: anthropicText, weight: 2 }, { arbitrary: toolUse, weight: 3 }, thinkingBlock), {
          maxLength: 5,
        }),
      ),
    }),
    weight: 5,
  },
  { arbitrary: fc.record({ role: is('system'), content: words }), weight: 1 },
);

const anthropicTool = some(
  { name: toolName, input_schema: schema.map((value) => value ?? {}) },
  { description: fc.constantFrom('', ' ', 'Reads.'), cache_control: rarelyMarked },
);

export const messyAnthropicBody: fc.Arbitrary<MessyBody> = some(
  { messages: fc.array(anthropicMessage, MESSAGES), max_tokens: fc.integer({ min: 1, max: 200_000 }) },
  {
    ...sampling,
    system: fc.oneof(words, fc.array(anthropicText, { maxLength: 3 })),
    tools: fc.array(anthropicTool, { maxLength: 4 }),
    tool_choice: fc.oneof(
      fc.constantFrom<unknown>(
        { type: 'auto' },
        { type: 'any' },
        { type: 'none' },
        { type: 'auto', disable_parallel_tool_use: true },
      ),
      fc.record({ type: is('tool'), name: toolName }),
    ),
    thinking: fc.oneof(
      fc.record({ type: is('enabled'), budget_tokens: budget }),
      is({ type: 'adaptive' }),
      is({ type: 'disabled' }),
    ),
    stop_sequences: fc.array(fc.constantFrom('', '\n', 'STOP'), { maxLength: 3 }),
    stream: fc.boolean(),
    metadata: is({ user_id: 'user_1_session_2' }),
    cache_control: mark,
  },
);
