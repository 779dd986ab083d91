import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent, TokenUsage } from '../../../../src/domain/chat.ts';
import { AnswerCollector } from '../../../../src/domain/chatAnswer.ts';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { anthropicMessages } from '../../../../src/gateway/dialects/anthropic/anthropicMessages.ts';
import { renderAnswer } from '../../../../src/gateway/dialects/anthropic/renderAnswer.ts';
import { StreamRenderer } from '../../../../src/gateway/dialects/anthropic/renderStream.ts';
import { type FoldedMessage, foldMessage, framesOf } from './streamGrammar.ts';

const frame = { id: 'msg_1', model: 'm' };
const usage: TokenUsage = {
  inputTokens: 3,
  outputTokens: 401,
  cacheReadTokens: 20,
  cacheWrite5mTokens: 1000,
  cacheWrite1hTokens: 789,
  reasoningTokens: 11,
  raw: {},
};
const USAGE_BODY = {
  input_tokens: 3,
  cache_creation_input_tokens: 1789,
  cache_read_input_tokens: 20,
  cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 789 },
  output_tokens: 401,
  output_tokens_details: { thinking_tokens: 11 },
};

function streamOf(events: readonly ChatEvent[]): string {
  const renderer = new StreamRenderer(frame);
  return events.map((event) => renderer.render(event)).join('') + renderer.done();
}

function typesOf(text: string): readonly string[] {
  return framesOf(text).map(({ type, delta, content_block: block }) =>
    [type, ...[delta, block].flatMap((inner) => (inner as { type?: string } | undefined)?.type ?? [])].join(' '),
  );
}

