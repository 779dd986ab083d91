import { Readable } from 'node:stream';
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { HttpResponse } from '@smithy/core/transport';
import { describe, expect, it } from 'vitest';
import { createMarshallerProvider } from '../../../src/providers/aws/eventMarshaller.ts';
import { toQuickEvent } from '../../../src/providers/bedrock/connection/quickEvent.ts';
import { BEDROCK } from '../../../src/providers/bedrock/service.ts';
import { TEST_CREDENTIALS } from '../../simulators/bedrock/authentication.ts';
import { eventFrame, exceptionFrame } from '../../simulators/bedrock/frames.ts';

const delta = (value: unknown): Uint8Array => eventFrame('contentBlockDelta', { contentBlockIndex: 1, delta: value });

const CONVERSE: Readonly<Record<string, readonly Uint8Array[]>> = {
  'words, with padding and in any script': [
    eventFrame('messageStart', { role: 'assistant', p: 'abc' }),
    eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: '東京 "\\n" 🗼' }, p: 'abcdefgh' }),
    delta({ text: '' }),
    delta({ text: null }),
    eventFrame('contentBlockDelta', { delta: { text: 'no index' } }),
  ],
  'inputs of tools': [
    eventFrame('contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 'a', name: 'list' } } }),
    delta({ toolUse: { input: '{"a":' } }),
    delta({ toolUse: {} }),
    eventFrame('contentBlockStop', { contentBlockIndex: 1 }),
  ],
  thinking: [
    delta({ reasoningContent: { text: 'hm' } }),
    delta({ reasoningContent: { signature: 'sig' } }),
    delta({ reasoningContent: { redactedContent: Buffer.from('secret').toString('base64') } }),
  ],
  'the end': [
    eventFrame('messageStop', { stopReason: 'end_turn' }),
    eventFrame('metadata', { usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 }, metrics: { latencyMs: 4 } }),
  ],
  'an event that is not known': [delta({ text: 'a' }), eventFrame('surprise', { a: 1 }), delta({ text: 'b' })],
  'an exception after text': [delta({ text: 'a' }), exceptionFrame('throttlingException', 'Slow down.')],
  'an exception that is not known': [delta({ text: 'a' }), exceptionFrame('strangeException', 'Oh.')],
};

const CHUNKS = [
  eventFrame('chunk', { bytes: Buffer.from('{"type":"ping"}').toString('base64'), p: 'abc' }),
  eventFrame('chunk', { bytes: '' }),
];

describe('events read without the SDK’s schemas are what the SDK gives', () => {
  it.each(Object.entries(CONVERSE))('%s', async (_, frames) => {
    const send = async (client: BedrockRuntimeClient) =>
      (await client.send(new ConverseStreamCommand({ modelId: 'm', messages: [] }))).stream;
    expect(await told(frames, send, true)).toEqual(await told(frames, send, false));
  });

  it('chunks of InvokeModel', async () => {
    const send = async (client: BedrockRuntimeClient) =>
      (await client.send(new InvokeModelWithResponseStreamCommand({ modelId: 'm', body: '{}' }))).body;
    const found = await told(CHUNKS, send, true);
    expect(found).toEqual(await told(CHUNKS, send, false));
    expect(found.events).toHaveLength(2);
  });
});

/** What a client tells of an answer with these frames, cut in two at an odd place, and how it ends. */
async function told(
  frames: readonly Uint8Array[],
  send: (client: BedrockRuntimeClient) => Promise<AsyncIterable<object> | undefined>,
  quick: boolean,
): Promise<{ readonly events: readonly unknown[]; readonly error: unknown }> {
  const bytes = Buffer.concat(frames);
  const body = Readable.from([bytes.subarray(0, 21), bytes.subarray(21)]);
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    credentials: TEST_CREDENTIALS,
    requestHandler: {
      handle: async () => ({ response: new HttpResponse({ statusCode: 200, headers: {}, body }) }),
      destroy: () => undefined,
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
    ...(quick ? { eventStreamSerdeProvider: await createMarshallerProvider(BEDROCK, toQuickEvent) } : {}),
  });
  const events: unknown[] = [];
  try {
    for await (const event of (await send(client)) ?? []) events.push(structuredClone(event));
  } catch (thrown) {
    const { name, message } = thrown instanceof Error ? thrown : new Error('no error');
    return { events, error: { name, message } };
  }
  return { events, error: undefined };
}
