import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../../src/domain/chat.ts';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { parseCompletion } from '../../../../src/gateway/dialects/completions/parseCompletion.ts';
import { CompletionStream } from '../../../../src/gateway/dialects/completions/renderCompletion.ts';

describe('a completions body', () => {
  it.each(['Say hi', ['Say hi']])('is a chat of one message: %j', (prompt) => {
    expect(
      parseCompletion({ model: 'm', prompt, max_tokens: 5, echo: false, n: 1, stop: ['\n'], seed: 1 }),
    ).toMatchObject({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Say hi' }] }],
      maxTokens: 5,
      stop: ['\n'],
      extra: { seed: 1 },
    });
  });

  it('may leave the model to the path', () => {
    expect(parseCompletion({ prompt: 'x' }).messages).toHaveLength(1);
  });

  it.each([
    ['prompt', {}],
    ['prompt', { prompt: ['a', 'b'] }],
    ['prompt', { prompt: [1, 2, 3] }],
    ['suffix', { prompt: 'a', suffix: 'b' }],
    ['echo', { prompt: 'a', echo: true }],
    ['n', { prompt: 'a', n: 2 }],
    ['best_of', { prompt: 'a', best_of: 2 }],
    ['logprobs', { prompt: 'a', logprobs: 1 }],
    ['max_tokens', { prompt: 'a', max_tokens: 'many' }],
  ])('is refused with the name of the field: %s', (field, body) => {
    const parse = () => parseCompletion({ model: 'm', ...body });
    expect(parse).toThrow(GatewayError);
    expect(parse).toThrow(new RegExp(`^${field}`));
  });
});

describe('a completions stream', () => {
  const events: readonly ChatEvent[] = [
    { type: 'start' },
    { type: 'thinking-delta', text: 'hm' },
    { type: 'text-delta', text: 'a' },
    { type: 'text-delta', text: 'b' },
    { type: 'end', reason: 'length' },
  ];

  it('gives texts, the reason and [DONE]', () => {
    const stream = new CompletionStream({ id: 'cmpl-1', model: 'm', created: 7, includeUsage: false });
    const frames = (events.map((event) => stream.render(event)).join('') + stream.done()).split('\n\n').slice(0, -1);
    const chunk = (text: string, reason: string | null) => ({
      id: 'cmpl-1',
      object: 'text_completion',
      created: 7,
      model: 'm',
      choices: [{ text, index: 0, logprobs: null, finish_reason: reason }],
    });
    expect(frames.pop()).toBe('data: [DONE]');
    expect(frames.map((frame) => JSON.parse(frame.replace('data: ', '')) as unknown)).toEqual([
      chunk('a', null),
      chunk('b', null),
      chunk('', 'length'),
    ]);
  });
});