describe('the stream', () => {
  it('has a start, whole blocks, the reason with the counts, and a stop', () => {
    const text = streamOf([
      { type: 'start' },
      { type: 'thinking-delta', text: 'hm' },
      { type: 'thinking-signature', signature: 'sig' },
      { type: 'text-delta', text: 'a' },
      { type: 'text-delta', text: 'b' },
      { type: 'tool-input-start', index: 0, id: 'toolu_1', name: 'read' },
      { type: 'tool-input-delta', index: 0, text: '{"path":' },
      { type: 'tool-input-delta', index: 0, text: '"/a"}' },
      { type: 'tool-input-end', index: 0 },
      { type: 'usage', usage },
      { type: 'end', reason: 'tool-calls', raw: 'tool_use' },
    ]);
    expect(typesOf(text)).toEqual([
      'message_start',
      'content_block_start thinking',
      'content_block_delta thinking_delta',
      'content_block_delta signature_delta',
      'content_block_stop',
      'content_block_start text',
      'content_block_delta text_delta',
      'content_block_delta text_delta',
      'content_block_stop',
      'content_block_start tool_use',
      'content_block_delta input_json_delta',
      'content_block_delta input_json_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(foldMessage(text)).toEqual({
      ...frame,
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sig' },
        { type: 'text', text: 'ab' },
        { type: 'tool_use', id: 'toolu_1', name: 'read', input: '{"path":"/a"}' },
      ],
      stopReason: 'tool_use',
      usage: USAGE_BODY,
    });
  });

  it('sends each piece when it comes', () => {
    const renderer = new StreamRenderer(frame);
    expect(renderer.render({ type: 'start' })).toBe('');
    expect(typesOf(renderer.render({ type: 'text-delta', text: 'a' }))).toEqual([
      'message_start',
      'content_block_start text',
      'content_block_delta text_delta',
    ]);
    expect(typesOf(renderer.render({ type: 'text-delta', text: 'b' }))).toEqual(['content_block_delta text_delta']);
  });

  it('tells the input tokens at the start where they are known by then', () => {
    const start = (text: string): unknown => framesOf(text)[0]?.['message'];
    const known = streamOf([
      { type: 'usage', usage },
      { type: 'text-delta', text: 'a' },
    ]);
    expect(start(known)).toMatchObject({ usage: { input_tokens: 3, cache_read_input_tokens: 20, output_tokens: 0 } });
    expect(start(streamOf([{ type: 'text-delta', text: 'a' }]))).toMatchObject({
      usage: { input_tokens: 0, output_tokens: 0 },
    });
  });

  it('is a message without content where the model said nothing', () => {
    expect(foldMessage(streamOf([{ type: 'end', reason: 'stop' }]))).toMatchObject({
      content: [],
      stopReason: 'end_turn',
    });
  });

  it('ends a block of thinking with its signature and passes redacted thinking on', () => {
    const { content } = foldMessage(
      streamOf([
        { type: 'thinking-delta', text: 'one' },
        { type: 'thinking-signature', signature: 's1' },
        { type: 'redacted-thinking', data: 'AAAA' },
        { type: 'thinking-delta', text: 'two' },
        { type: 'thinking-signature', signature: 's2' },
      ]),
    );
    expect(content).toEqual([
      { type: 'thinking', thinking: 'one', signature: 's1' },
      { type: 'redacted_thinking', data: 'AAAA' },
      { type: 'thinking', thinking: 'two', signature: 's2' },
    ]);
  });

  it('lays calls that are written side by side one after the other', () => {
    const { content } = foldMessage(
      streamOf([
        { type: 'tool-input-start', index: 0, id: 'a', name: 'x' },
        { type: 'tool-input-start', index: 1, id: 'b', name: 'y' },
        { type: 'tool-input-delta', index: 1, text: '{"b":1}' },
        { type: 'tool-input-delta', index: 0, text: '{"a":1}' },
        { type: 'text-delta', text: 'between' },
        { type: 'tool-input-end', index: 1 },
        { type: 'tool-input-end', index: 0 },
        { type: 'end', reason: 'tool-calls' },
      ]),
    );
    expect(content).toEqual([
      { type: 'tool_use', id: 'a', name: 'x', input: '{"a":1}' },
      { type: 'tool_use', id: 'b', name: 'y', input: '{"b":1}' },
      { type: 'text', text: 'between' },
    ]);
  });

  it.each([
    [{ type: 'end', reason: 'stop', raw: 'end_turn' }, 'end_turn'],
    [{ type: 'end', reason: 'stop', raw: 'stop_sequence' }, 'stop_sequence'],
    [{ type: 'end', reason: 'stop', raw: 'eos' }, 'end_turn'],
    [{ type: 'end', reason: 'length', raw: 'max_tokens' }, 'max_tokens'],
    [{ type: 'end', reason: 'length', raw: 'model_context_window_exceeded' }, 'model_context_window_exceeded'],
    [{ type: 'end', reason: 'tool-calls' }, 'tool_use'],
    [{ type: 'end', reason: 'content-filter', raw: 'guardrail_intervened' }, 'refusal'],
  ] as const)('names the reason of %j', (end, reason) => {
    expect(foldMessage(streamOf([end])).stopReason).toBe(reason);
  });

  it('says tool_use after a forced call that a server ended with a plain stop', () => {
    const { stopReason } = foldMessage(
      streamOf([
        { type: 'tool-input-start', index: 0, id: 'a', name: 'x' },
        { type: 'tool-input-end', index: 0 },
        { type: 'end', reason: 'stop', raw: 'stop' },
      ]),
    );
    expect(stopReason).toBe('tool_use');
  });

  it('tells of a failure with an event and no stop', () => {
    const text = anthropicMessages.renderStreamError(new GatewayError('unavailable', 'Too busy.'), 'call-1');
    expect(framesOf(text)).toEqual([
      { type: 'error', error: { type: 'overloaded_error', message: 'Too busy.' }, request_id: 'call-1' },
    ]);
  });
});

