import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];

async function errorOf(
  response: Response,
): Promise<{ message: string; type: string; param: string | null; code: string }> {
  return ((await response.json()) as { error: { message: string; type: string; param: string | null; code: string } })
    .error;
}

async function simpleGateway(extra = ''): Promise<TestGateway> {
  const upstream = await openAiUpstream();
  return await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}${extra}`);
}

describe('keys', () => {
  const cases: readonly [string, Record<string, string>, string, RegExp][] = [
    ['none', {}, 'auth_error', /No api key passed in/],
    ['without Bearer', { authorization: MASTER_KEY }, 'auth_error', /Ensure Key has `Bearer ` prefix/],
    ['the "None" of a config', { authorization: 'Bearer None' }, 'auth_error', /expected to start with 'sk-'/],
    [
      'unknown',
      { authorization: 'Bearer sk-test-nobody' },
      'token_not_found_in_db',
      /Received API Key = sk-\.\.\.body/,
    ],
  ];
  it.each(cases)('%s', async (_name, headers, type, message) => {
    const gateway = await simpleGateway();
    const response = await gateway.chat({ model: 'model', messages: HELLO }, headers);
    expect(response.status).toBe(401);
    const error = await errorOf(response);
    expect(error).toMatchObject({ type, code: '401' });
    expect(error.message).toMatch(message);
    expect(JSON.stringify(error)).not.toContain(headers['authorization'] ?? 'sk-test-master');
    // Strangers leave no rows: a flood of them must not fill the disk.
    expect(await gateway.rows()).toEqual([]);
  });

  it.each(['authorization', 'x-litellm-api-key', 'x-api-key', 'api-key'])('are taken from %s', async (name) => {
    const gateway = await simpleGateway();
    const value = name === 'authorization' ? `Bearer ${MASTER_KEY}` : MASTER_KEY;
    expect((await gateway.chat({ model: 'model', messages: HELLO }, { [name]: value })).status).toBe(200);
  });
});

describe('bodies', () => {
  const cases: readonly [string, string, RegExp][] = [
    ['malformed JSON', '{"model": "model", ', /Invalid JSON in the body/],
    ['a list', '[1]', /must be a JSON object/],
    ['nothing', '', /body is empty/],
    ['no model', '{"messages": []}', /^model: /],
    ['no messages', '{"model": "model"}', /^messages: a list of messages is required/],
    ['messages that are no list', '{"model": "model", "messages": "Hello"}', /^messages: a list of messages/],
  ];
  it.each(cases)('%s: 400 with the reason, and a row', async (_name, body, message) => {
    const gateway = await simpleGateway();
    const response = await gateway.chat(body as unknown as Record<string, unknown>);
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toMatch(message);
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure', spend: 0 });
  });

  it('that are not UTF-8 are refused', async () => {
    const gateway = await simpleGateway();
    const response = await fetch(`${gateway.baseUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${MASTER_KEY}` },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    });
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toMatch(/UTF-8/);
  });

  it('of 50 MB are refused where the limit is lower, with the limit, and a row', async () => {
    const gateway = await simpleGateway('general_settings: { max_request_size_mb: 1 }\n');
    const response = await gateway.chat({
      model: 'model',
      messages: [{ role: 'user', content: 'x'.repeat(50_000_000) }],
    });
    expect(response.status).toBe(413);
    expect((await errorOf(response)).message).toMatch(/larger than 1 MB.*max_request_size_mb/);
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure', spend: 0 });
  });

  it('of 50 MB pass where the limit allows them', async () => {
    const gateway = await simpleGateway();
    const response = await gateway.chat({
      model: 'model',
      messages: [{ role: 'user', content: 'x'.repeat(50_000_000) }],
    });
    expect(response.status).toBe(200);
  });

  it('of strangers are not read at all', async () => {
    const gateway = await simpleGateway();
    const body = { model: 'model', messages: [{ role: 'user', content: 'x'.repeat(5_000_000) }] };
    expect((await gateway.chat(body, { authorization: 'Bearer sk-test-nobody' })).status).toBe(401);
  });

  it('of any shape get an answer below 500', async () => {
    const bedrock = await bedrockUpstream();
    const gateway = await startTestGateway(`model_list:\n${bedrockModel(bedrock, 'model', SONNET_37)}`);
    const messy = fc.record(
      {
        model: fc.constant('model'),
        messages: fc.oneof(fc.array(fc.object({ maxDepth: 2 }), { maxLength: 3 }), fc.jsonValue()),
        tools: fc.jsonValue(),
        max_tokens: fc.oneof(fc.integer({ min: -5, max: 100 }), fc.string()),
        stream: fc.boolean(),
        stop: fc.jsonValue(),
        thinking: fc.jsonValue(),
      },
      { requiredKeys: ['model'] },
    );
    await fc.assert(
      fc.asyncProperty(messy, async (body) => {
        const response = await gateway.chat(body);
        await response.text();
        expect(response.status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});

describe('models', () => {
  it('that nobody knows get LiteLLM’s words and a row', async () => {
    const gateway = await simpleGateway();
    const response = await gateway.chat({ model: 'nobody', messages: HELLO });
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toContain('Invalid model name passed in model=nobody');
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure', model_group: 'nobody', spend: 0 });
  });

  it('of a provider that is not known are left out with a diagnostic; the others work', async () => {
    const gateway = await simpleGateway('  - model_name: odd\n    litellm_params: { model: vertex_ai/gemini }\n');
    const status = (await (await gateway.call('/torii/status')).json()) as {
      diagnostics: { severity: string; line: number; message: string }[];
    };
    const finding = status.diagnostics.find(({ severity }) => severity === 'error');
    expect(finding?.message).toContain('vertex_ai');
    expect(finding?.line).toBeGreaterThan(1);
    expect((await gateway.chat({ model: 'model', messages: HELLO })).status).toBe(200);
  });

  it('whose credentials are missing say how to give some', async () => {
    const gateway = await startTestGateway(
      `model_list:\n  - model_name: model\n    litellm_params: { model: bedrock/converse/${SONNET_37}, aws_region_name: us-east-1, aws_profile_name: no-such-profile }\nlitellm_settings: { num_retries: 0 }\n`,
    );
    const response = await gateway.chat({ model: 'model', messages: HELLO });
    expect(response.status).toBe(401);
    expect((await errorOf(response)).message).toContain('no-such-profile');
    expect((await gateway.rows())[0]).toMatchObject({ status: 'failure', spend: 0 });
  });
});

describe('the config', () => {
  it('that is broken at the start is a reason in one line with file, line and column', async () => {
    await expect(startTestGateway('model_list:\n  - model_name: [oops\n')).rejects.toThrow(
      /config\.yaml:\d+:\d+: [^\n]+$/,
    );
  });

  it('that an edit breaks keeps the last good one in force', async () => {
    const gateway = await simpleGateway();
    await writeFile(gateway.configFile, 'model_list: [\n');
    for (;;) {
      const status = (await (await gateway.call('/torii/status')).json()) as { configInForce: boolean };
      if (!status.configInForce) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await gateway.chat({ model: 'model', messages: HELLO })).status).toBe(200);
  });

  it('that an edit betters is taken without a restart', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'before')}`);
    await writeFile(gateway.configFile, `model_list:\n${openAiModel(upstream, 'after')}`);
    for (;;) {
      const list = (await (await gateway.call('/v1/models')).json()) as { data: { id: string }[] };
      if (list.data[0]?.id === 'after') break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await gateway.chat({ model: 'after', messages: HELLO })).status).toBe(200);
  });
});

describe('places', () => {
  it('a port that a stranger holds is named', async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void stranger.close());
    const { port } = stranger.address() as AddressInfo;
    const { startGateway } = await import('../../src/compose.ts');
    const { homeAt } = await import('../../src/config/home.ts');
    const gateway = await simpleGateway();
    await expect(
      startGateway({
        home: homeAt(`${gateway.directory}/other-home`),
        host: '127.0.0.1',
        port,
        configFile: gateway.configFile,
        version: 'test',
        distDirectory: gateway.directory,
        environment: {},
        logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      }),
    ).rejects.toMatchObject({ code: 'port-taken', message: expect.stringContaining(String(port)) });
  });

  it('unknown addresses are 404, foreign host names 403', async () => {
    const gateway = await simpleGateway();
    expect((await gateway.call('/v1/nothing')).status).toBe(404);
    const { hostname, port } = new URL(gateway.baseUrl);
    const { request } = await import('node:http');
    const status = await new Promise<number | undefined>((resolve) => {
      request({ hostname, port, path: '/health/liveliness', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});
