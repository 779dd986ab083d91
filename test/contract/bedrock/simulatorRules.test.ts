import { describe, expect, it } from 'vitest';
import { findModel, simulatedModel } from '../../simulators/bedrock/models.ts';
import { checkRequest } from '../../simulators/bedrock/rules/checkRequest.ts';
import { signThinking } from '../../simulators/bedrock/thinkingSignature.ts';
import type { WireBlock, WireMessage, WireRequest } from '../../simulators/bedrock/wire.ts';

const SONNET_37 = 'anthropic.claude-3-7-sonnet-20250219-v1:0';
const SONNET_45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const SONNET_35 = 'anthropic.claude-3-5-sonnet-20240620-v1:0';
const OPUS_47 = 'anthropic.claude-opus-4-7-v1:0';
const NOVA = 'amazon.nova-pro-v1:0';
const R1 = 'deepseek.r1-v1:0';

const user = (...content: WireBlock[]): WireMessage => ({ role: 'user', content });
const assistant = (...content: WireBlock[]): WireMessage => ({ role: 'assistant', content });
const hello = user({ text: 'Hello' });
const call = (toolUseId: string, name = 'look'): WireBlock => ({ toolUse: { toolUseId, name, input: {} } });
const result = (toolUseId: string): WireBlock => ({ toolResult: { toolUseId, content: [{ text: 'x' }] } });
const tool = (name = 'look', json: Record<string, unknown> = { type: 'object' }) => ({
  toolSpec: { name, inputSchema: { json } },
});
const toolConfig = { tools: [tool()] };
const point: WireBlock = { cachePoint: { type: 'default' } };
const thinking = (budget_tokens: number) => ({ thinking: { type: 'enabled', budget_tokens } });
const thought = (text: string, signature = signThinking(text)): WireBlock => ({
  reasoningContent: { reasoningText: { text, signature } },
});
const png = (bytes: string, format = 'png'): WireBlock => ({ image: { format, source: { bytes } } });

