import type { ContentBlock, ConverseResponse, StopReason } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, it } from 'vitest';
import { toFinishReason } from '../../../../src/providers/bedrock/answer/stopReason.ts';
import { toChatEvents } from '../../../../src/providers/bedrock/answer/wholeAnswer.ts';
import { createToolNames } from '../../../../src/providers/bedrock/request/toolNames.ts';

const traits = { toolNames: createToolNames([]), jsonTool: 'json_tool_call' };
const answer = (content: ContentBlock[], stopReason: StopReason = 'end_turn'): ConverseResponse => ({
  output: { message: { role: 'assistant', content } },
  stopReason,
  usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 },
  metrics: { latencyMs: 1 },
});

describe('whole answers', () => {
  it('case 59: thinking with its signature, redacted thinking as base64', () => {
    const events = toChatEvents(
      answer([
        { reasoningContent: { reasoningText: { text: 'hm', signature: 'sig' } } },
        { reasoningContent: { redactedContent: Uint8Array.of(1, 2, 3) } },
        { text: 'Hi' },
      ]),
      traits,
    );
    expect(events.slice(1, -2)).toEqual([
      { type: 'thinking-delta', text: 'hm' },
      { type: 'thinking-signature', signature: 'sig' },
      { type: 'redacted-thinking', data: 'AQID' },
      { type: 'text-delta', text: 'Hi' },
    ]);
  });

  it('case 60: calls count from 0, whatever stands before them', () => {
    const use = (toolUseId: string): ContentBlock => ({ toolUse: { toolUseId, name: 'look', input: { a: 1 } } });
    const events = toChatEvents(answer([{ text: 'x' }, use('1'), use('2')], 'tool_use'), traits);
    expect(events.filter((event) => event.type === 'tool-input-start').map((event) => event.index)).toEqual([0, 1]);
    expect(events.find((event) => event.type === 'tool-input-delta')).toEqual({
      type: 'tool-input-delta',
      index: 0,
      text: '{"a":1}',
    });
    expect(events.at(-1)).toMatchObject({ reason: 'tool-calls' });
  });

  it('case 56: the answer’s tool becomes text, a lone wrapper taken off', () => {
    const use: ContentBlock = {
      toolUse: { toolUseId: 'j', name: 'json_tool_call', input: { properties: { city: 'Kyoto' } } },
    };
    const events = toChatEvents(answer([use], 'tool_use'), traits);
    expect(events).toContainEqual({ type: 'text-delta', text: '{"city":"Kyoto"}' });
    expect(events.at(-1)).toMatchObject({ reason: 'stop' });
  });

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool-calls'],
    ['content_filtered', 'content-filter'],
    ['guardrail_intervened', 'content-filter'],
    ['refusal', 'content-filter'],
    ['something_new', 'stop'],
  ])('case 61: %s ends as %s', (raw, reason) => {
    expect(toFinishReason(raw)).toBe(reason);
  });
});
