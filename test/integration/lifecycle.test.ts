import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { refusingUrl } from '../simulators/bedrock/bedrockSimulator.ts';
import { SONNET_35, SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { breakAfter, throttled } from '../simulators/openai/scenario.ts';
import { contentOf, frames, MASTER_KEY, rowWhere, startTestGateway } from './support/gateway.ts';
import { awsEnvironment, bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];
const NO_RETRY = 'litellm_settings: { num_retries: 0 }\n';

describe('one finish', () => {
  it('writes the row before the last byte is sent', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const response = await gateway.chat({ model: 'model', stream: true, messages: HELLO });
    const reader = response.body?.getReader();
    let text = '';
    while (!text.includes('"finish_reason":"stop"')) {
      const part = await reader?.read();
      if (part?.done !== false) break;
      text += Buffer.from(part.value).toString();
    }
    // The stream is not over yet, and the row is there: it is read before anything else can be written.
    expect(await gateway.rows()).toHaveLength(1);
    await reader?.cancel();
    expect(await gateway.rows()).toHaveLength(1);
  });

  it('gives one row with every attempt', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [throttled(), { text: 'at last' }]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const response = await gateway.chat({ model: 'model', messages: HELLO });
    expect(response.headers.get('x-litellm-attempted-retries')).toBe('1');
    const rows = await gateway.rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.metadata.attempts.map(({ status, reason }) => [status, reason])).toEqual([
      ['failure', 'first'],
      ['success', 'retry'],
    ]);
  });

  it('answers with the headers that LiteLLM has', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [
      { text: 'hi', usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 } },
    ]);
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'model', 'model-1', '    model_info: { id: my-id }\n')}`,
    );
    const { headers } = await gateway.chat({ model: 'model', messages: HELLO });
    expect(headers.get('x-litellm-model-id')).toBe('my-id');
    expect(headers.get('x-litellm-model-group')).toBe('model');
    expect(headers.get('x-litellm-model-api-base')).toBe(upstream.url);
    expect(headers.get('x-litellm-response-cost')).toBe('0.00045');
    expect(headers.get('x-litellm-call-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an unknown price', () => {
  it('makes the cost unknown, never 0', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(
      `model_list:\n  - model_name: model\n    litellm_params: { model: openai/model-1, api_base: "${upstream.url}", api_key: sk-test-upstream }\n`,
    );
    const response = await gateway.chat({ model: 'model', messages: HELLO });
    expect(response.headers.has('x-litellm-response-cost')).toBe(false);
    const [row] = await gateway.rows();
    expect(row?.spend).toBeNull();
    const status = (await (await gateway.call('/torii/status')).json()) as { today: { unknownCostRequests: number } };
    expect(status.today.unknownCostRequests).toBe(1);
  });

  it('stays unknown for a stream whose server does not count', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [{ text: 'hi', usage: null }]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    await frames(await gateway.chat({ model: 'model', stream: true, messages: HELLO }));
    expect((await gateway.rows())[0]).toMatchObject({ status: 'success', spend: null });
  });
});

describe('fallbacks', () => {
  it('happen before the first content, also when the error is the first event of an opened stream', async () => {
    const bedrock = await bedrockUpstream();
    bedrock.script(SONNET_37, [breakOnOpening('ThrottlingException')]);
    bedrock.script(SONNET_35, [{ text: 'I stand in.' }]);
    const gateway = await startTestGateway(
      `model_list:\n${bedrockModel(bedrock, 'first', SONNET_37)}${bedrockModel(bedrock, 'second', SONNET_35)}litellm_settings: { num_retries: 0, fallbacks: [{ first: [second] }] }\n`,
    );
    const response = await gateway.chat({ model: 'first', stream: true, messages: HELLO });
    expect(response.headers.get('x-litellm-attempted-fallbacks')).toBe('1');
    const data = await frames(response);
    expect(data.at(-1)).toBe('[DONE]');
    expect(contentOf(data)).toBe('I stand in.');
    // After a fallback the answer names the model that gave it.
    expect(JSON.parse(data[0] ?? '')).toMatchObject({ model: SONNET_35 });
    expect((await gateway.rows())[0]).toMatchObject({ status: 'success', model_group: 'first', model: SONNET_35 });
  });

  it('go from Bedrock to an OpenAI-compatible server and back', async () => {
    const openAi = await openAiUpstream();
    const bedrock = await bedrockUpstream();
    openAi.script('model-1', [throttled()]);
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(openAi, 'first')}${bedrockModel(bedrock, 'second', SONNET_37)}litellm_settings: { num_retries: 0, fallbacks: [{ first: [second] }] }\n`,
    );
    const response = await gateway.chat({ model: 'first', messages: HELLO });
    expect(response.status).toBe(200);
    expect(bedrock.requests).toHaveLength(1);
  });

  it('end with the first error when all fail, and can be switched off', async () => {
    const openAi = await openAiUpstream({ models: ['a', 'b'] });
    openAi.script('a', () => throttled(7));
    openAi.script('b', () => ({ kind: 'error', status: 500, name: 'server_error', message: 'b is down' }));
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(openAi, 'a', 'a')}${openAiModel(openAi, 'b', 'b')}litellm_settings: { num_retries: 0, fallbacks: [{ a: [b] }] }\n`,
    );
    const failed = await gateway.chat({ model: 'a', messages: HELLO });
    expect(failed.status).toBe(429);
    expect(failed.headers.get('retry-after')).toBe('7');
    expect(openAi.requests.map(({ model }) => model)).toEqual(['a', 'b']);
    await gateway.chat({ model: 'a', messages: HELLO, disable_fallbacks: true });
    expect(openAi.requests).toHaveLength(3);
  });

  it('keep the meaning of a config whose fallbacks cannot cache prompts', async () => {
    const bedrock = await bedrockUpstream();
    bedrock.script(SONNET_37, () => ({
      kind: 'error',
      status: 503,
      name: 'ServiceUnavailableException',
      message: 'busy',
    }));
    const gateway = await startTestGateway(
      `model_list:\n  - model_name: claude-37\n    litellm_params: { model: bedrock/converse/${SONNET_37} }\n  - model_name: claude-35\n    litellm_params: { model: bedrock/converse/${SONNET_35} }\nlitellm_settings: { num_retries: 0, drop_params: true, fallbacks: [{ claude-37: [claude-35] }] }\n`,
      awsEnvironment(bedrock),
    );
    const cached = { type: 'text', text: 'x'.repeat(8000), cache_control: { type: 'ephemeral' } };
    const response = await gateway.chat({
      model: 'claude-37',
      messages: [
        { role: 'system', content: [cached] },
        { role: 'user', content: 'Hello' },
      ],
    });
    expect(response.status).toBe(200);
    expect(JSON.stringify(bedrock.requests[0]?.body)).toContain('cachePoint');
    expect(JSON.stringify(bedrock.requests[1]?.body)).not.toContain('cachePoint');
  });
});

describe('after the first content', () => {
  it('an error is an event with the reason, and no [DONE]', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [
      breakAfter(3, { type: 'error', name: 'server_error', message: 'the GPU fell off' }, 'some words first'),
    ]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}${NO_RETRY}`);
    const data = await frames(await gateway.chat({ model: 'model', stream: true, messages: HELLO }));
    expect(data).not.toContain('[DONE]');
    expect(data.join('')).not.toContain('"finish_reason":"stop"');
    expect(JSON.parse(data.at(-1) ?? '')).toMatchObject({
      error: { message: expect.stringContaining('the GPU fell off') },
    });
    const [row] = await gateway.rows();
    expect(row?.status).toBe('failure');
    // What had streamed was paid for: an estimate, and marked as one.
    expect(row?.metadata.usage_object).toEqual({ estimated: true });
    expect(row?.spend).toBeGreaterThan(0);
  });
});

