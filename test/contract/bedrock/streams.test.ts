import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../src/domain/chat.ts';
import { finishStream, reduceStream, STREAM_START } from '../../../src/providers/bedrock/answer/streamReducer.ts';
import { createToolNames, toBedrockToolName } from '../../../src/providers/bedrock/request/toolNames.ts';

const LONG_NAME = 'mcp.server/read';
const traits = { toolNames: createToolNames([LONG_NAME, 'list']), jsonTool: 'json_tool_call' };

const start: ConverseStreamOutput = { messageStart: { role: 'assistant' } };
const stop = (stopReason: string): ConverseStreamOutput => ({ messageStop: { stopReason: stopReason as 'end_turn' } });
const usage: ConverseStreamOutput = {
  metadata: {
    usage: {
      inputTokens: 3,
      outputTokens: 401,
      totalTokens: 2193,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 1789,
    },
    metrics: { latencyMs: 1 },
  },
};
const close = (contentBlockIndex: number): ConverseStreamOutput => ({ contentBlockStop: { contentBlockIndex } });
const text = (at: number, value: string): ConverseStreamOutput => ({
  contentBlockDelta: { contentBlockIndex: at, delta: { text: value } },
});
const input = (at: number, value: string): ConverseStreamOutput => ({
  contentBlockDelta: { contentBlockIndex: at, delta: { toolUse: { input: value } } },
});
const tool = (at: number, toolUseId: string, name: string): ConverseStreamOutput => ({
  contentBlockStart: { contentBlockIndex: at, start: { toolUse: { toolUseId, name: toBedrockToolName(name) } } },
});

const STREAMS: Readonly<Record<string, readonly ConverseStreamOutput[]>> = {
  'text with cache write (case 57, 64, 66)': [
    start,
    text(0, 'Hel'),
    text(0, ''),
    text(0, 'lo'),
    close(0),
    stop('end_turn'),
    usage,
  ],
  'thinking and redacted thinking (case 66)': [
    start,
    { contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { text: 'hm' } } } },
    { contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'sig' } } } },
    close(0),
    {
      contentBlockDelta: {
        contentBlockIndex: 1,
        delta: { reasoningContent: { redactedContent: Uint8Array.of(1, 2, 3) } },
      },
    },
    close(1),
    text(2, 'Done.'),
    close(2),
    stop('end_turn'),
    usage,
  ],
  'two calls, one without input (case 65, 67)': [
    start,
    text(0, 'Reading.'),
    close(0),
    tool(1, 'a', LONG_NAME),
    input(1, '{"path"'),
    input(1, ':"x"}'),
    close(1),
    tool(2, 'b', 'list'),
    input(2, ''),
    close(2),
    stop('tool_use'),
    usage,
  ],
  'JSON by tool with a real call after it (case 56)': [
    start,
    tool(0, 'j', 'json_tool_call'),
    input(0, '{"city":'),
    input(0, '"Kyoto"}'),
    close(0),
    tool(1, 'a', 'list'),
    input(1, '{}'),
    close(1),
    stop('tool_use'),
  ],
  'JSON by tool alone (case 56)': [
    start,
    tool(0, 'j', 'json_tool_call'),
    input(0, '{}'),
    close(0),
    stop('tool_use'),
    usage,
  ],
  'one-hour cache write': [
    start,
    text(0, 'x'),
    stop('max_tokens'),
    {
      metadata: {
        usage: {
          inputTokens: 1,
          outputTokens: 2,
          totalTokens: 903,
          cacheReadInputTokens: 400,
          cacheWriteInputTokens: 500,
          cacheDetails: [
            { ttl: '1h', inputTokens: 300 },
            { ttl: '5m', inputTokens: 200 },
          ],
        },
        metrics: { latencyMs: 1 },
      },
    },
  ],
  'unknown events and strays (case 72)': [
    { $unknown: ['futureEvent', {}] },
    start,
    input(9, 'stray'),
    { contentBlockDelta: { contentBlockIndex: 0, delta: undefined } },
    close(9),
    text(0, 'x'),
    stop('brand_new_reason'),
  ],
  'no end': [start, text(0, 'x')],
};

function read(stream: readonly ConverseStreamOutput[]): readonly ChatEvent[] {
  let state = STREAM_START;
  const events: ChatEvent[] = [];
  for (const event of stream) {
    const step = reduceStream(state, event, traits);
    state = step.state;
    events.push(...step.events);
  }
  const end = finishStream(state);
  return end === undefined ? events : [...events, end];
}

describe('ConverseStream events become chat events', () => {
  it.each(Object.entries(STREAMS))('%s', async (name, stream) => {
    const file = name.replace(/ \(.*\)$/, '').replace(/[^a-zA-Z0-9]+/g, '-');
    const lines = read(stream).map((event) => JSON.stringify(event));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`golden/streams/${file}.jsonl`);
  });
});
