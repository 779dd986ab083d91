import { describe, expect, it } from 'vitest';
import { NOVA, SONNET_37, SONNET_45 } from '../../simulators/bedrock/fixtures.ts';
import { simulatedModel } from '../../simulators/bedrock/models.ts';
import { checkRequest } from '../../simulators/bedrock/rules/checkRequest.ts';
import type { WireBlock, WireMessage, WireRequest } from '../../simulators/bedrock/wire.ts';
import { OPUS_46, OPUS_47 } from './caseHarness.ts';

const hello: WireMessage = { role: 'user', content: [{ text: 'Hello' }] };
const says = (...content: WireBlock[]): WireRequest => ({ messages: [{ role: 'user', content }] });
const toolOf = (schema: Readonly<Record<string, unknown>>, strict = false): WireRequest => ({
  messages: [hello],
  toolConfig: { tools: [{ toolSpec: { name: 'look', description: 'Looks.', inputSchema: { json: schema }, strict } }] },
});

/** What only some models refuse, and what the newer ones do. */
const REFUSED: readonly (readonly [string, string, WireRequest, RegExp])[] = [
  [
    'sampling on Opus 4.7',
    OPUS_47,
    { messages: [hello], inferenceConfig: { temperature: 1 } },
    /deprecated for this model/,
  ],
  ['top_k on Opus 4.7', OPUS_47, { messages: [hello], additionalModelRequestFields: { top_k: 5 } }, /deprecated/],
  [
    'a prefill from Claude 4.6 on',
    OPUS_46,
    { messages: [hello, { role: 'assistant', content: [{ text: '{' }] }] },
    /does not support assistant message prefill/,
  ],
  [
    'more than three keys of a schema on Nova',
    NOVA,
    toolOf({ type: 'object', properties: {}, $defs: {} }),
    /found \$defs/,
  ],
  [
    'a strict tool that is open',
    SONNET_45,
    toolOf({ type: 'object', properties: {} }, true),
    /must be explicitly set to false/,
  ],
  ['half an emoji', SONNET_37, says({ text: 'cut \ud83e' }), /no low surrogate/],
  [
    'an image of more than 5 MB',
    SONNET_37,
    says({ image: { format: 'png', source: { bytes: 'A'.repeat(5 * 1024 * 1024 + 4) } } }),
    /exceeds 5 MB maximum/,
  ],
  [
    'a system text on Titan',
    'amazon.titan-text-express-v1',
    { messages: [hello], system: [{ text: 'Rules.' }] },
    /doesn't support system messages/,
  ],
  [
    'a limit at the highest effort of Nova 2',
    'us.amazon.nova-2-lite-v1:0',
    {
      messages: [hello],
      inferenceConfig: { maxTokens: 10 },
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' } },
    },
    /must be unset/,
  ],
  [
    'guarded text without a guardrail',
    SONNET_37,
    says({ guardContent: { text: { text: 'x' } } }),
    /needs a guardrailConfig/,
  ],
];

describe('the simulator knows what single models refuse', () => {
  it.each(REFUSED)('%s', (_name, model, request, words) => {
    expect(checkRequest(request, simulatedModel(model))).toMatch(words);
  });

  it('and lets the others have it', () => {
    const sampled: WireRequest = { messages: [hello], inferenceConfig: { temperature: 1 } };
    expect(checkRequest(sampled, simulatedModel(OPUS_46))).toBeUndefined();
    const closed = toolOf({ type: 'object', properties: {}, additionalProperties: false }, true);
    expect(checkRequest(closed, simulatedModel(SONNET_45))).toBeUndefined();
  });
});
