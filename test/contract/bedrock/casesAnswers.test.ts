import { describe, expect } from 'vitest';
import { toUsage } from '../../../src/providers/bedrock/answer/usage.ts';
import { bedrockCase, type CaseRecord } from './caseHarness.ts';

const USAGE = {
  inputTokens: 3,
  cacheReadInputTokens: 0,
  cacheWriteInputTokens: 1789,
  outputTokens: 401,
  totalTokens: 2193,
};

const whole = (content: readonly unknown[], rest: object = {}) => ({
  output: { message: { role: 'assistant', content } },
  stopReason: 'end_turn',
  ...rest,
});
const start = { messageStart: { role: 'assistant' } };
const end = (stopReason = 'end_turn') => ({ messageStop: { stopReason } });
const delta = (at: number, content: unknown) => ({ contentBlockDelta: { contentBlockIndex: at, delta: content } });
const toolStart = (at: number, toolUseId: string, name: string) => ({
  contentBlockStart: { contentBlockIndex: at, start: { toolUse: { toolUseId, name } } },
});
const stop = (at: number) => ({ contentBlockStop: { contentBlockIndex: at } });
const deltasOf = (record: CaseRecord, ...events: unknown[]) =>
  record.stream([start, ...events]).map(({ choices }) => choices[0]?.delta);

describe('9. Response (non-stream)', () => {
  bedrockCase(57, 'prompt tokens count what was read from and written to the cache', (record) => {
    expect(record.answer(whole([{ text: 'Hi' }], { usage: USAGE })).usage).toEqual({
      prompt_tokens: 1792,
      completion_tokens: 401,
      total_tokens: 2193,
      prompt_tokens_details: { cached_tokens: 0, cache_creation_tokens: 1789 },
      completion_tokens_details: null,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 1789,
    });
  });

  bedrockCase(58, 'thinking tokens are part of the output and never guessed', (record) => {
    const thought = { reasoningContent: { reasoningText: { text: 'Hm, hm, hm.', signature: 's' } } };
    const { usage } = record.answer(whole([thought, { text: 'Hi' }], { usage: USAGE }));
    expect(usage).toMatchObject({ completion_tokens: 401, completion_tokens_details: null });
    expect(toUsage(USAGE)).not.toHaveProperty('reasoningTokens');
  });

  bedrockCase(59, 'thinking with its signature, redacted thinking, and the raw blocks', (record) => {
    const answer = record.answer(
      whole([
        { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'sig' } } },
        { reasoningContent: { redactedContent: Uint8Array.of(1, 2, 3) } },
        { text: 'Hi' },
      ]),
    );
    expect(answer.choices[0]?.message).toEqual({
      role: 'assistant',
      content: 'Hi',
      reasoning_content: 'Hm.',
      thinking_blocks: [
        { type: 'thinking', thinking: 'Hm.', signature: 'sig' },
        { type: 'redacted_thinking', data: 'AQID' },
      ],
      provider_specific_fields: {
        reasoningContentBlocks: [{ reasoningText: { text: 'Hm.', signature: 'sig' } }, { redactedContent: 'AQID' }],
      },
    });
  });

  bedrockCase(60, 'calls are numbered from 0, whatever stands before them', (record) => {
    const call = (toolUseId: string, input: unknown) => ({ toolUse: { toolUseId, name: 'look', input } });
    const answer = record.answer(
      whole([{ text: 'Ok.' }, call('a', { n: 1 }), call('b', {})], { stopReason: 'tool_use' }),
    );
    expect(answer.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: 'Ok.',
        tool_calls: [
          { index: 0, id: 'a', type: 'function', function: { name: 'look', arguments: '{"n":1}' } },
          { index: 1, id: 'b', type: 'function', function: { name: 'look', arguments: '{}' } },
        ],
      },
    });
  });

  bedrockCase(61, 'stop reasons in OpenAI’s words', (record) => {
    for (const [stopReason, finish] of [
      ['end_turn', 'stop'],
      ['stop_sequence', 'stop'],
      ['max_tokens', 'length'],
      ['model_context_window_exceeded', 'length'],
      ['tool_use', 'tool_calls'],
      ['content_filtered', 'content_filter'],
      ['guardrail_intervened', 'content_filter'],
      ['refusal', 'content_filter'],
      ['brand_new', 'stop'],
    ]) {
      const content =
        stopReason === 'tool_use' ? [{ toolUse: { toolUseId: 'a', name: 'look', input: {} } }] : [{ text: 'x' }];
      expect(record.answer(whole(content, { stopReason })).choices[0]?.finish_reason).toBe(finish);
    }
  });

  bedrockCase(62, 'text that looks like a call stays text', (record) => {
    const text = '{"type":"function","name":"look","parameters":{}}';
    expect(record.answer(whole([{ text }])).choices[0]).toEqual({
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: text },
    });
  });

  bedrockCase(63, 'a guardrail’s trace reaches the client', (record) => {
    const trace = { guardrail: { actionReason: 'No action.' } };
    expect(record.answer(whole([{ text: 'Hi' }], { usage: USAGE, trace })).trace).toEqual(trace);
    expect(
      record.fail({ name: 'SyntaxError', message: 'Unexpected token', $response: { statusCode: 200 } }),
    ).toMatchObject({
      status: 503,
      error: { type: 'api_connection_error' },
    });
  });
});

