import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../../src/domain/chat.ts';
import { NOVA, SONNET_35 } from '../../../simulators/bedrock/fixtures.ts';
import { assistant, type PrepareOptions, prepareRaw, toolCall, toolResult, user } from './prepare.ts';

const OPUS_47 = 'global.anthropic.claude-opus-4-7-v1:0';

function notesOf(request: Partial<ChatRequest>, options: PrepareOptions = {}): readonly string[] {
  return prepareRaw(request, options).notes.map(({ code, detail }) => `${code}: ${detail}`);
}

describe('the trace of a request says', () => {
  it('nothing where nothing was done', () => {
    const messages = [user('A'), assistant('B', toolCall('1')), user(toolResult('1'))];
    expect(notesOf({ messages, temperature: 0.5, tools: [{ name: 'look' }] })).toEqual([]);
    expect(notesOf({ reasoning: { mode: 'enabled', budgetTokens: 2000 } })).toEqual([]);
  });

  it('how the history was mended', () => {
    const messages = [assistant('A', toolCall('1'), toolCall('2')), user(toolResult('2'), toolResult('3'))];
    expect(notesOf({ messages })).toEqual([
      'history-mended: 1 tool calls without a result were given one that says so, 1 tool results without a call became text or were dropped, a beginning by the assistant was opened',
    ]);
  });

  it('which names tools go by', () => {
    expect(notesOf({ tools: [{ name: 'mcp.read' }, { name: 'list' }] })).toEqual([
      expect.stringMatching(/^tool-names-mapped: mcp\.read is mcp_read_[0-9a-f]{8}$/),
    ]);
  });

  it('which parameters were dropped', () => {
    const sampling = { temperature: 0.1, topP: 0.5, topK: 5 };
    expect(notesOf(sampling, { model: OPUS_47 })).toEqual(['parameters-dropped: temperature, top_p, top_k']);
    expect(notesOf({ extra: { seed: 7, custom: 1, n: 1 } }, { dropParams: true })).toEqual([
      'parameters-dropped: seed, custom',
    ]);
    expect(notesOf({ topK: 5 }, { model: NOVA })).toEqual([]);
  });

  it('how the model was asked to think, or why it was not', () => {
    const reasoning = { mode: 'enabled' as const, budgetTokens: 2000 };
    expect(notesOf({ reasoning }, { model: OPUS_47 })).toEqual([
      'thinking-adapted: sent as thinking {"type":"adaptive"}, output_config {"effort":"medium"}',
    ]);
    expect(notesOf({ reasoning }, { model: SONNET_35 })).toEqual([
      'thinking-left-out: the model does not take it, or no budget fits under the limit',
    ]);
    const messages = [user('A'), assistant('B', toolCall('1')), user(toolResult('1'))];
    expect(notesOf({ reasoning, messages })).toEqual([
      'thinking-left-out: the last answer has no signed thinking to go on from',
    ]);
  });
});
