import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toYaml } from '../../../webview-ui/src/pages/playground/exampleYaml.ts';
import { playgroundFromTrace } from '../../../webview-ui/src/pages/playground/fromTrace.ts';
import {
  EMPTY_PLAYGROUND,
  isReady,
  toBody,
  toExample,
  toPlaygroundState,
} from '../../../webview-ui/src/pages/playground/playgroundState.ts';
import { ChatStream } from '../../../webview-ui/src/pages/playground/streamedText.ts';
import { answerText, toReplayBody } from '../../../webview-ui/src/pages/traces/answerText.ts';
import { toContextTurns } from '../../../webview-ui/src/pages/traces/contextGrowth.ts';
import { diffOf } from '../../../webview-ui/src/pages/traces/lineDiff.ts';
import { SseData } from '../../../webview-ui/src/transport/sseData.ts';
import { taskDetail } from '../../tools/traceFixtures.ts';

describe('the playground', () => {
  const state = { ...EMPTY_PLAYGROUND, models: ['m'], prompt: 'Hello' } as const;

  it('sends what is set, and nothing else', () => {
    expect(toExample(state, 'm')).toEqual({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] });
    const full = { ...state, system: 'Be brief.', temperature: '0.2', maxTokens: '100', topP: 'x' };
    expect(toExample(full, 'm')).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
      temperature: 0.2,
      max_tokens: 100,
    });
    expect(toBody(state, 'm')).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it('is ready with a model for each side and something to say', () => {
    expect(isReady(state)).toBe(true);
    expect(isReady({ ...state, models: ['m', ''] })).toBe(false);
    expect(isReady({ ...state, prompt: ' ' })).toBe(false);
    expect(isReady({ ...state, prompt: '', earlier: [{ role: 'user', content: 'Hello' }] })).toBe(true);
  });

  it('comes back as it was kept, whatever was kept', () => {
    const kept = { ...state, models: ['a', 'b'], earlier: [{ role: 'user', content: 'x' }] } as const;
    expect(toPlaygroundState(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    fc.assert(fc.property(fc.jsonValue(), (value) => toPlaygroundState(value).models.length > 0));
  });

  it('begins with a trace: tools become words, thinking stays out', () => {
    const request = {
      temperature: 0.3,
      max_completion_tokens: 50,
      tools: [{}],
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Read a' },
        {
          role: 'assistant',
          reasoning_content: 'Hm.',
          content: 'Yes.',
          tool_calls: [{ id: 't', function: { name: 'read', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 't', content: 'text of a' },
      ],
    };
    expect(playgroundFromTrace(request, 'm')).toEqual({
      ...EMPTY_PLAYGROUND,
      models: ['m'],
      system: 'Be brief.',
      earlier: [
        { role: 'user', content: 'Read a' },
        { role: 'assistant', content: 'Yes.\n\n[read {}]' },
      ],
      prompt: 'text of a',
      temperature: '0.3',
      maxTokens: '50',
    });
  });

  it('writes YAML that reads back as the same request', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a\nb', ' a\nb', 'a\n\nb\n', '- x: y\n# z', 'é\n漢字'),
    );
    const message = fc.record({ role: fc.constantFrom('user', 'system'), content: text });
    const example = fc.record({ model: text, messages: fc.array(message), temperature: fc.integer() });
    fc.assert(
      fc.property(example, (given) => {
        expect(parse(toYaml(given))).toEqual(given);
      }),
    );
  });
});

describe('a streamed answer', () => {
  it('is read however its bytes are cut', () => {
    const events = ['data: {"a":1}', ': comment', 'event: x\ndata: {"b":2}', 'data: [DONE]']
      .join('\n\n')
      .concat('\n\n');
    fc.assert(
      fc.property(fc.array(fc.nat(events.length)), (cuts) => {
        const reader = new SseData();
        const places = [0, ...cuts.toSorted((one, other) => one - other), events.length];
        const read = places.slice(1).flatMap((end, index) => [...reader.read(events.slice(places[index], end))]);
        expect(read).toEqual(['{"a":1}', '{"b":2}', '[DONE]']);
      }),
    );
  });

  it('adds up text and thinking, and tells why it broke off', () => {
    const chat = new ChatStream();
    const delta = (value: object): string => `data: ${JSON.stringify({ choices: [{ delta: value }] })}\n\n`;
    chat.read(delta({ reasoning_content: 'Hm.' }));
    chat.read(delta({ content: 'Hel' }));
    expect(chat.read(delta({ content: 'lo' }))).toEqual({ text: 'Hello', thinking: 'Hm.', error: undefined });
    chat.read('data: not JSON\n\n');
    const broken = chat.read('data: {"error":{"message":"The connection broke."}}\n\ndata: [DONE]\n\n');
    expect(broken).toMatchObject({ text: 'Hello', error: 'The connection broke.' });
  });
});

describe('a replay', () => {
  it('asks the same of another model, whole', () => {
    const request = { model: 'a', stream: true, stream_options: {}, messages: [] };
    expect(toReplayBody(request, 'b')).toEqual({ model: 'b', messages: [] });
  });

  it('compares what was said, line by line', () => {
    const before = answerText({ streamed: true, text: 'One\nTwo', thinking: [], tool_calls: [] });
    const after = answerText({ choices: [{ message: { content: 'One\nThree' } }] });
    expect(diffOf(before, after)).toEqual([
      { kind: 'same', text: 'One' },
      { kind: 'removed', text: 'Two' },
      { kind: 'added', text: 'Three' },
    ]);
  });

  it('shows calls, which are not run', () => {
    const call = { id: 't', function: { name: 'read', arguments: '{"path":"a"}' } };
    expect(answerText({ choices: [{ message: { content: 'Yes.', tool_calls: [call] } }] })).toBe(
      'Yes.\n\n[call read]\n{\n  "path": "a"\n}',
    );
  });
});

describe('the context of a task', () => {
  it('is counted request by request, oldest first', () => {
    const { requestList } = taskDetail(Date.UTC(2026, 10, 21));
    const turns = toContextTurns(requestList);
    expect(turns.map(({ turn }) => turn)).toEqual(requestList.map((_, index) => index + 1));
    for (const { total, input, cacheRead, cacheWrite } of turns) expect(total).toBe(input + cacheRead + cacheWrite);
    expect(turns[0]?.total).toBeLessThan(turns.at(-1)?.total ?? 0);
  });

  it('leaves out requests that nobody counted', () => {
    const [first] = taskDetail(Date.UTC(2026, 10, 21)).requestList;
    expect(first === undefined ? [] : toContextTurns([{ ...first, inputTokens: null }])).toEqual([]);
  });
});
