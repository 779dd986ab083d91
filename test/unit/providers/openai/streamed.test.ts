import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../../src/domain/chat.ts';
import { estimateTokens } from '../../../../src/domain/tokenEstimate.ts';
import type { OpenedExchange } from '../../../../src/providers/openai/exchange.ts';
import { observeStream } from '../../../../src/providers/openai/observedStream.ts';
import { resolveTarget } from '../../../../src/providers/openai/target.ts';
import { bodyOf, callTo, clock, logger } from './fixtures.ts';

function exchangeOf(pieces: readonly Uint8Array[]): OpenedExchange {
  const environment = {};
  const dispatchers = {
    forUrl: () => Promise.reject(new Error('no network')),
    unkept: () => Promise.reject(new Error('no network')),
    route: () => ({ proxy: undefined, trust: undefined }),
    close: () => Promise.resolve(),
  };
  const { deployment, signal } = callTo({ apiBase: 'http://host:1/v1' });
  return {
    context: { clock, logger, environment, dispatchers },
    target: resolveTarget(deployment, environment, '/chat/completions'),
    signal,
    headers: {},
    upstreamRequestId: undefined,
    body: bodyOf(pieces),
  };
}

async function read(pieces: readonly Uint8Array[], joined = true) {
  const bytes: Buffer[] = [];
  const events: ChatEvent[] = [];
  let failure: unknown;
  try {
    for await (const frames of observeStream(exchangeOf(pieces), joined)) {
      for (const frame of frames) {
        bytes.push(frame.bytes);
        events.push(...frame.events);
      }
    }
  } catch (thrown) {
    failure = thrown;
  }
  return { bytes: Buffer.concat(bytes).toString('utf8'), events: folded(events), failure };
}

/** Neighbouring pieces of text as one: how many there are depends on how the bytes came. */
function folded(events: readonly ChatEvent[]): readonly ChatEvent[] {
  const all: ChatEvent[] = [];
  for (const event of events) {
    if (event.type !== 'text-delta' && event.type !== 'thinking-delta') {
      all.push(event);
      continue;
    }
    const last = all.at(-1);
    const { type, text, tokens = estimateTokens(text) } = event;
    if (last?.type !== type) all.push({ type, text, tokens });
    else all.splice(-1, 1, { type, text: last.text + text, tokens: (last.tokens ?? 0) + tokens });
  }
  return all;
}

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function delta(content: object, finish_reason: string | null = null): string {
  return data({ id: 'c', model: 'm', choices: [{ index: 0, delta: content, finish_reason }] });
}

const piecesOfDelta = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((content) => ({ content })),
  fc.string().map((text) => ({ reasoning_content: text })),
  fc.tuple(fc.nat({ max: 3 }), fc.string()).map(([index, text]) => ({
    tool_calls: [{ index, id: `call_${index}`, function: { name: `tool_${index}`, arguments: text } }],
  })),
);

