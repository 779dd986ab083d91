import { describe, expect, it } from 'vitest';
import type { ChatEvent, ChatRequest } from '../../../../src/domain/chat.ts';
import type { Clock } from '../../../../src/domain/ports.ts';
import { createDemoProvider } from '../../../../src/providers/demo/demoProvider.ts';
import { callTo, chatRequest, clock, collect } from '../openai/fixtures.ts';

const provider = createDemoProvider({ clock });

function saying(text: string, over: Partial<ChatRequest> = {}): ChatRequest {
  return chatRequest({ messages: [{ role: 'user', content: [{ type: 'text', text }] }], ...over });
}

async function eventsOf(request: ChatRequest, model = 'chat'): Promise<ChatEvent[]> {
  return collect((await provider.chat(request, callTo({ litellmModel: `demo/${model}` }))).events);
}

function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

describe('demo/chat', () => {
  it('repeats what the user said, in several pieces, with counts', async () => {
    const events = await eventsOf(saying('What time is it?'));
    expect(textOf(events)).toContain('You said: "What time is it?"');
    expect(events.filter((event) => event.type === 'text-delta').length).toBeGreaterThan(5);
    expect(events[0]).toMatchObject({ type: 'start' });
    expect(events.at(-2)).toMatchObject({ type: 'usage', usage: { cacheReadTokens: 0 } });
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'stop', raw: 'stop' });
  });

  it('answers Japanese in Japanese', async () => {
    expect(textOf(await eventsOf(saying('今日の天気は？')))).toContain('「今日の天気は？」');
  });

  it('gives the same answer to the same words', async () => {
    expect(await eventsOf(saying('Same'))).toEqual(await eventsOf(saying('Same')));
  });

  it('speaks XML to clients that ask for XML tools, and quotes the task alone', async () => {
    const system = [{ type: 'text', text: 'Use the attempt_completion tool when done.' }] as const;
    const text = textOf(await eventsOf(saying('<task>\nFix it\n</task>\n<environment>…</environment>', { system })));
    expect(text).toMatch(/^<attempt_completion>\n<result>\n.*"Fix it".*\n<\/result>\n<\/attempt_completion>$/s);
  });

  it('calls the tool that the user names', async () => {
    const tools = [{ name: 'read_file' }];
    expect((await eventsOf(saying('Please use tool read_file now', { tools }))).slice(1)).toMatchObject([
      { type: 'tool-input-start', index: 0, name: 'read_file' },
      { type: 'tool-input-delta', index: 0, text: '{}' },
      { type: 'tool-input-end', index: 0 },
      { type: 'usage' },
      { type: 'end', reason: 'tool-calls' },
    ]);
    expect(textOf(await eventsOf(saying('use tool unknown', { tools })))).toContain('You said');
  });

  it('says hello to nothing', async () => {
    expect(textOf(await eventsOf(chatRequest({ messages: [] })))).toMatch(/^Hello!/);
  });
});

describe('demo/fails', () => {
  it('always fails', async () => {
    await expect(eventsOf(saying('Hi'), 'fails')).rejects.toMatchObject({ kind: 'unavailable', status: 503 });
  });
});

describe('demo/slow', () => {
  it('takes 300 ms for each piece and stops at an abort', async () => {
    const controller = new AbortController();
    const waits: number[] = [];
    const counting: Clock = {
      ...clock,
      sleep: async (ms, signal) => {
        waits.push(ms);
        if (waits.length === 3) controller.abort(new Error('gone'));
        signal?.throwIfAborted();
      },
    };
    const slow = createDemoProvider({ clock: counting });
    const call = callTo({ litellmModel: 'demo/slow' }, { signal: controller.signal });
    const answer = await slow.chat(saying('Hi'), call);
    await expect(collect(answer.events)).rejects.toMatchObject({ kind: 'cancelled' });
    expect(waits).toEqual([300, 300, 300]);
  });
});

describe('demo/embedding', () => {
  const call = callTo({ litellmModel: 'demo/embedding' });

  async function embed(input: readonly string[], encodingFormat?: 'base64') {
    return provider.embed?.({ model: 'g', input, dimensions: undefined, encodingFormat, extra: {} }, call);
  }

  it('makes the same unit vector of 256 numbers for the same text', async () => {
    const answer = await embed(['a b', 'a b', 'c']);
    const [first, second, third] = answer?.embeddings ?? [];
    expect(first).toHaveLength(256);
    expect(first).toEqual(second);
    expect(first).not.toEqual(third);
    expect(Math.hypot(...(first as number[]))).toBeCloseTo(1);
    expect(answer?.promptTokens).toBeGreaterThan(0);
  });

  it('gives base64 on demand', async () => {
    const [text] = (await embed(['a'], 'base64'))?.embeddings ?? [];
    expect(Buffer.from(String(text), 'base64')).toHaveLength(256 * 4);
  });
});

describe('any other model', () => {
  it('is not there', async () => {
    await expect(eventsOf(saying('Hi'), 'nothing')).rejects.toMatchObject({ kind: 'not-found' });
  });
});