const REFUSED: readonly (readonly [string, string, WireRequest, RegExp])[] = [
  ['an unknown field', SONNET_37, { messages: [hello], model: 'x' } as WireRequest, /unexpected field: model/],
  [
    'an unknown field for the model',
    SONNET_37,
    { messages: [hello], additionalModelRequestFields: { seed: 1 } },
    /seed: Extra inputs are not permitted/,
  ],
  ['no messages', SONNET_37, { messages: [] }, /messages field is empty/],
  ['a message without content', SONNET_37, { messages: [user()] }, /content field .* is empty/],
  ['an assistant first', SONNET_37, { messages: [assistant({ text: 'x' })] }, /must start with a user message/],
  ['two users in a row', SONNET_37, { messages: [hello, hello] }, /must alternate/],
  ['blank text', SONNET_37, { messages: [user({ text: ' ' })] }, /is blank/],
  ['blank text in a system', SONNET_37, { messages: [hello], system: [{ text: '' }] }, /is blank/],
  [
    'white space at the end of a prefill',
    SONNET_37,
    { messages: [hello, assistant({ text: 'x ' })] },
    /trailing whitespace/,
  ],
  [
    'tool blocks without toolConfig',
    SONNET_37,
    { messages: [hello, assistant(call('1')), user(result('1'))] },
    /toolConfig field must be defined/,
  ],
  ['tools on a model without', R1, { messages: [hello], toolConfig }, /doesn't support tool use/],
  [
    'a tool name with a dot',
    SONNET_37,
    { messages: [hello], toolConfig: { tools: [tool('a.b')] } },
    /regular expression pattern/,
  ],
  [
    'a long tool name',
    SONNET_37,
    { messages: [hello], toolConfig: { tools: [tool('n'.repeat(65))] } },
    /regular expression pattern/,
  ],
  [
    'two tools of one name',
    SONNET_37,
    { messages: [hello], toolConfig: { tools: [tool(), tool()] } },
    /must be unique/,
  ],
  [
    'a schema that is no object',
    SONNET_37,
    { messages: [hello], toolConfig: { tools: [tool('a', { type: 'array' })] } },
    /must be one of the following: object/,
  ],
  [
    'anyOf at the top of a schema',
    SONNET_37,
    { messages: [hello], toolConfig: { tools: [tool('a', { type: 'object', anyOf: [] })] } },
    /at the top level/,
  ],
  [
    'a choice of a tool that is not there',
    SONNET_37,
    { messages: [hello], toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'x' } } } },
    /not found/,
  ],
  [
    'a repeated tool use id',
    SONNET_37,
    { messages: [hello, assistant(call('1'), call('1')), user(result('1'))], toolConfig },
    /ids must be unique/,
  ],
  [
    'a missing result',
    SONNET_37,
    { messages: [hello, assistant(call('1'), call('2')), user(result('1'))], toolConfig },
    /Expected toolResult blocks .* 2/,
  ],
  [
    'a result too many',
    SONNET_37,
    { messages: [user(result('1'))], toolConfig },
    /exceeds the number of toolUse blocks/,
  ],
  [
    'a result behind text',
    SONNET_37,
    { messages: [hello, assistant(call('1')), user({ text: 'x' }, result('1'))], toolConfig },
    /without `tool_result` blocks immediately after/,
  ],
  [
    'a call at the end',
    SONNET_37,
    { messages: [hello, assistant(call('1'))], toolConfig },
    /without `tool_result` blocks immediately after/,
  ],
  [
    'five cache points',
    SONNET_37,
    { messages: [user(...['a', 'b', 'c', 'd', 'e'].flatMap((text) => [{ text }, point]))] },
    /maximum of 4 blocks/,
  ],
  [
    'a cache point where nothing is cached',
    SONNET_35,
    { messages: [user({ text: 'x' }, point)] },
    /did not allow prompt caching/,
  ],
  [
    'a cache point in the tools of Nova',
    NOVA,
    { messages: [hello], toolConfig: { tools: [tool(), { cachePoint: { type: 'default' } }] } },
    /caching in tools/,
  ],
  [
    'a lifetime where none can be chosen',
    SONNET_37,
    { messages: [user({ text: 'x' }, { cachePoint: { type: 'default', ttl: '1h' } })] },
    /ttl field/,
  ],
  [
    'a longer lifetime behind a shorter one',
    SONNET_45,
    { messages: [user({ text: 'x' }, point, { text: 'y' }, { cachePoint: { type: 'default', ttl: '1h' } })] },
    /must not come after/,
  ],
  ['a cache point first', SONNET_37, { messages: [user(point, { text: 'x' })] }, /must follow a block/],
  [
    'more tokens than the model writes',
    SONNET_35,
    { messages: [hello], inferenceConfig: { maxTokens: 8192 } },
    /exceeds the model limit of 4096/,
  ],
  [
    'a hot temperature',
    SONNET_37,
    { messages: [hello], inferenceConfig: { temperature: 1.5 } },
    /less than or equal to 1/,
  ],
  [
    'temperature and top_p on 4.5',
    SONNET_45,
    { messages: [hello], inferenceConfig: { temperature: 1, topP: 1 } },
    /cannot both be specified/,
  ],
  [
    'a blank stop sequence',
    SONNET_37,
    { messages: [hello], inferenceConfig: { stopSequences: ['\n'] } },
    /non-whitespace/,
  ],
  [
    'a small budget',
    SONNET_37,
    { messages: [hello], additionalModelRequestFields: thinking(1023) },
    /greater than or equal to 1024/,
  ],
  [
    'a budget over the limit',
    SONNET_37,
    { messages: [hello], additionalModelRequestFields: thinking(2000), inferenceConfig: { maxTokens: 2000 } },
    /must be greater than/,
  ],
  [
    'temperature while thinking',
    SONNET_37,
    { messages: [hello], additionalModelRequestFields: thinking(1024), inferenceConfig: { temperature: 0.5 } },
    /may only be set to 1/,
  ],
  [
    'top_p while thinking',
    SONNET_37,
    { messages: [hello], additionalModelRequestFields: thinking(1024), inferenceConfig: { topP: 0.5 } },
    /0\.95/,
  ],
  [
    'top_k while thinking',
    SONNET_37,
    { messages: [hello], additionalModelRequestFields: { ...thinking(1024), top_k: 5 } },
    /must be unset/,
  ],
  [
    'a forced choice while thinking',
    SONNET_37,
    {
      messages: [hello],
      additionalModelRequestFields: thinking(1024),
      toolConfig: { ...toolConfig, toolChoice: { any: {} } },
    },
    /forces tool use/,
  ],
  [
    'thinking on a model without',
    SONNET_35,
    { messages: [hello], additionalModelRequestFields: thinking(1024) },
    /thinking: Extra inputs/,
  ],
  [
    'a budget on an adaptive model',
    OPUS_47,
    { messages: [hello], additionalModelRequestFields: thinking(1024) },
    /thinking\.type\.adaptive/,
  ],
  [
    'a foreign signature',
    SONNET_37,
    { messages: [hello, assistant(thought('a', 'sig'), { text: 'x' }), hello] },
    /Invalid `signature`/,
  ],
  [
    'an altered thought',
    SONNET_37,
    { messages: [hello, assistant(thought('b', signThinking('a')), { text: 'x' }), hello] },
    /Invalid `signature`/,
  ],
  [
    'thinking at the end of a turn',
    SONNET_37,
    { messages: [hello, assistant({ text: 'x' }, thought('a')), hello] },
    /final block/,
  ],
  [
    'open calls without thinking',
    SONNET_37,
    {
      messages: [hello, assistant(call('1')), user(result('1'))],
      toolConfig,
      additionalModelRequestFields: thinking(1024),
    },
    /Expected `thinking`/,
  ],
  ['an image of another format', SONNET_37, { messages: [user(png('AAAA', 'tiff'))] }, /enum value set/],
  ['an image that is not base64', SONNET_37, { messages: [user(png('data:image/png;base64,AAAA'))] }, /invalid base64/],
  ['an image for a model without', R1, { messages: [user(png('AAAA'))] }, /doesn't support the image/],
  [
    'a document with a bad name',
    SONNET_37,
    { messages: [user({ text: 'x' }, { document: { format: 'pdf', name: 'a.pdf', source: { bytes: 'AAAA' } } })] },
    /can only contain/,
  ],
  [
    'a document without text',
    SONNET_37,
    { messages: [user({ document: { format: 'pdf', name: 'a', source: { bytes: 'AAAA' } } })] },
    /Add a text block/,
  ],
];

