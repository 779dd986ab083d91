import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SONNET_37 } from '../../simulators/bedrock/fixtures.ts';
import {
  type LangfuseOptions,
  type LangfuseSimulator,
  PUBLIC_KEY,
  SECRET_KEY,
  startLangfuse,
} from '../../simulators/langfuse/langfuseSimulator.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { bedrockModel, bedrockUpstream } from '../support/upstreams.ts';

const CALLBACKS = `
  success_callback: ["langfuse"]
  failure_callback: ["langfuse"]
  langfuse_default_tags: ["cache_hit", "proxy_base_url", "user_api_key_alias", "user_api_key_user_id"]
`;
const WITH_CONTENT = 'torii_settings:\n  destinations:\n    langfuse: { content: true }\n';
const CLINE = { authorization: 'Bearer sk-test-master', 'user-agent': 'Cline/4.0.12' };

async function langfuse(options: LangfuseOptions = {}): Promise<LangfuseSimulator> {
  const started = await startLangfuse(options);
  onTestFinished(() => started.close());
  return started;
}

function variables({ url }: LangfuseSimulator): Readonly<Record<string, string>> {
  return {
    LANGFUSE_HOST: url,
    LANGFUSE_PUBLIC_KEY: PUBLIC_KEY,
    LANGFUSE_SECRET_KEY: SECRET_KEY,
    LANGFUSE_RELEASE: 'release-7',
    LANGFUSE_TRACING_ENVIRONMENT: 'Workshop',
    PROXY_BASE_URL: 'http://localhost:4000',
  };
}

