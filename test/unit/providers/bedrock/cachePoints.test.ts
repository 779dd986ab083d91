import { describe, expect, it } from 'vitest';
import { NOVA, SONNET_35, SONNET_45 } from '../../../simulators/bedrock/fixtures.ts';
import { assistant, prepare, toolCall, toolResult, user } from './prepare.ts';

const mark = { cacheControl: {} };
const text = (value: string, ttl?: '5m' | '1h') => ({ type: 'text' as const, text: value, cacheControl: { ttl } });

describe('cache points', () => {
  it('case 8, 9, 22: right behind the marked part', () => {
    const messages = [user(text('A'), 'B'), assistant(text('C')), user('D')];
    expect(
      prepare({ messages }).messages?.map((message) => message.content.map((block) => Object.keys(block)[0])),
    ).toEqual([['text', 'cachePoint', 'text'], ['text', 'cachePoint'], ['text']]);
  });

  it('case 30: behind the whole tool result, once', () => {
    const result = toolResult('1', 'x', { ...mark, content: [text('a'), text('b')] });
    const messages = [user('A'), assistant(toolCall('1')), user(result)];
    expect(prepare({ messages }).messages?.[2]?.content.map((block) => Object.keys(block)[0])).toEqual([
      'toolResult',
      'cachePoint',
    ]);
  });

  it('keeps the last ones where there are too many', () => {
    const input = prepare({
      tools: [{ name: 'look', ...mark }],
      system: [text('S')],
      messages: [user(text('A'), text('B'), text('C'), text('D'))],
    });
    expect(JSON.stringify(input.messages).match(/cachePoint/g)).toHaveLength(4);
    expect(JSON.stringify([input.toolConfig, input.system])).not.toContain('cachePoint');
  });

  it('sends none to a model that does not cache, and none in places where it does not', () => {
    const request = { tools: [{ name: 'look', ...mark }], system: [text('S')], messages: [user(text('A'))] };
    expect(JSON.stringify(prepare(request, { model: SONNET_35 }))).not.toContain('cachePoint');
    expect(prepare(request, { model: NOVA }).toolConfig?.tools).toHaveLength(1);
    expect(prepare(request, { model: NOVA }).system).toHaveLength(2);
  });

  it('never lets a longer lifetime follow a shorter one', () => {
    const ttls = prepare(
      { system: [text('S', '1h')], messages: [user(text('A', '5m'), text('B', '1h'))] },
      { model: SONNET_45 },
    );
    expect(ttls.system?.[1]?.cachePoint?.ttl).toBe('1h');
    expect(ttls.messages?.[0]?.content.flatMap((block) => block.cachePoint?.ttl ?? [])).toEqual(['5m', '5m']);
  });
});

describe('cache_control_injection_points', () => {
  const inject = (...points: readonly unknown[]) => {
    const deployment = { defaults: { cache_control_injection_points: points } };
    const system = [{ type: 'text' as const, text: 'S' }];
    return prepare(
      { system, tools: [{ name: 'look' }], messages: [user('A'), assistant('B'), user('C')] },
      { deployment },
    );
  };

  it('case 39: tool_config marks the end of the tools', () => {
    expect(inject({ location: 'tool_config' }).toolConfig?.tools?.[1]).toEqual({ cachePoint: { type: 'default' } });
  });

  it('by role and by index, negative ones from the end', () => {
    expect(inject({ location: 'message', role: 'system' }).system).toHaveLength(2);
    expect(inject({ location: 'message', index: -1 }).messages?.map((message) => message.content.length)).toEqual([
      1, 1, 2,
    ]);
    expect(inject({ location: 'message', index: 0 }).system).toHaveLength(2);
    expect(inject({ location: 'message', role: 'user' }).messages?.map((message) => message.content.length)).toEqual([
      2, 1, 2,
    ]);
  });
});