describe('a stream', () => {
  it('gives the same bytes and events at whatever byte it is cut', async () => {
    const places = fc.array(fc.nat({ max: 3000 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(piecesOfDelta, { maxLength: 10 }), places, async (deltas, cuts) => {
        const text = [...deltas.map((content) => delta(content)), delta({}, 'stop'), 'data: [DONE]\n\n'].join('');
        const whole = Buffer.from(text);
        const ends = [...cuts.map((place) => place % whole.length).sort((a, b) => a - b), whole.length];
        const pieces = ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end)).filter((p) => p.length > 0);
        const cutRead = await read(pieces);
        expect(cutRead.bytes).toBe(text);
        expect(cutRead).toEqual(await read([whole]));
        expect(cutRead).toEqual(await read([whole], false));
      }),
      { numRuns: 60 },
    );
  });

  it('pairs every tool call it begins with its end, before the answer ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piecesOfDelta, { maxLength: 12 }), async (deltas) => {
        const text = [...deltas.map((content) => delta(content)), delta({}, 'tool_calls')].join('');
        const { events } = await read([Buffer.from(text)]);
        const open: number[] = [];
        for (const event of events) {
          if (event.type === 'tool-input-start') open.push(event.index);
          if (event.type === 'tool-input-end') expect(open.pop()).toBe(event.index);
          if (event.type === 'end') expect(open).toEqual([]);
        }
        expect(events.at(-1)?.type).toBe('end');
      }),
      { numRuns: 60 },
    );
  });

  it('may end with a finish reason and no [DONE]', async () => {
    const { failure, events } = await read([Buffer.from(delta({ content: 'Hi' }, 'length'))]);
    expect(failure).toBeUndefined();
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'length', raw: 'length' });
  });

  it('may end with [DONE] and no finish reason', async () => {
    const { failure, events } = await read([Buffer.from(`${delta({ content: 'Hi' })}data: [DONE]\n\n`)]);
    expect(failure).toBeUndefined();
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'stop', raw: undefined });
  });

  it('may leave out the last blank line', async () => {
    const { failure, bytes } = await read([Buffer.from(`${delta({}, 'stop')}data: [DONE]`)]);
    expect(failure).toBeUndefined();
    expect(bytes.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('tells nothing of usage that the server did not count', async () => {
    const { events } = await read([Buffer.from(delta({}, 'stop'))]);
    expect(events.map((event) => event.type)).toEqual(['start', 'end']);
  });

  it('drops what follows [DONE]', async () => {
    const { bytes } = await read([Buffer.from(`${delta({}, 'stop')}data: [DONE]\n\ndata: more\n\n`)]);
    expect(bytes).not.toContain('more');
  });

  it.each([
    ['data: {"error":{"message":"m","type":"server_error","code":503}}\n\n', { kind: 'unavailable', message: 'm' }],
    ['data: {"error":"plain"}\n\n', { kind: 'internal', status: 500, message: 'plain' }],
    ['event: error\ndata: out of memory\n\n', { kind: 'internal', message: 'out of memory' }],
    ['event: error\ndata: {"message":"m"}\n\n', { kind: 'internal', message: 'm' }],
    ['data: {"object":"error","message":"m","type":"BadRequestError","code":400}\n\n', { kind: 'bad-request' }],
    ['data: {"error":{"message":"maximum context length is 10"}}\n\n', { kind: 'context-window' }],
    ['data: {"error":{"message":"no","code":"insufficient_quota"}}\n\n', { kind: 'rate-limit' }],
  ])('fails at %j', async (frame, expected) => {
    expect((await read([Buffer.from(frame)])).failure).toMatchObject({ ...expected, provider: 'openai' });
  });

  it('gives a late piece to the call that it belongs to', async () => {
    const piece = (index: number, text: string) => ({ tool_calls: [{ index, function: { arguments: text } }] });
    const call = (index: number, id: string) => ({
      tool_calls: [{ index, id, function: { name: id, arguments: '' } }],
    });
    const deltas = [call(0, 'a'), call(1, 'b'), piece(0, '{"a'), piece(1, '{}'), piece(0, '":1}')];
    const { events } = await read([
      Buffer.from(deltas.map((content) => delta(content)).join('') + delta({}, 'tool_calls')),
    ]);
    expect(events.filter((event) => event.type === 'tool-input-delta')).toEqual([
      { type: 'tool-input-delta', index: 0, text: '{"a' },
      { type: 'tool-input-delta', index: 1, text: '{}' },
      { type: 'tool-input-delta', index: 0, text: '":1}' },
    ]);
    expect(events.filter((event) => event.type === 'tool-input-start')).toHaveLength(2);
  });

  it('reads servers that number every tool call 0 or leave the number out', async () => {
    const call = (id: string, index?: number) => ({
      tool_calls: [{ index, id, function: { name: id, arguments: '{}' } }],
    });
    for (const index of [0, undefined]) {
      const text = [delta(call('a', index)), delta(call('b', index)), delta({}, 'tool_calls')].join('');
      const { events } = await read([Buffer.from(text)]);
      expect(events.filter((event) => event.type === 'tool-input-start')).toMatchObject([
        { index: 0, id: 'a' },
        { index: 1, id: 'b' },
      ]);
    }
  });
});