async function gatewayTo(
  target: LangfuseSimulator,
  more = WITH_CONTENT,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestGateway> {
  const upstream = await bedrockUpstream();
  upstream.script(SONNET_37, [{ text: 'A gate of a shrine.' }, { text: 'Again.' }, { text: 'And again.' }]);
  const config = `model_list:\n${bedrockModel(upstream, 'model', SONNET_37)}\nlitellm_settings:\n  num_retries: 0${CALLBACKS}${more}`;
  return await startTestGateway(config, { ...variables(target), ...environment });
}

const QUESTION = { model: 'model', messages: [{ role: 'user', content: 'What is a torii?' }], temperature: 0.2 };

async function flush(gateway: TestGateway, id = 'langfuse'): Promise<unknown> {
  return await (await gateway.call(`/torii/destinations/${id}/flush`, {})).json();
}

describe.each([
  ['OTLP, as for 4.16.0', '4.16.0'],
  ['OTLP, as for 3.81.0', '3.81.0'],
  ['the batch API, as for 3.49.1, the version of the workshop', '3.49.1'],
])('a call on its way to Langfuse by %s', (_name, version) => {
  it('has the names, tags, usage, cost, session and content that LiteLLM gives it', async () => {
    const target = await langfuse({ version });
    const gateway = await gatewayTo(target);
    await (await gateway.chat({ ...QUESTION, stream: true, user: 'hanako' }, CLINE)).text();
    expect(await flush(gateway)).toMatchObject({ state: 'ok', queued: 0, sent: 1, dropped: 0 });
    expect(target.store.lost).toEqual([]);
    const [trace] = [...target.store.traces.values()];
    const [generation] = target.store.generations();
    expect(target.store.traces.size).toBe(1);
    expect(target.store.generations()).toHaveLength(1);
    expect(trace).toMatchObject({
      name: 'litellm-acompletion',
      userId: 'hanako',
      release: 'release-7',
      environment: 'workshop',
      sessionId: expect.stringMatching(/^task_/),
      tags: [
        'User-Agent: Cline',
        'User-Agent: Cline/4.0.12',
        'cache_hit:False',
        'proxy_base_url:http://localhost:4000',
      ],
      input: { messages: QUESTION.messages },
      output: { role: 'assistant', content: 'A gate of a shrine.' },
    });
    expect(generation).toMatchObject({
      traceId: trace?.id,
      name: 'litellm-acompletion',
      model: SONNET_37,
      level: 'DEFAULT',
      modelParameters: { temperature: 0.2, stream: true },
      metadata: { model_group: 'model', cache_hit: false, aws_region_name: expect.any(String) },
    });
    const { usageDetails, costDetails, totalCost, completionStartTime, startTime, endTime } = generation ?? {};
    expect(usageDetails).toMatchObject({
      input: expect.any(Number),
      output: expect.any(Number),
      cache_read_input_tokens: 0,
    });
    expect(usageDetails?.['total']).toBe((usageDetails?.['input'] ?? 0) + (usageDetails?.['output'] ?? 0));
    expect(totalCost).toBeGreaterThan(0);
    expect(totalCost).toBeCloseTo((costDetails?.['input'] ?? 0) + (costDetails?.['output'] ?? 0), 9);
    expect(completionStartTime).toBeGreaterThanOrEqual(Math.floor(startTime ?? 0));
    expect(endTime).toBeGreaterThanOrEqual(completionStartTime ?? Number.POSITIVE_INFINITY);
  });

  it('shows each attempt below the generation, without a model of its own', async () => {
    const target = await langfuse({ version });
    const gateway = await gatewayTo(target);
    await gateway.chat(QUESTION);
    await flush(gateway);
    const [generation] = target.store.generations();
    const attempts = [...target.store.observations.values()].filter(({ type }) => type === 'SPAN');
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).toMatchObject({ parentObservationId: generation?.id, name: 'attempt model', model: null });
  });

  it('ends with its error, and without an output', async () => {
    const target = await langfuse({ version });
    const gateway = await gatewayTo(target);
    await gateway.chat({ ...QUESTION, model: 'unheard-of' });
    await flush(gateway);
    const [generation] = target.store.generations();
    expect(generation).toMatchObject({ level: 'ERROR', statusMessage: expect.stringContaining('unheard-of') });
    expect(generation?.output ?? null).toBeNull();
  });

  it('follows what metadata say of its trace, and headers over them', async () => {
    const target = await langfuse({ version });
    const gateway = await gatewayTo(target);
    const metadata = {
      trace_id: 'a'.repeat(32),
      trace_name: 'from the body',
      session_id: 'session-1',
      trace_user_id: 'taro',
      generation_name: 'my generation',
      trace_version: 'v2',
      tags: ['mine'],
      prompt: { name: 'greeting', version: 3 },
      team: { name: 'blue' },
    };
    await gateway.chat({ ...QUESTION, metadata }, { ...CLINE, langfuse_trace_name: 'from the header' });
    await flush(gateway);
    expect(target.store.traces.get('a'.repeat(32))).toMatchObject({
      name: 'from the header',
      sessionId: 'session-1',
      userId: 'taro',
      version: 'v2',
      tags: expect.arrayContaining(['mine']),
    });
    expect(target.store.generations()[0]).toMatchObject({
      name: 'my generation',
      prompt: { name: 'greeting', version: 3 },
      metadata: { team: { name: 'blue' } },
    });
  });

  it('hides input and output where the request masks them', async () => {
    const target = await langfuse({ version });
    const gateway = await gatewayTo(target);
    await gateway.chat({ ...QUESTION, metadata: { mask_input: true } }, { ...CLINE, langfuse_mask_output: 'true' });
    await flush(gateway);
    expect(target.store.generations()[0]).toMatchObject({
      input: 'redacted-by-litellm',
      output: 'redacted-by-litellm',
    });
    expect(target.bytes.join()).not.toContain('What is a torii?');
  });

  it('adds to a trace that exists, and changes nothing of it but what it names', async () => {
    const target = await langfuse({ version });
    const gateway = await gatewayTo(target);
    const traceId = 'b'.repeat(32);
    await gateway.chat({ ...QUESTION, metadata: { trace_id: traceId, trace_name: 'the first', session_id: 's' } });
    const metadata = {
      existing_trace_id: traceId,
      trace_name: 'the second',
      update_trace_keys: ['trace_metadata'],
      trace_metadata: { verdict: 'good' },
    };
    await gateway.chat({ ...QUESTION, metadata });
    await flush(gateway);
    expect(target.store.generations()).toHaveLength(2);
    expect(target.store.traces.size).toBe(1);
    expect(target.store.traces.get(traceId)).toMatchObject({
      name: 'the first',
      sessionId: 's',
      metadata: { verdict: 'good' },
    });
  });

  it('says nothing of prompts and answers unless somebody chose it', async () => {
    const target = await langfuse({ version });
    const gateway = await gatewayTo(target, '');
    await gateway.chat(QUESTION);
    await flush(gateway);
    expect(target.store.generations()).toHaveLength(1);
    const sent = target.bytes.join();
    expect(sent).not.toContain('What is a torii?');
    expect(sent).not.toContain('A gate of a shrine.');
  });
});

