import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent, RedactedThinkingPart, ThinkingPart, TokenUsage } from '../../../../src/domain/chat.ts';
import { AnswerCollector, type CollectedThinking } from '../../../../src/domain/chatAnswer.ts';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { unpackThinking } from '../../../../src/gateway/dialects/responses/encryptedContent.ts';
import type { OutputItem, ThinkingWishes } from '../../../../src/gateway/dialects/responses/outputItems.ts';
import { renderResponse } from '../../../../src/gateway/dialects/responses/renderAnswer.ts';
import { ResponsesStream } from '../../../../src/gateway/dialects/responses/renderStream.ts';
import { type FoldedResponse, GrammarChecker, readEvents } from './streamGrammar.ts';

const frame = { id: 'resp_0a-1b', model: 'm', created: 7 };
const ALL: ThinkingWishes = { summary: true, encrypted: true };
const usage: TokenUsage = {
  inputTokens: 3,
  outputTokens: 40,
  cacheReadTokens: 100,
  cacheWrite5mTokens: 10,
  cacheWrite1hTokens: 1,
  reasoningTokens: 5,
  raw: {},
};

function streamed(events: readonly ChatEvent[], wishes = ALL): { response: FoldedResponse; items: OutputItem[] } {
  const items: OutputItem[] = [];
  const stream = new ResponsesStream({
    body: {},
    frame,
    wishes,
    onComplete: (_response, complete) => items.push(...complete),
  });
  const text = events.map((event) => stream.render(event)).join('') + stream.done();
  return { response: new GrammarChecker().check(readEvents(text)), items };
}

function whole(events: readonly ChatEvent[], wishes = ALL): Record<string, unknown> {
  const collector = new AnswerCollector();
  for (const event of events) collector.add(event);
  return { ...renderResponse(collector.answer, { body: {}, frame, wishes, onComplete: () => undefined }) };
}

const end: ChatEvent = { type: 'end', reason: 'stop' };

describe('the stream of a response', () => {
  it('tells of thinking, text and a call in the order they came', () => {
    const { response } = streamed([
      { type: 'start' },
      { type: 'thinking-delta', text: 'Hm' },
      { type: 'thinking-signature', signature: 's' },
      { type: 'text-delta', text: 'Look' },
      { type: 'tool-input-start', index: 0, id: 'c', name: 'f' },
      { type: 'tool-input-delta', index: 0, text: '{"a":1}' },
      { type: 'tool-input-end', index: 0 },
      { type: 'end', reason: 'tool-calls' },
      { type: 'usage', usage },
    ]);
    expect(response.output).toMatchObject([
      { type: 'reasoning', id: 'rs_0a1b0', summary: [{ text: 'Hm' }] },
      { type: 'message', id: 'msg_0a1b1', content: [{ text: 'Look' }] },
      { type: 'function_call', id: 'fc_0a1b2', call_id: 'c', name: 'f', arguments: '{"a":1}' },
    ]);
    expect(response['usage']).toEqual({
      input_tokens: 114,
      input_tokens_details: { cached_tokens: 100, cache_write_tokens: 11 },
      output_tokens: 40,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 154,
    });
  });

  it('has an empty output for an empty answer', () => {
    expect(streamed([end]).response).toMatchObject({ status: 'completed', output: [], usage: null });
  });

  it.each([
    ['length', 'max_output_tokens'],
    ['content-filter', 'content_filter'],
  ] as const)('says why it is incomplete: %s', (reason, told) => {
    const events: ChatEvent[] = [
      { type: 'text-delta', text: 'Once' },
      { type: 'end', reason },
    ];
    const expected = {
      status: 'incomplete',
      incomplete_details: { reason: told },
      output: [{ type: 'message', status: 'incomplete' }],
    };
    expect(streamed(events).response).toMatchObject(expected);
    expect(whole(events)).toMatchObject(expected);
  });

  it('fails after its beginning with an error event and a failed response', () => {
    const stream = new ResponsesStream({ body: {}, frame, wishes: ALL, onComplete: () => undefined });
    const error = new GatewayError('context-window', 'Too long.');
    const events = readEvents(stream.render({ type: 'text-delta', text: 'a' }) + stream.fail(error));
    expect(events.slice(-2)).toMatchObject([
      { type: 'error', code: 'context_length_exceeded', message: 'Too long.', param: null },
      {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'context_length_exceeded', message: 'Too long.' } },
      },
    ]);
  });

  it('begins before it fails where nothing had been told', () => {
    const stream = new ResponsesStream({ body: {}, frame, wishes: ALL, onComplete: () => undefined });
    expect(stream.render({ type: 'start' })).toBe('');
    const events = readEvents(stream.fail(new GatewayError('rate-limit', 'Slow down.')));
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'error',
      'response.failed',
    ]);
  });
});

