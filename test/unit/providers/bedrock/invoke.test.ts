import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../../src/domain/errors.ts';
import { toInvokeOptions, toMessagesBody } from '../../../../src/providers/bedrock/invoke/messagesBody.ts';
import { fromMessagesUsage, mergeUsage } from '../../../../src/providers/bedrock/invoke/messagesUsage.ts';
import { toModelTraits } from '../../../../src/providers/bedrock/modelTraits.ts';
import { toConverseRequest } from '../../../../src/providers/bedrock/request/converseRequest.ts';
import { messyRequest } from '../../../contract/bedrock/messyRequests.ts';
import { toWire } from '../../../simulators/bedrock/invoke/messagesWire.ts';
import { SIMULATED_MODELS, toModelCard } from '../../../simulators/bedrock/models.ts';
import { toWireRequest } from '../../../simulators/bedrock/wire.ts';

const CLAUDES = SIMULATED_MODELS.filter(({ family }) => family === 'claude');

describe('a Messages body', () => {
  it.each(CLAUDES.map((model) => [model.id, model] as const))('says what Converse would say: %s', (_id, model) => {
    fc.assert(
      fc.property(messyRequest, (request) => {
        let input: ReturnType<typeof toConverseRequest>['input'];
        try {
          const target = { card: toModelCard(model), model: toModelTraits(model.id), dropParams: true };
          ({ input } = toConverseRequest(request, target));
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          return;
        }
        const body = JSON.parse(JSON.stringify(toMessagesBody(input, model.maxOutputTokens)));
        const { messages, system, toolConfig, inferenceConfig } = toWireRequest(input);
        const wire = toWire(body);
        expect(wire.messages).toEqual(messages);
        expect(wire.system).toEqual(system);
        expect(wire.toolConfig?.tools).toEqual(toolConfig?.tools);
        // One call at a time is a word of the choice, so that the choice has to be there.
        const oneCall = 'tool_choice' in Object(input.additionalModelRequestFields);
        expect(wire.toolConfig?.toolChoice).toEqual(toolConfig?.toolChoice ?? (oneCall ? { auto: {} } : undefined));
        expect(wire.inferenceConfig).toEqual({ maxTokens: model.maxOutputTokens, ...inferenceConfig });
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the client's tools beside those that Anthropic defines", () => {
    const bash = { type: 'bash_20250124', name: 'bash' };
    const body = toMessagesBody(
      {
        messages: [{ role: 'user', content: [{ text: 'x' }] }],
        toolConfig: { tools: [{ toolSpec: { name: 'read', inputSchema: { json: { type: 'object' } } } }] },
        additionalModelRequestFields: { tools: [bash] },
      },
      undefined,
    );
    expect(body['tools']).toEqual([{ name: 'read', input_schema: { type: 'object' } }, bash]);
  });

  it('refuses documents that the Messages API has no word for', () => {
    const document = { format: 'docx' as const, name: 'a', source: { bytes: new Uint8Array([1]) } };
    const messages = [{ role: 'user' as const, content: [{ text: 'x' }, { document }] }];
    expect(() => toMessagesBody({ messages }, undefined)).toThrow(/bedrock\/converse/);
  });

  it('puts what Converse has in its body into InvokeModel’s headers', () => {
    const options = toInvokeOptions({
      messages: [],
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' },
      performanceConfig: { latency: 'optimized' },
      serviceTier: { type: 'flex' },
    });
    expect(options).toEqual({
      guardrailIdentifier: 'g',
      guardrailVersion: '1',
      trace: 'ENABLED',
      performanceConfigLatency: 'optimized',
      serviceTier: 'flex',
    });
  });
});

describe('usage of the Messages API', () => {
  it('joins the two parts of a stream, and tells the lifetimes of what was written', () => {
    const start = {
      input_tokens: 10,
      output_tokens: 1,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 50,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
    };
    expect(fromMessagesUsage(mergeUsage([start, undefined, { output_tokens: 40 }]))).toMatchObject({
      inputTokens: 10,
      outputTokens: 40,
      cacheReadTokens: 100,
      cacheWrite5mTokens: 20,
      cacheWrite1hTokens: 30,
    });
  });

  it('knows nothing where nothing was counted', () => {
    expect(fromMessagesUsage(mergeUsage([undefined, null]))).toBeUndefined();
    expect(fromMessagesUsage(mergeUsage([{ output_tokens: 3 }]))).toBeUndefined();
  });
});