describe('Langfuse', () => {
  it('is spoken to by the version that it has, also after it was renewed', async () => {
    const target = await langfuse({ version: '3.49.1' });
    const gateway = await gatewayTo(target);
    await gateway.chat(QUESTION);
    await flush(gateway);
    expect(target.requests).toEqual(['GET /api/public/health', 'POST /api/public/ingestion']);
    const { destinations } = (await (await gateway.call('/torii/destinations')).json()) as { destinations: unknown[] };
    expect(destinations[0]).toMatchObject({ version: '3.49.1', transport: 'ingestion' });
    target.version = '4.0.0';
    expect(await (await gateway.call('/torii/destinations/langfuse/test', {})).json()).toEqual({
      ok: true,
      detail: 'Langfuse 4.0.0 takes traces.',
      version: '4.0.0',
      transport: 'otlp',
    });
    await gateway.chat(QUESTION);
    await flush(gateway);
    expect(target.requests.at(-1)).toBe('POST /api/public/otel/v1/traces');
  });

  it.each(['4.0.0', '3.49.1'])(
    'that does not know the keys (%s) says which to mend, and gets what waited when they are right',
    async (version) => {
      const target = await langfuse({ version, secretKey: 'sk-lf-another' });
      const gateway = await gatewayTo(target);
      await gateway.chat(QUESTION);
      const remedy = expect.stringContaining('Check LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY.');
      expect(await flush(gateway)).toMatchObject({
        state: 'failing',
        sent: 0,
        dropped: 0,
        queued: 1,
        last_error: { message: remedy },
      });
      const test = await (await gateway.call('/torii/destinations/langfuse/test', {})).json();
      expect(test).toMatchObject({ ok: false, detail: remedy, version });
      target.secretKey = SECRET_KEY;
      expect(await flush(gateway)).toMatchObject({ state: 'ok', sent: 1, dropped: 0, queued: 0 });
      expect(target.store.generations()).toHaveLength(1);
    },
  );

  it('that is overloaded gets its traces later, and none twice', async () => {
    const target = await langfuse({ version: '3.49.1' });
    target.broken = { status: 429, headers: { 'retry-after': '1' } };
    const gateway = await gatewayTo(target);
    await gateway.chat(QUESTION);
    expect(await flush(gateway)).toMatchObject({ state: 'failing', queued: 1 });
    target.broken = undefined;
    await target.until(({ traces }) => traces.size === 1);
    expect(target.store.generations()).toHaveLength(1);
  });

  it('has its traces after a restart of the gateway, too', async () => {
    const target = await langfuse();
    target.broken = { status: 503 };
    const gateway = await gatewayTo(target);
    await gateway.chat(QUESTION);
    expect(await flush(gateway)).toMatchObject({ state: 'failing', queued: 1 });
    const next = await gateway.restart();
    target.broken = undefined;
    expect(await flush(next)).toMatchObject({ state: 'ok', queued: 0, sent: 1 });
  });

  it('has a second project where UPSTREAM_LANGFUSE_ names one', async () => {
    const target = await langfuse();
    const upstream = await langfuse({ version: '3.49.1', publicKey: 'pk-lf-up', secretKey: 'sk-lf-up-secret' });
    const gateway = await gatewayTo(target, WITH_CONTENT, {
      UPSTREAM_LANGFUSE_HOST: upstream.url,
      UPSTREAM_LANGFUSE_PUBLIC_KEY: 'pk-lf-up',
      UPSTREAM_LANGFUSE_SECRET_KEY: 'sk-lf-up-secret',
    });
    await gateway.chat(QUESTION);
    await flush(gateway);
    await flush(gateway, 'langfuse-upstream');
    expect(target.store.generations()).toHaveLength(1);
    expect(upstream.store.generations()).toHaveLength(1);
    expect(upstream.store.generations()[0]?.input).toBeUndefined();
  });

  it("works with the workshop's own config and variables", async () => {
    const target = await langfuse({
      version: '3.49.1',
      publicKey: 'pk-lf-ac11f99d-904b-460b-b23d-d7022139e114',
      secretKey: 'sk-lf-e4733269-542a-4a44-af2c-7ecfcae0feea',
    });
    const folder = join(import.meta.dirname, '../../contract/config/workshop');
    const config = readFileSync(join(folder, 'langfuse_iam_role_config.yml'), 'utf8');
    const env = readFileSync(join(folder, 'langfuse.env.example'), 'utf8');
    const keys = Object.fromEntries(
      [...env.matchAll(/^(LANGFUSE_(?:PUBLIC|SECRET)_KEY)="(.+)"$/gm)].map(([, name, value]) => [name, value]),
    );
    const gateway = await startTestGateway(config, {
      ...keys,
      LANGFUSE_HOST: target.url,
      AWS_REGION_NAME: 'us-west-2',
    });
    const mocked = {
      ...QUESTION,
      model: 'bedrock-converse-us-claude-3-7-sonnet-v1',
      mock_response: 'Hello from a mock.',
    };
    expect((await gateway.chat(mocked)).status).toBe(200);
    expect(await flush(gateway)).toMatchObject({ sent: 1, dropped: 0 });
    expect([...target.store.traces.values()][0]).toMatchObject({ name: 'litellm-acompletion' });
  });
});

describe('callbacks for one outcome alone', () => {
  it.each([
    ['success_callback', 'model'],
    ['failure_callback', 'unheard-of'],
  ])('%s lets nothing else through', async (list, model) => {
    const target = await langfuse();
    const config = `model_list:\n  - { model_name: model, litellm_params: { model: demo/chat } }\nlitellm_settings:\n  ${list}: ["langfuse"]\n`;
    const gateway = await startTestGateway(config, variables(target));
    await gateway.chat(QUESTION);
    await gateway.chat({ ...QUESTION, model: 'unheard-of' });
    expect(await flush(gateway)).toMatchObject({ sent: 1 });
    expect(target.store.generations()[0]?.metadata['model_group']).toBe(model);
  });
});