describe('the simulator refuses, in the service’s words', () => {
  it.each(REFUSED)('%s', (_name, model, request, words) => {
    expect(checkRequest(request, simulatedModel(model))).toMatch(words);
  });

  it('and serves a proper conversation with thinking, tools, images and cache points', () => {
    const request: WireRequest = {
      system: [{ text: 'Rules.' }, { cachePoint: { type: 'default' } }],
      messages: [
        user({ text: 'Look.' }, png('AAAA')),
        assistant(thought('First.'), { text: 'Looking.' }, call('1')),
        user(result('1'), point, { text: 'Go on.' }),
      ],
      toolConfig: { ...toolConfig, toolChoice: { auto: {} } },
      inferenceConfig: { maxTokens: 4096 },
      additionalModelRequestFields: thinking(1024),
    };
    expect(checkRequest(request, simulatedModel(SONNET_37))).toBeUndefined();
  });
});

describe('model ids', () => {
  it.each([
    SONNET_37,
    `us.${SONNET_37}`,
    `apac.${SONNET_37}`,
    `arn:aws:bedrock:us-east-1:1:inference-profile/us.${SONNET_37}`,
  ])('%s is known', (id) => {
    expect(findModel(id)?.model.id).toBe(SONNET_37);
  });

  it.each(['eu.anthropic.anthropic.claude-opus-4-20250514-v1:0', 'gpt-4', ''])('%j is not', (id) => {
    expect(findModel(id)).toBeUndefined();
  });
});
