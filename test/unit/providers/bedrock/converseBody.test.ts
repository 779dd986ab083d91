import {
  BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type ConverseRequest,
} from '@aws-sdk/client-bedrock-runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toConverseBody } from '../../../../src/providers/bedrock/request/converseBody.ts';
import { toTextBlock } from '../../../../src/providers/bedrock/request/textBlock.ts';
import { TEST_CREDENTIALS } from '../../../simulators/bedrock/authentication.ts';

const LONG = 'A long "text",\n with \\ and é and 日本 and \u2028. '.repeat(50);

/** What the SDK itself writes of a request. */
async function writtenBySdk(input: Omit<ConverseRequest, 'modelId'>): Promise<unknown> {
  const client = new BedrockRuntimeClient({ region: 'us-east-1', credentials: TEST_CREDENTIALS });
  let body: string | Uint8Array = '';
  client.middlewareStack.add(
    () => async (exchanged) => {
      body = (exchanged as { request: { body: string | Uint8Array } }).request.body;
      return { output: { $metadata: {} }, response: undefined } as never;
    },
    { step: 'build', priority: 'low' },
  );
  await client.send(new ConverseCommand({ ...input, modelId: 'a-model' }));
  return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
}

function written(input: Omit<ConverseRequest, 'modelId'>): unknown {
  return JSON.parse(Buffer.from(toConverseBody(input)).toString());
}

const bytes = fc.uint8Array({ maxLength: 40 });
const words = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(LONG), fc.constant(''));
const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
const inner = fc.oneof(
  words.map((text) => toTextBlock({ type: 'text', text })),
  bytes.map((data) => ({ image: { format: 'png' as const, source: { bytes: data } } })),
);
const block: fc.Arbitrary<ContentBlock> = fc.oneof(
  inner,
  fc.record({ name: fc.string(), data: bytes }).map(({ name, data }) => ({
    document: { format: 'pdf' as const, name, source: { bytes: data } },
  })),
  json.map((input) => ({ toolUse: { toolUseId: 'call', name: 'tool', input: input as never } })),
  fc
    .tuple(fc.array(inner, { maxLength: 3 }), fc.constantFrom('error' as const, undefined))
    .map(([content, status]) => ({
      toolResult: { toolUseId: 'call', content, status },
    })),
  fc.tuple(words, fc.option(fc.string(), { nil: undefined })).map(([text, signature]) => ({
    reasoningContent: { reasoningText: { text, signature } },
  })),
  bytes.map((redactedContent) => ({ reasoningContent: { redactedContent } })),
  fc.constantFrom('5m' as const, undefined).map((ttl) => ({ cachePoint: { type: 'default' as const, ttl } })),
  words.map((text) => ({ guardContent: { text: { text } } })),
);

describe('the body of Converse', () => {
  it('is what the SDK writes of the same request', async () => {
    const role = fc.constantFrom('user' as const, 'assistant' as const);
    const message = fc.record({ role, content: fc.array(block, { maxLength: 4 }) });
    const request = fc.record(
      {
        messages: fc.array(message, { maxLength: 4 }),
        system: fc.array(
          words.map((text) => ({ text })),
          { maxLength: 2 },
        ),
        inferenceConfig: fc.record({ maxTokens: fc.nat(), temperature: fc.double({ noNaN: true, min: 0, max: 1 }) }),
        additionalModelRequestFields: json.map((fields) => fields as never),
        toolConfig: json.map((schema) => ({
          tools: [{ toolSpec: { name: 'tool', description: LONG, inputSchema: { json: schema as never } } }],
          toolChoice: { auto: {} },
        })),
      },
      { requiredKeys: ['messages'] },
    );
    await fc.assert(
      fc.asyncProperty(request, async (input) => {
        expect(written(input)).toEqual(await writtenBySdk(input));
      }),
      { numRuns: 100 },
    );
  });

  it('says the same when its blocks come again with others around them', () => {
    const long = toTextBlock({ type: 'text', text: LONG });
    const first = { messages: [{ role: 'user' as const, content: [long] }] };
    expect(written(first)).toEqual(first);
    const grown = { messages: [...first.messages, { role: 'assistant' as const, content: [{ text: 'Yes.' }, long] }] };
    expect(written(grown)).toEqual(grown);
  });

  it('has one block for one part, so that it is found again', () => {
    const part = { type: 'text' as const, text: LONG };
    expect(toTextBlock(part)).toBe(toTextBlock(part));
    expect(toTextBlock({ ...part })).not.toBe(toTextBlock(part));
  });
});
