import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

interface Setup {
  readonly gateway: TestGateway;
  say(text: string): void;
}

const providers: readonly [string, () => Promise<Setup>][] = [
  [
    'an OpenAI-compatible server',
    async () => {
      const upstream = await openAiUpstream();
      const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
      return { gateway, say: (text) => upstream.script('model-1', [{ text }]) };
    },
  ],
  [
    'Bedrock',
    async () => {
      const upstream = await bedrockUpstream();
      const gateway = await startTestGateway(`model_list:\n${bedrockModel(upstream, 'model', SONNET_37)}`);
      return { gateway, say: (text) => upstream.script(SONNET_37, [{ text }]) };
    },
  ],
];

describe.each(providers)('completions of the openai package through Torii to %s', (_name, setUp) => {
  it('completes a prompt, with its row in the ledger', async () => {
    const { gateway, say } = await setUp();
    const client = new OpenAI({ baseURL: `${gateway.baseUrl}/v1`, apiKey: MASTER_KEY, maxRetries: 0 });
    say('upon a time');
    const answer = await client.completions.create({ model: 'model', prompt: 'Once', max_tokens: 20 });
    expect(answer).toMatchObject({ object: 'text_completion', model: 'model' });
    expect(answer.choices).toEqual([{ text: 'upon a time', index: 0, logprobs: null, finish_reason: 'stop' }]);
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
    expect((await gateway.rows())[0]).toMatchObject({
      request_id: answer.id,
      call_type: 'atext_completion',
      status: 'success',
    });
  });

  it('streams', async () => {
    const { gateway, say } = await setUp();
    const client = new OpenAI({ baseURL: `${gateway.baseUrl}/v1`, apiKey: MASTER_KEY, maxRetries: 0 });
    say('one two three four');
    const stream = await client.completions.create({
      model: 'model',
      prompt: ['Count'],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let total = 0;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.text ?? '';
      total = chunk.usage?.total_tokens ?? total;
    }
    expect(text).toBe('one two three four');
    expect(total).toBeGreaterThan(0);
  });

  it.each(['/completions', '/engines/model/completions', '/openai/deployments/model/completions'])(
    'answers at %s',
    async (path) => {
      const { gateway } = await setUp();
      const body = { prompt: 'Hello', ...(path === '/completions' ? { model: 'model' } : {}) };
      expect((await gateway.call(path, body)).status).toBe(200);
    },
  );

  it('refuses what it cannot do, with a row', async () => {
    const { gateway } = await setUp();
    const answer = await gateway.call('/v1/completions', { model: 'model', prompt: 'a', suffix: 'b' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { param: 'suffix', type: 'invalid_request_error' } });
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure', call_type: 'atext_completion' });
  });
});