describe('a client that goes away', () => {
  it('aborts the upstream at once and is accounted for as 499', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [
      { text: 'a long story', chunkSize: 2, gate: (index) => (index < 3 ? undefined : new Promise(() => undefined)) },
    ]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const abort = new AbortController();
    const response = await fetch(`${gateway.baseUrl}/v1/chat/completions`, {
      method: 'POST',
      signal: abort.signal,
      headers: { authorization: `Bearer ${MASTER_KEY}` },
      body: JSON.stringify({ model: 'model', stream: true, messages: HELLO }),
    });
    await response.body?.getReader().read();
    abort.abort();
    await upstream.idle();
    const row = await rowWhere(gateway, ({ status }) => status === 'failure');
    expect(row.metadata.error_information?.error_code).toBe('499');
    expect(row.spend).toBeGreaterThan(0);
  });

  it('before anything came costs nothing', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [{ kind: 'silence-before-headers' }]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const abort = new AbortController();
    const pending = gateway.baseUrl;
    const outcome = fetch(`${pending}/v1/chat/completions`, {
      method: 'POST',
      signal: abort.signal,
      headers: { authorization: `Bearer ${MASTER_KEY}` },
      body: JSON.stringify({ model: 'model', messages: HELLO }),
    }).catch((error: unknown) => error);
    await upstream.requested(1);
    abort.abort();
    await outcome;
    await upstream.idle();
    expect((await rowWhere(gateway, ({ status }) => status === 'failure')).spend).toBe(0);
  });

  it('but reads slowly holds the upstream back', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', [{ kind: 'flood', megabytes: 64 }]);
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
    const { hostname, port } = new URL(gateway.baseUrl);
    const client = httpRequest({
      hostname,
      port,
      path: '/v1/chat/completions',
      method: 'POST',
      headers: { authorization: `Bearer ${MASTER_KEY}` },
    });
    client.on('error', () => undefined);
    client.on('response', (response) => response.pause());
    client.end(JSON.stringify({ model: 'model', stream: true, messages: HELLO }));
    expect(await upstream.stalled()).toBeLessThan(32 * 1024 * 1024);
    client.destroy();
    await upstream.idle();
  });
});

