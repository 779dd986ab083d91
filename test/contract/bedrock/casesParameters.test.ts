import { describe, expect } from 'vitest';
import { createToolNames } from '../../../src/providers/bedrock/request/toolNames.ts';
import { NOVA, SONNET_45 } from '../../simulators/bedrock/fixtures.ts';
import { bedrockCase, LLAMA, OPUS_46, OPUS_47 } from './caseHarness.ts';

const fn = (name: string, rest: object = {}, mark: object = {}) => ({
  type: 'function',
  function: { name, ...rest },
  ...mark,
});
const ephemeral = { cache_control: { type: 'ephemeral' } };
const cachePoint = { cachePoint: { type: 'default' } };
const user = (content: unknown) => ({ role: 'user', content });
const budget = (tokens: number) => ({ thinking: { type: 'enabled', budget_tokens: tokens } });

describe('6. Tools and tool_choice', () => {
  bedrockCase(35, 'a tool keeps its whole schema, and loses what its model refuses', (record) => {
    const parameters = {
      type: 'object',
      properties: { path: { $ref: '#/$defs/path' } },
      required: ['path'],
      additionalProperties: false,
      $defs: { path: { type: 'string', pattern: '^/' } },
    };
    const tools = [fn('read', { description: 'Reads.', parameters })];
    expect(record.send({ tools }).toolConfig?.tools).toEqual([
      { toolSpec: { name: 'read', description: 'Reads.', inputSchema: { json: parameters } } },
    ]);
    expect(record.send({ tools }, { model: NOVA }).toolConfig?.tools?.[0]?.toolSpec?.inputSchema?.json).toEqual({
      type: 'object',
      properties: { path: { type: 'string', pattern: '^/' } },
      required: ['path'],
    });
    expect(record.send({ tools: [fn('list')] }).toolConfig?.tools?.[0]?.toolSpec?.inputSchema).toEqual({
      json: { type: 'object', properties: {} },
    });
  });

  bedrockCase(36, 'a tool without a description is described by its name', (record) => {
    for (const description of [undefined, '']) {
      const sent = record.send({ tools: [fn('read', description === undefined ? {} : { description })] });
      expect(sent.toolConfig?.tools?.[0]?.toolSpec?.description).toBe('read');
    }
  });

  bedrockCase(37, 'names that Bedrock refuses are mapped with a hash and mapped back', (record) => {
    const long = 'x'.repeat(70);
    const sent = record.send({
      tools: [fn('read-file_2'), fn('2nd.tool'), fn(long)],
      tool_choice: fn('2nd.tool'),
    });
    const [kept, cleaned, shortened] = (sent.toolConfig?.tools ?? []).map((tool) => tool.toolSpec?.name ?? '');
    expect(kept).toBe('read-file_2');
    expect(cleaned).toMatch(/^2nd_tool_[0-9a-f]{8}$/);
    expect(shortened).toMatch(/^x{55}_[0-9a-f]{8}$/);
    expect(sent.toolConfig?.toolChoice).toEqual({ tool: { name: cleaned } });
    const toolNames = createToolNames(['2nd.tool', long]);
    const answer = record.answer(
      {
        output: { message: { content: [{ toolUse: { toolUseId: 'a', name: cleaned, input: {} } }] } },
        stopReason: 'tool_use',
      },
      { toolNames },
    );
    expect(answer.choices[0]?.message).toMatchObject({ tool_calls: [{ function: { name: '2nd.tool' } }] });
    const chunks = record.stream(
      [{ contentBlockStart: { contentBlockIndex: 0, start: { toolUse: { toolUseId: 'a', name: shortened } } } }],
      { toolNames },
    );
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ tool_calls: [{ function: { name: long } }] });
  });

  bedrockCase(38, 'a marked tool is followed by a cache point', (record) => {
    expect(record.send({ tools: [fn('read', {}, ephemeral)] }).toolConfig?.tools).toEqual([
      expect.objectContaining({ toolSpec: expect.anything() }),
      cachePoint,
    ]);
  });

  bedrockCase(39, 'an injection point for tool_config stands behind the tools, if there are any', (record) => {
    const points = [{ location: 'tool_config' }];
    const defaults = { cache_control_injection_points: points };
    expect(record.send({ tools: [fn('a'), fn('b')] }, { defaults }).toolConfig?.tools?.[2]).toEqual(cachePoint);
    expect(record.send({}, { defaults })).not.toHaveProperty('toolConfig');
    const asked = { tools: [fn('a')], cache_control_injection_points: points };
    expect(record.send(asked).toolConfig?.tools?.[1]).toEqual(cachePoint);
  });

  bedrockCase(40, 'tool_choice in Converse’s words; none leaves the tools out', (record) => {
    const tools = [fn('read'), fn('list')];
    const choiceOf = (tool_choice: unknown) => record.send({ tools, tool_choice }).toolConfig?.toolChoice;
    expect(choiceOf('auto')).toEqual({ auto: {} });
    expect(choiceOf('required')).toEqual({ any: {} });
    expect(choiceOf({ type: 'function', function: { name: 'read' } })).toEqual({ tool: { name: 'read' } });
    expect(record.send({ tools, tool_choice: 'none' })).not.toHaveProperty('toolConfig');
    expect(record.refuse({ tools, tool_choice: 'sometimes' })).toMatchObject({ status: 400, param: 'tool_choice' });
  });

  bedrockCase(41, 'a forced choice gives way to thinking', (record) => {
    const body = { tools: [fn('read')], tool_choice: 'required', max_tokens: 4000 };
    for (const thinking of [{ thinking: { type: 'enabled', budget_tokens: 2000 } }, { reasoning_effort: 'low' }]) {
      expect(record.send({ ...body, ...thinking }).toolConfig?.toolChoice).toEqual({ auto: {} });
    }
  });

  bedrockCase(42, 'one call at a time where the model has a switch for it', (record) => {
    const body = { tools: [fn('read')], parallel_tool_calls: false };
    expect(record.send(body, { model: SONNET_45 }).additionalModelRequestFields).toEqual({
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    });
    expect(record.send(body)).not.toHaveProperty('additionalModelRequestFields');
  });

  bedrockCase(43, 'tools that Anthropic defines go beside the model’s fields, with their beta', (record) => {
    const computer = { type: 'computer_20250124', name: 'computer', display_width_px: 1024, display_height_px: 768 };
    const wrapped = {
      type: 'computer_20251124',
      function: { name: 'computer', parameters: { display_width_px: 1024, display_height_px: 768 } },
    };
    expect(record.send({ tools: [computer, { type: 'tool_search_tool_regex_20251119', name: 's' }] })).toMatchObject({
      additionalModelRequestFields: { tools: [computer], anthropic_beta: ['computer-use-2025-01-24'] },
    });
    const newer = record.send({ tools: [wrapped, fn('read')] }, { model: OPUS_46 });
    expect(newer.toolConfig?.tools).toHaveLength(1);
    expect(newer.additionalModelRequestFields).toEqual({
      tools: [{ ...computer, type: 'computer_20251124' }],
      anthropic_beta: ['computer-use-2025-11-24'],
    });
    const clicked = { id: '1', type: 'function', function: { name: 'computer', arguments: '{"action":"screenshot"}' } };
    const later = record.send({
      tools: [computer],
      messages: [
        user('A'),
        { role: 'assistant', tool_calls: [clicked] },
        { role: 'tool', tool_call_id: '1', content: 'x' },
      ],
    });
    expect(later.toolConfig?.tools?.map((tool) => tool.toolSpec?.name)).toEqual(['unused_tool']);
    expect(record.refuse({ tools: [computer] }, { model: NOVA }).message).toMatch(/work with Claude only/);
  });
});

