import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent, TokenUsage } from '../../../../src/domain/chat.ts';
import { AnswerCollector } from '../../../../src/domain/chatAnswer.ts';
import { renderAnswer } from '../../../../src/gateway/dialects/openai/renderAnswer.ts';
import { StreamRenderer } from '../../../../src/gateway/dialects/openai/renderStream.ts';

const frame = { id: 'chatcmpl-1', model: 'm', created: 7, includeUsage: true };
const usage: TokenUsage = {
  inputTokens: 3,
  outputTokens: 401,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 1789,
  cacheWrite1hTokens: 0,
  raw: {},
};

interface Chunk {
  choices: { delta: Record<string, unknown>; finish_reason: string | null }[];
  usage?: Record<string, unknown>;
}

function stream(events: readonly ChatEvent[], includeUsage = true): { chunks: Chunk[]; last: string } {
  const renderer = new StreamRenderer({ ...frame, includeUsage });
  const text = events.map((event) => renderer.render(event)).join('') + renderer.done();
  const data = text
    .split('\n\n')
    .filter((part) => part !== '')
    .map((part) => part.replace(/^data: /, ''));
  return { chunks: data.slice(0, -1).map((part) => JSON.parse(part) as Chunk), last: data.at(-1) ?? '' };
}

describe('the stream', () => {
  it('gives the role once, then content, the reason, usage and [DONE], in this order', () => {
    const { chunks, last } = stream([
      { type: 'start' },
      { type: 'usage', usage },
      { type: 'text-delta', text: 'a' },
      { type: 'text-delta', text: 'b' },
      { type: 'end', reason: 'stop' },
    ]);
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: 'a' },
      { content: 'b' },
      {},
      undefined,
    ]);
    expect(chunks[2]?.choices[0]?.finish_reason).toBe('stop');
    expect(last).toBe('[DONE]');
  });

  it('spells usage in the words of OpenAI, LiteLLM and Anthropic (case 57)', () => {
    const { chunks } = stream([{ type: 'usage', usage }]);
    expect(chunks[0]?.usage).toMatchObject({
      prompt_tokens: 1792,
      completion_tokens: 401,
      total_tokens: 2193,
      prompt_tokens_details: { cached_tokens: 0 },
      cache_creation_input_tokens: 1789,
      cache_read_input_tokens: 0,
    });
  });

  it('keeps usage to itself where nobody asked', () => {
    expect(stream([{ type: 'usage', usage }], false).chunks).toEqual([]);
  });

  it('gives a tool without input an empty object (case 67)', () => {
    const { chunks } = stream([
      { type: 'tool-input-start', index: 0, id: 'c', name: 'f' },
      { type: 'tool-input-end', index: 0 },
    ]);
    expect(chunks[1]?.choices[0]?.delta['tool_calls']).toEqual([{ index: 0, function: { arguments: '{}' } }]);
  });
});

/** Random but well-formed answers. */
const answers: fc.Arbitrary<ChatEvent[]> = fc
  .record({
    thinking: fc.array(fc.string({ minLength: 1 })),
    texts: fc.array(fc.string({ minLength: 1 })),
    tools: fc.array(fc.record({ name: fc.string({ minLength: 1 }), input: fc.array(fc.string()) }), { maxLength: 3 }),
  })
  .map(({ thinking, texts, tools }) => [
    { type: 'start' },
    ...thinking.map((text): ChatEvent => ({ type: 'thinking-delta', text })),
    ...(thinking.length > 0 ? [{ type: 'thinking-signature', signature: 'sig' } satisfies ChatEvent] : []),
    ...texts.map((text): ChatEvent => ({ type: 'text-delta', text })),
    ...tools.flatMap(({ name, input }, index): ChatEvent[] => [
      { type: 'tool-input-start', index, id: `c${index}`, name },
      ...input.map((text): ChatEvent => ({ type: 'tool-input-delta', index, text })),
      { type: 'tool-input-end', index },
    ]),
    { type: 'end', reason: tools.length > 0 ? 'tool-calls' : 'stop' },
    { type: 'usage', usage },
  ]);

describe('a streamed and a whole answer', () => {
  it('say the same, for any answer', () => {
    fc.assert(
      fc.property(answers, (events) => {
        const collector = new AnswerCollector();
        for (const event of events) collector.add(event);
        const whole = renderAnswer(collector.answer, frame) as {
          choices: [{ message: Record<string, unknown>; finish_reason: string }];
          usage: unknown;
        };
        const { chunks } = stream(events);
        const deltas = chunks.map(({ choices }) => choices[0]?.delta ?? {});
        const joined = (name: string) => deltas.map((delta) => (delta[name] as string | undefined) ?? '').join('');
        const { message, finish_reason } = whole.choices[0];
        expect(joined('content')).toBe(message['content'] ?? '');
        expect(joined('reasoning_content')).toBe(message['reasoning_content'] ?? '');
        expect(joinTools(deltas)).toEqual(
          ((message['tool_calls'] as { function: { name: string; arguments: string } }[] | undefined) ?? []).map(
            (call) => call.function,
          ),
        );
        expect(chunks.find(({ choices }) => choices[0]?.finish_reason)?.choices[0]?.finish_reason).toBe(finish_reason);
        expect(chunks.at(-1)?.usage).toEqual(whole.usage);
      }),
    );
  });
});

function joinTools(deltas: readonly Record<string, unknown>[]): { name: string; arguments: string }[] {
  const calls: { name: string; arguments: string }[] = [];
  for (const delta of deltas) {
    const [call] = (delta['tool_calls'] as { index: number; function: { name?: string; arguments: string } }[]) ?? [];
    if (call === undefined) continue;
    if (call.function.name !== undefined) calls[call.index] = { name: call.function.name, arguments: '' };
    const open = calls[call.index];
    if (open !== undefined) open.arguments += call.function.arguments;
  }
  return calls;
}