describe('the whole answer', () => {
  it('has its blocks in the order in which they came', () => {
    const body = wholeOf([
      { type: 'thinking-delta', text: 'hm' },
      { type: 'thinking-signature', signature: 'sig' },
      { type: 'redacted-thinking', data: 'AAAA' },
      { type: 'text-delta', text: 'Hi' },
      { type: 'tool-input-start', index: 0, id: 'toolu_1', name: 'read' },
      { type: 'tool-input-delta', index: 0, text: '{"path":"/a"}' },
      { type: 'usage', usage },
      { type: 'end', reason: 'tool-calls' },
    ]);
    expect(body).toEqual({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sig' },
        { type: 'redacted_thinking', data: 'AAAA' },
        { type: 'text', text: 'Hi' },
        { type: 'tool_use', id: 'toolu_1', name: 'read', input: { path: '/a' } },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: USAGE_BODY,
    });
  });

  it.each([
    ['', {}],
    ['{"a":', { INVALID_JSON: '{"a":' }],
    ['[1]', { INVALID_JSON: '[1]' }],
  ])('makes an object of the input %j', (text, input) => {
    const { content } = wholeOf([
      { type: 'tool-input-start', index: 0, id: 'a', name: 'x' },
      { type: 'tool-input-delta', index: 0, text },
    ]);
    expect(content).toEqual([{ type: 'tool_use', id: 'a', name: 'x', input }]);
  });
});

function wholeOf(events: readonly ChatEvent[]): Record<string, unknown> {
  return renderAnswer(collect(events).answer, frame);
}

/** Events of an answer as a provider may send them: calls overlap, kinds interleave, counts come anywhere. */
const answerEvents: fc.Arbitrary<readonly ChatEvent[]> = fc
  .array(
    fc.oneof(
      fc.record({ type: fc.constant('text-delta' as const), text: fc.string() }),
      fc.record({ type: fc.constant('thinking-delta' as const), text: fc.string() }),
      fc.record({ type: fc.constant('thinking-signature' as const), signature: fc.string({ minLength: 1 }) }),
      fc.record({ type: fc.constant('redacted-thinking' as const), data: fc.base64String({ minLength: 4 }) }),
      fc.constant({ type: 'usage' as const, usage }),
      fc.constant({ type: 'open-call' as const }),
      fc.record({ type: fc.constant('write-call' as const), call: fc.nat(3), text: fc.string() }),
      fc.record({ type: fc.constant('end-call' as const), call: fc.nat(3) }),
    ),
    { maxLength: 40 },
  )
  .map((steps) => {
    const events: ChatEvent[] = [{ type: 'start' }];
    const open: number[] = [];
    let calls = 0;
    for (const step of steps) {
      if (step.type === 'open-call') {
        events.push({ type: 'tool-input-start', index: calls, id: `call_${calls}`, name: `tool ${calls}` });
        open.push(calls++);
      } else if (step.type === 'write-call') {
        const index = open[step.call];
        if (index !== undefined) events.push({ type: 'tool-input-delta', index, text: step.text });
      } else if (step.type === 'end-call') {
        const [index] = open.splice(step.call, 1);
        if (index !== undefined) events.push({ type: 'tool-input-end', index });
      } else events.push(step);
    }
    return [...events, { type: 'end', reason: 'stop' }];
  });

function collect(events: readonly ChatEvent[]): AnswerCollector {
  const collector = new AnswerCollector();
  for (const event of events) collector.add(event);
  return collector;
}

function textsOf(message: FoldedMessage, type: string, field: string): string {
  return message.content.map((block) => (block['type'] === type ? String(block[field]) : '')).join('');
}

describe('any answer', () => {
  it('is a grammatical stream that folds back to the same answer', () => {
    fc.assert(
      fc.property(answerEvents, (events) => {
        const message = foldMessage(streamOf(events));
        const { answer } = collect(events);
        expect(textsOf(message, 'text', 'text')).toBe(answer.text);
        const thinking = answer.thinking.map((block) => (block.type === 'thinking' ? block.text : '')).join('');
        expect(textsOf(message, 'thinking', 'thinking')).toBe(thinking);
        const signatures = events.flatMap((event) => (event.type === 'thinking-signature' ? [event.signature] : []));
        expect(textsOf(message, 'thinking', 'signature')).toBe(signatures.join(''));
        const calls = message.content.filter((block) => block['type'] === 'tool_use');
        expect(calls.map(({ id, name, input }) => ({ id, name, arguments: input || '{}', type: 'tool-call' }))).toEqual(
          answer.toolCalls,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