const text = fc.string({ minLength: 1, maxLength: 8 });
const thinking = fc
  .tuple(fc.array(text, { maxLength: 3 }), fc.option(text))
  .map(([deltas, signature]): ChatEvent[] => [
    ...deltas.map((delta): ChatEvent => ({ type: 'thinking-delta', text: delta })),
    ...(signature === null ? [] : [{ type: 'thinking-signature', signature } as const]),
  ]);
const redacted = text.map((data): ChatEvent[] => [{ type: 'redacted-thinking', data }]);
const said = fc
  .array(fc.string({ maxLength: 8 }))
  .map((deltas) => deltas.map((delta): ChatEvent => ({ type: 'text-delta', text: delta })));
const calls = fc.array(fc.tuple(text, text, fc.array(fc.string({ maxLength: 6 }))), { maxLength: 3 }).chain((list) => {
  const starts = list.map(([id, name], index): ChatEvent => ({ type: 'tool-input-start', index, id, name }));
  const bodies = list.map(([, , deltas], index): ChatEvent[] => [
    ...deltas.map((delta): ChatEvent => ({ type: 'tool-input-delta', index, text: delta })),
    { type: 'tool-input-end', index },
  ]);
  // One after the other, all at once, or begun together and never ended.
  return fc.constantFrom(
    starts.flatMap((start, index) => [start, ...(bodies[index] ?? [])]),
    [...starts, ...bodies.flat()],
    [...starts, ...bodies.flat().filter(({ type }) => type !== 'tool-input-end')],
  );
});
const endings = fc
  .tuple(fc.constantFrom('stop', 'length', 'tool-calls', 'content-filter'), fc.boolean())
  .map(([reason, usageFirst]): ChatEvent[] => {
    const events: ChatEvent[] = [
      { type: 'usage', usage },
      { type: 'end', reason: reason as 'stop' },
    ];
    return usageFirst ? events : events.reverse();
  });
const answers = fc
  .tuple(fc.array(fc.oneof(thinking, redacted, said)), calls, endings)
  .map(([blocks, tools, ending]): ChatEvent[] => [{ type: 'start' }, ...blocks.flat(), ...tools, ...ending]);

describe('any sequence of events', () => {
  it('is a stream by the grammar that folds back into the same answer', () => {
    fc.assert(
      fc.property(answers, (events) => {
        const collector = new AnswerCollector();
        for (const event of events) collector.add(event);
        const { answer } = collector;
        const { response, items } = streamed(events);
        expect(foldText(items)).toBe(answer.text);
        expect(foldCalls(items)).toEqual(answer.toolCalls);
        expect(foldThinking(items)).toBe(flatThinking(answer.thinking));
        expect(response.status).toBe(whole(events)['status']);
      }),
      { numRuns: 500 },
    );
  });

  it('shows the same output whole, but for where texts were parted', () => {
    fc.assert(
      fc.property(answers, fc.record({ summary: fc.boolean(), encrypted: fc.boolean() }), (events, wishes) => {
        const inStream = streamed(events, wishes).response.output as OutputItem[];
        const atOnce = whole(events, wishes)['output'] as OutputItem[];
        expect(foldText(inStream)).toBe(foldText(atOnce));
        expect(foldCalls(inStream)).toEqual(foldCalls(atOnce));
        const isEncrypted = (item: OutputItem) => item.type === 'reasoning' && item.encrypted_content !== undefined;
        expect(inStream.some(isEncrypted)).toBe(wishes.encrypted && atOnce.some(isEncrypted));
      }),
    );
  });
});

function foldText(items: readonly OutputItem[]): string {
  return items.flatMap((item) => (item.type === 'message' ? item.content.map((part) => part.text) : [])).join('');
}

function foldCalls(items: readonly OutputItem[]): unknown {
  return items.flatMap((item) =>
    item.type === 'function_call'
      ? [{ type: 'tool-call', id: item.call_id, name: item.name, arguments: item.arguments }]
      : [],
  );
}

/** Thinking as it would come back. */
function foldThinking(items: readonly OutputItem[]): string {
  const blocks = items.map((item) =>
    item.type === 'reasoning' ? unpackThinking(item.encrypted_content ?? '') : undefined,
  );
  return flatThinking(blocks.filter((block) => block !== undefined));
}

/** Texts, signatures and redacted data in their order, however they are cut into blocks. */
function flatThinking(blocks: readonly (ThinkingPart | RedactedThinkingPart | CollectedThinking)[]): string {
  const all = (pick: (block: (typeof blocks)[number]) => string | undefined) => blocks.map(pick).join('');
  return JSON.stringify([
    all((block) => (block.type === 'thinking' ? block.text : undefined)),
    all((block) => (block.type === 'thinking' ? block.signature : undefined)),
    all((block) => (block.type === 'thinking' ? undefined : block.data)),
  ]);
}