describe('10. Stream', () => {
  bedrockCase(64, 'one id for the whole stream', (record) => {
    const chunks = record.stream([
      start,
      delta(0, { text: 'a' }),
      delta(0, { text: 'b' }),
      end(),
      { metadata: { usage: USAGE } },
    ]);
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(['chatcmpl-1']));
  });

  bedrockCase(65, 'a call starts with its number, id and name; redacted thinking is a block', (record) => {
    expect(
      deltasOf(record, delta(0, { text: 'Ok.' }), stop(0), toolStart(1, 'a', 'look'), toolStart(3, 'b', 'list')),
    ).toEqual([
      { role: 'assistant', content: 'Ok.' },
      { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'look', arguments: '' } }] },
      { tool_calls: [{ index: 1, id: 'b', type: 'function', function: { name: 'list', arguments: '' } }] },
    ]);
    expect(deltasOf(record, delta(0, { reasoningContent: { redactedContent: Uint8Array.of(1, 2, 3) } }))).toEqual([
      { role: 'assistant', thinking_blocks: [{ type: 'redacted_thinking', data: 'AQID' }] },
    ]);
  });

  bedrockCase(66, 'text, arguments and thinking as they come', (record) => {
    expect(
      deltasOf(
        record,
        delta(0, { reasoningContent: { text: 'Hm.' } }),
        delta(0, { reasoningContent: { signature: 'sig' } }),
        delta(1, { text: 'Hi' }),
        toolStart(2, 'a', 'look'),
        delta(2, { toolUse: { input: '{"n"' } }),
        delta(2, { toolUse: { input: ':1}' } }),
      ),
    ).toEqual([
      { role: 'assistant', reasoning_content: 'Hm.', thinking_blocks: [{ type: 'thinking', thinking: 'Hm.' }] },
      { reasoning_content: '', thinking_blocks: [{ type: 'thinking', thinking: '', signature: 'sig' }] },
      { content: 'Hi' },
      { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'look', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"n"' } }] },
      { tool_calls: [{ index: 0, function: { arguments: ':1}' } }] },
    ]);
  });

  bedrockCase(67, 'a call without input gets an empty object', (record) => {
    expect(deltasOf(record, toolStart(0, 'a', 'look'), delta(0, { toolUse: { input: '' } }), stop(0)).at(-1)).toEqual({
      tool_calls: [{ index: 0, function: { arguments: '{}' } }],
    });
  });

  bedrockCase(68, 'the end, then usage and trace', (record) => {
    const trace = { guardrail: { actionReason: 'No action.' } };
    const chunks = record.stream([
      start,
      delta(0, { text: 'Hi' }),
      end('max_tokens'),
      { metadata: { usage: USAGE, trace } },
    ]);
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([null, 'length', undefined]);
    expect(chunks[2]).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 1792, completion_tokens: 401 },
      provider_specific_fields: { trace },
    });
  });

  bedrockCase(69, 'there is one choice, of index 0', (record) => {
    const chunks = record.stream([start, delta(4, { text: 'a' }), toolStart(7, 'a', 'look'), stop(7), end('tool_use')]);
    expect(chunks.map(({ choices }) => choices.map(({ index }) => index))).toEqual([[0], [0], [0], [0]]);
  });
});