describe('7. Params', () => {
  bedrockCase(44, 'limits, sampling and stop words', (record) => {
    const body = { max_tokens: 100, temperature: 0.2, top_p: 0.9, stop: 'x' };
    expect(record.send(body).inferenceConfig).toEqual({
      maxTokens: 100,
      temperature: 0.2,
      topP: 0.9,
      stopSequences: ['x'],
    });
    expect(record.send({ max_completion_tokens: 50, stop: '' }).inferenceConfig).toEqual({ maxTokens: 50 });
    expect(record.send({ temperature: 0.2, top_p: 0.9, top_k: 5 }, { model: OPUS_47 })).not.toHaveProperty(
      'inferenceConfig',
    );
  });

  bedrockCase(45, 'top_k where each family has it', (record) => {
    expect(record.send({ top_k: 40 }).additionalModelRequestFields).toEqual({ top_k: 40 });
    expect(record.send({ top_k: 40 }, { model: NOVA }).additionalModelRequestFields).toEqual({
      inferenceConfig: { topK: 40 },
    });
    expect(record.send({ top_k: 40 }, { model: LLAMA })).not.toHaveProperty('additionalModelRequestFields');
  });

  bedrockCase(46, 'reasoning_effort in the words of each model', (record) => {
    const fieldsOf = (reasoning_effort: string, options = {}) =>
      record.send({ reasoning_effort }, options).additionalModelRequestFields;
    expect(fieldsOf('minimal')).toEqual(budget(1024));
    expect(fieldsOf('low')).toEqual(budget(1024));
    expect(fieldsOf('medium')).toEqual(budget(2048));
    expect(fieldsOf('high')).toEqual(budget(4096));
    expect(fieldsOf('none')).toBeUndefined();
    const adaptive = { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } };
    expect(fieldsOf('high', { model: OPUS_46 })).toEqual(adaptive);
    expect(fieldsOf('high', { model: OPUS_47 })).toEqual(adaptive);
    expect(fieldsOf('medium', { model: LLAMA, capabilities: { thinking: 'effort' } })).toEqual({
      reasoning_effort: 'medium',
    });
    expect(fieldsOf('low', { model: NOVA, capabilities: { thinking: 'nova-effort' } })).toEqual({
      reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' },
    });
  });

  bedrockCase(47, 'a budget of at least 1024, with room for the answer', (record) => {
    const planOf = (budget_tokens: number, rest: object = {}) => {
      const sent = record.send({ thinking: { type: 'enabled', budget_tokens }, ...rest });
      return [sent.additionalModelRequestFields, sent.inferenceConfig?.maxTokens];
    };
    expect(planOf(500)).toEqual([budget(1024), 5120]);
    expect(planOf(1024)).toEqual([budget(1024), 5120]);
    expect(planOf(2000)).toEqual([budget(2000), 6096]);
    expect(planOf(2000, { max_completion_tokens: 10_000 })).toEqual([budget(2000), 10_000]);
    expect(planOf(2000, { max_tokens: 8000 })).toEqual([budget(2000), 8000]);
    expect(planOf(9000, { max_tokens: 8000 })).toEqual([budget(7999), 8000]);
  });

  bedrockCase(48, 'service tiers there and back', (record) => {
    const tierOf = (service_tier: string) => (record.send({ service_tier }) as { serviceTier?: unknown }).serviceTier;
    expect(tierOf('auto')).toEqual({ type: 'default' });
    for (const tier of ['default', 'flex', 'priority']) expect(tierOf(tier)).toEqual({ type: tier });
    expect(tierOf('scale')).toBeUndefined();
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
    const content = [{ text: 'Hi' }];
    const served = { serviceTier: { type: 'flex' }, usage };
    expect(record.answer({ output: { message: { content } }, stopReason: 'end_turn', ...served }).service_tier).toBe(
      'flex',
    );
    const chunks = record.stream([{ messageStop: { stopReason: 'end_turn' } }, { metadata: served }]);
    expect(chunks.at(-1)?.service_tier).toBe('flex');
  });

  bedrockCase(49, 'requestMetadata within Bedrock’s limits', (record) => {
    expect(record.send({ requestMetadata: { team: 'a b', cost: '' } })).toMatchObject({
      requestMetadata: { team: 'a b', cost: '' },
    });
    const tooMany = Object.fromEntries([...Array(17).keys()].map((n) => [`k${n}`, 'v']));
    for (const requestMetadata of [
      { k: 'ü' },
      { '': 'v' },
      { ['k'.repeat(257)]: 'v' },
      { k: 'v'.repeat(257) },
      { k: 1 },
      tooMany,
    ]) {
      expect(record.refuse({ requestMetadata })).toMatchObject({ status: 400, param: 'requestMetadata' });
    }
  });

  bedrockCase(50, 'Bedrock’s own blocks stand at the top', (record) => {
    const sent = record.send({
      max_tokens: 16,
      temperature: 0.2,
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' },
      performanceConfig: { latency: 'optimized' },
      serviceTier: { type: 'priority' },
    });
    expect(sent.inferenceConfig).toEqual({ maxTokens: 16, temperature: 0.2 });
    expect(sent).toMatchObject({
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' },
      performanceConfig: { latency: 'optimized' },
      serviceTier: { type: 'priority' },
    });
    expect(sent).not.toHaveProperty('additionalModelRequestFields');
  });

  bedrockCase(51, 'with a guardrail the trailing words of the user are guarded', (record) => {
    const guardrailConfig = { guardrailIdentifier: 'g', guardrailVersion: '1' };
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const history = [user('Old.'), { role: 'assistant', content: 'Yes.' }];
    const sent = record.send({
      guardrailConfig,
      messages: [...history, user('New.'), user([{ type: 'text', text: 'Look.' }, image])],
    });
    expect(sent.messages?.map(({ content }) => content)).toEqual([
      [{ text: 'Old.' }],
      [{ text: 'Yes.' }],
      [
        { guardContent: { text: { text: 'New.' } } },
        { guardContent: { text: { text: 'Look.' } } },
        { image: { format: 'png', source: { bytes: 'AAAA' } } },
      ],
    ]);
    const marked = [
      user([
        { type: 'guarded_text', text: 'This.' },
        { type: 'text', text: 'Not this.' },
      ]),
    ];
    expect(record.send({ guardrailConfig, messages: marked }).messages?.[0]?.content).toEqual([
      { guardContent: { text: { text: 'This.' } } },
      { text: 'Not this.' },
    ]);
  });

  bedrockCase(52, 'unknown parameters go to the model, or are dropped', (record) => {
    const body = { custom: 1, user: 'u', metadata: { a: 1 }, litellm_session_id: 's' };
    expect(record.send(body, { model: LLAMA }).additionalModelRequestFields).toEqual({ custom: 1 });
    expect(record.send(body, { model: LLAMA, dropParams: true })).not.toHaveProperty('additionalModelRequestFields');
    expect(record.refuse({ seed: 7, logprobs: true })).toMatchObject({
      status: 400,
      message: expect.stringContaining('seed, logprobs'),
    });
  });

  bedrockCase(53, 'beta flags for Claude, without those of Anthropic’s own service', (record) => {
    const anthropic_beta = [
      'context-1m-2025-08-07',
      'prompt-caching-2024-07-31',
      'advanced-tool-use-2025-11-20',
      'compact-2026-01-12',
    ];
    expect(record.send({ anthropic_beta }).additionalModelRequestFields).toEqual({
      anthropic_beta: ['context-1m-2025-08-07'],
    });
    expect(record.send({ anthropic_beta }, { model: NOVA })).not.toHaveProperty('additionalModelRequestFields');
  });
});