describe('time limits', () => {
  it('end a silent stream, and a fallback answers', async () => {
    const upstream = await openAiUpstream({ models: ['mute', 'model-1'] });
    upstream.script('mute', () => ({ kind: 'silence-before-headers' }));
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'mute', 'mute', '      stream_timeout: 0.05\n')}${openAiModel(upstream, 'model')}litellm_settings: { num_retries: 0, fallbacks: [{ mute: [model] }] }\n`,
    );
    const data = await frames(await gateway.chat({ model: 'mute', stream: true, messages: HELLO }));
    expect(contentOf(data)).toBe('Hello from the simulator.');
    const [row] = await gateway.rows();
    expect(row?.metadata.attempts.map(({ status }) => status)).toEqual(['failure', 'success']);
  });

  it('answer 408 when nothing else is left', async () => {
    const upstream = await openAiUpstream();
    upstream.script('model-1', () => ({ kind: 'silence-before-headers' }));
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}${NO_RETRY}`);
    const response = await gateway.chat(
      { model: 'model', messages: HELLO },
      { authorization: `Bearer ${MASTER_KEY}`, 'x-litellm-timeout': '0.05' },
    );
    expect(response.status).toBe(408);
    expect((await response.json()) as unknown).toMatchObject({ error: { message: expect.stringContaining('0.05 s') } });
  });
});

describe('a server that is not there', () => {
  it('is named, with what to check', async () => {
    const gone = await refusingUrl();
    const gateway = await startTestGateway(
      `model_list:\n  - model_name: model\n    litellm_params: { model: openai/x, api_base: "${gone}/v1", api_key: sk-test-x }\n${NO_RETRY}`,
    );
    const response = await gateway.chat({ model: 'model', messages: HELLO });
    expect(response.status).toBe(503);
    const body = (await response.json()) as { error: { message: string } };
    expect(body.error.message).toContain(new URL(gone).host);
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure', spend: 0 });
  });
});

function breakOnOpening(name: string): {
  text: string;
  breakAfter: { events: number; how: { type: 'exception'; name: string; message: string } };
} {
  return {
    text: 'never seen',
    breakAfter: { events: 0, how: { type: 'exception', name, message: 'Too many tokens, please wait.' } },
  };
}
