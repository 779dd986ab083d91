import { describe, expect, it } from 'vitest';
import { NOVA, SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { MASTER_KEY, startTestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

interface Transformed {
  readonly raw_request_api_base: string;
  readonly raw_request_body: unknown;
  readonly raw_request_headers: Record<string, string>;
  readonly torii_notes: readonly { readonly code: string; readonly detail: string }[];
}

async function setUp() {
  const bedrock = await bedrockUpstream();
  const openAi = await openAiUpstream();
  const gateway = await startTestGateway(
    `model_list:
${bedrockModel(bedrock, 'claude', SONNET_37)}
      extra_headers: {x-team: sk-test-header}
${bedrockModel(bedrock, 'nova', NOVA)}
${openAiModel(openAi, 'gpt')}`,
  );
  const transform = async (callType: string, body: Record<string, unknown>): Promise<Transformed> => {
    const answer = await gateway.call('/utils/transform_request', { call_type: callType, request_body: body });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as Transformed;
  };
  return { bedrock, openAi, gateway, transform };
}

const TOOLS = [{ type: 'function', function: { name: 'read_file', parameters: { type: 'object', properties: {} } } }];
const IMAGE = `data:image/png;base64,${Buffer.from('\x89PNG\r\n\x1a\n-not-really-an-image').toString('base64')}`;
const chats: readonly [string, string, string, Record<string, unknown>][] = ['claude', 'nova', 'gpt'].flatMap(
  (model): [string, string, string, Record<string, unknown>][] => [
    [
      model,
      'completion',
      '/v1/chat/completions',
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Hi' },
              { type: 'image_url', image_url: { url: IMAGE } },
            ],
          },
        ],
        tools: TOOLS,
        stream: true,
        max_tokens: 50,
      },
    ],
    [model, 'aresponses', '/v1/responses', { input: 'Hi', instructions: 'Be brief.', temperature: 0.5 }],
    [model, 'text_completion', '/v1/completions', { prompt: 'Once', max_tokens: 9 }],
    [model, 'anthropic_messages', '/v1/messages', { max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] }],
  ],
);

describe('/utils/transform_request', () => {
  it.each(chats)(
    'shows what %s gets for %s: the very request, and nothing is sent',
    async (model, type, path, rest) => {
      const { bedrock, openAi, gateway, transform } = await setUp();
      const body = { model, ...rest };
      const shown = await transform(type, body);
      expect([...bedrock.requests, ...openAi.requests]).toEqual([]);
      expect(await gateway.rows()).toEqual([]);

      expect((await gateway.call(path, body)).status).toBe(200);
      const [sent] = [...bedrock.requests, ...openAi.requests];
      expect(shown.raw_request_body).toEqual(sent?.body);
      expect(new URL(shown.raw_request_api_base).pathname).toBe(sent?.path);
    },
  );

  it('keeps secrets to itself', async () => {
    const { transform } = await setUp();
    for (const model of ['claude', 'gpt']) {
      const shown = await transform('completion', { model, messages: [{ role: 'user', content: 'Hi' }] });
      expect(shown.raw_request_headers).toMatchObject({
        authorization: 'REDACTED',
        'content-type': 'application/json',
      });
      expect(JSON.stringify(shown)).not.toMatch(/sk-test|AKIA|Signature=/);
    }
  });

  it('says what was done to the request', async () => {
    const { transform } = await setUp();
    const { torii_notes: notes } = await transform('responses', {
      model: 'claude',
      input: 'Hi',
      tools: [{ type: 'web_search' }],
    });
    expect(notes.map(({ detail }) => detail)).toContain('Tools that only OpenAI can run were left out: web_search.');
  });

  it.each([
    [{ call_type: 'image_generation', request_body: { model: 'gpt' } }, 'call_type'],
    [{ call_type: 'completion', request_body: { model: 'none' } }, 'model'],
    [{ call_type: 'completion', request_body: {} }, 'model'],
    [{ call_type: 'completion' }, 'request_body'],
    [{ call_type: 'completion', request_body: { model: 'claude', messages: 'x' } }, 'messages'],
  ])('refuses %j by the name of the field', async (body, param) => {
    const { gateway } = await setUp();
    const answer = await gateway.call('/utils/transform_request', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { param } });
  });
});

describe('/utils/token_counter', () => {
  const count = async (body: Record<string, unknown>): Promise<number> => {
    const { gateway } = await setUp();
    const answer = await gateway.call('/utils/token_counter', { model: 'claude', ...body });
    const counted = (await answer.json()) as { total_tokens: number };
    expect(counted).toMatchObject({
      request_model: 'claude',
      model_used: SONNET_37,
      tokenizer_type: 'torii_estimate',
      error: false,
    });
    return counted.total_tokens;
  };

  it('estimates texts at about four characters a token', async () => {
    expect(await count({ prompt: 'x'.repeat(400) })).toBe(100);
    expect(await count({ contents: [{ role: 'user', parts: [{ text: 'x'.repeat(400) }] }] })).toBeGreaterThanOrEqual(
      100,
    );
  });

  it('counts tools and system, and images by what they are worth', async () => {
    const messages = [{ role: 'user', content: 'x'.repeat(400) }];
    const plain = await count({ messages });
    expect(plain).toBeGreaterThanOrEqual(100);
    expect(plain).toBeLessThan(120);
    expect(await count({ messages, tools: TOOLS })).toBeGreaterThan(plain);
    expect(await count({ messages, system: 'x'.repeat(40) })).toBe(plain + 10);
    const url = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
    const image = [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }];
    expect(await count({ messages: image })).toBeLessThan(2000);
  });

  it('counts messages of other dialects by their texts', async () => {
    const content = [{ type: 'tool_result', tool_use_id: 't', content: 'x'.repeat(400) }];
    expect(await count({ messages: [{ role: 'user', content }] })).toBeGreaterThanOrEqual(100);
  });

  it('needs something to count', async () => {
    const { gateway } = await setUp();
    expect((await gateway.call('/utils/token_counter', { model: 'claude' })).status).toBe(400);
  });
});

describe('/utils/supported_openai_params', () => {
  it('knows what reaches a model', async () => {
    const { gateway } = await setUp();
    const of = async (model: string): Promise<readonly string[]> => {
      const answer = await gateway.call(`/utils/supported_openai_params?model=${model}`);
      return ((await answer.json()) as { supported_openai_params: string[] }).supported_openai_params;
    };
    const claude = await of('claude');
    expect(claude).toEqual(expect.arrayContaining(['tools', 'reasoning_effort', 'response_format', 'stream']));
    expect(claude).not.toContain('seed');
    expect(await of('nova')).not.toContain('reasoning_effort');
    expect(await of('gpt')).toContain('seed');
  });

  it('refuses a model that is not there, and a caller without a key', async () => {
    const { gateway } = await setUp();
    const path = '/utils/supported_openai_params?model=none';
    expect((await gateway.call(path)).status).toBe(400);
    expect((await gateway.call(path, undefined, { authorization: 'Bearer sk-wrong' })).status).toBe(401);
    expect((await gateway.call(path, undefined, { 'x-api-key': MASTER_KEY })).status).toBe(400);
  });
});