describe('8. response_format', () => {
  const schema = {
    type: 'object',
    properties: {
      city: { type: 'object', properties: { name: { type: 'string' } } },
      all: { anyOf: [{ type: 'object' }] },
    },
  };
  const response_format = { type: 'json_schema', json_schema: { name: 'place', description: 'Where.', schema } };
  const native = { model: SONNET_45, capabilities: { structuredOutput: true } };

  bedrockCase(54, 'a schema goes to models that enforce it, closed at every object', (record) => {
    expect(Object.keys(record.send({ response_format: { type: 'text' } }))).toEqual(['messages']);
    const sent = record.send({ response_format }, native) as {
      outputConfig?: { textFormat: { structure: { jsonSchema: { schema: string } } } };
    };
    expect(sent.outputConfig).toMatchObject({
      textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'place', description: 'Where.' } } },
    });
    expect(JSON.parse(sent.outputConfig?.textFormat.structure.jsonSchema.schema ?? '')).toEqual({
      type: 'object',
      additionalProperties: false,
      properties: {
        city: { type: 'object', additionalProperties: false, properties: { name: { type: 'string' } } },
        all: { anyOf: [{ type: 'object', additionalProperties: false }] },
      },
    });
  });

  bedrockCase(55, 'elsewhere a forced tool carries the answer', (record) => {
    const forced = record.send({ response_format });
    expect(forced.toolConfig?.tools?.[0]?.toolSpec).toMatchObject({
      name: 'json_tool_call',
      inputSchema: { json: schema },
    });
    expect(forced.toolConfig?.toolChoice).toEqual({ tool: { name: 'json_tool_call' } });
    const thinking = record.send({ response_format, reasoning_effort: 'low' });
    expect(thinking.toolConfig?.toolChoice).toEqual({ auto: {} });
    const plain = record.send({ response_format: { type: 'json_object' } }, native);
    expect(plain.toolConfig?.tools?.[0]?.toolSpec?.inputSchema?.json).toEqual({
      type: 'object',
      additionalProperties: true,
      properties: {},
    });
  });

  bedrockCase(56, 'the tool’s input is the answer’s text; real calls stay calls', (record) => {
    const traits = { jsonTool: 'json_tool_call' };
    const json = { toolUse: { toolUseId: 'j', name: 'json_tool_call', input: { properties: { city: 'Kyoto' } } } };
    const real = { toolUse: { toolUseId: 'r', name: 'read', input: { path: 'a' } } };
    const answerOf = (...content: unknown[]) =>
      record.answer({ output: { message: { content } }, stopReason: 'tool_use' }, traits).choices[0];
    expect(answerOf(json)).toEqual({
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: '{"city":"Kyoto"}' },
    });
    expect(answerOf({ text: 'Here: ' }, json, real)).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: 'Here: {"city":"Kyoto"}', tool_calls: [{ index: 0, id: 'r' }] },
    });
    const start = (at: number, tool: { toolUseId: string; name: string }) => ({
      contentBlockStart: { contentBlockIndex: at, start: { toolUse: tool } },
    });
    const input = (at: number, text: string) => ({
      contentBlockDelta: { contentBlockIndex: at, delta: { toolUse: { input: text } } },
    });
    const stop = (at: number) => ({ contentBlockStop: { contentBlockIndex: at } });
    const chunks = record.stream(
      [
        start(0, json.toolUse),
        input(0, '{"city":'),
        input(0, '"Kyoto"}'),
        stop(0),
        start(1, real.toolUse),
        input(1, '{}'),
        stop(1),
      ],
      traits,
    );
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '{"city":' },
      { content: '"Kyoto"}' },
      { tool_calls: [{ index: 0, id: 'r', type: 'function', function: { name: 'read', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{}' } }] },
    ]);
  });
});
