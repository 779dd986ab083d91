import { describe, expect, it, onTestFinished } from 'vitest';
import { type CollectorSimulator, startCollector } from '../../simulators/otlp/collectorSimulator.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const MODELS = `model_list:
  - model_name: hello
    litellm_params: { model: demo/chat }
  - model_name: broken
    litellm_params: { model: openai/none, api_base: "http://127.0.0.1:9", api_key: sk-test-none }
litellm_settings:
  num_retries: 0
  callbacks: ["otel"]
`;

const QUESTION = { model: 'hello', messages: [{ role: 'user', content: 'What is a gateway?' }], temperature: 0.5 };

async function collector(): Promise<CollectorSimulator> {
  const started = await startCollector({ key: 'let-me-in' });
  onTestFinished(() => started.close());
  return started;
}

function gatewayTo(target: CollectorSimulator, more = ''): Promise<TestGateway> {
  return startTestGateway(`${MODELS}${more}`, {
    OTEL_EXPORTER_OTLP_ENDPOINT: target.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=let-me-in',
    OTEL_SERVICE_NAME: 'my-gateway',
  });
}

interface DestinationState {
  readonly state: string;
  readonly queued: number;
  readonly sent: number;
  readonly dropped: number;
  readonly last_error: { readonly message: string } | null;
}

async function stateOf(gateway: TestGateway): Promise<DestinationState | undefined> {
  const answer = await gateway.call('/torii/destinations');
  return ((await answer.json()) as { destinations: DestinationState[] }).destinations[0];
}

describe('a call with the callback otel', () => {
  it('becomes a span of the GenAI conventions with one child for each attempt, and without content', async () => {
    const target = await collector();
    const gateway = await gatewayTo(target);
    await gateway.chat(QUESTION, { authorization: 'Bearer sk-test-master', 'user-agent': 'Cline/4.0.12' });
    const [root, attempt] = await target.taken(2);
    expect(root).toMatchObject({ name: 'chat hello', kind: 3, parentSpanId: '', status: { code: 0 } });
    expect(root?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'demo',
      'gen_ai.request.model': 'hello',
      'gen_ai.request.temperature': 0.5,
      'torii.client': 'Cline/4.0.12',
      'torii.cost_usd': 0,
    });
    expect(root?.attributes['gen_ai.usage.input_tokens']).toBeGreaterThan(0);
    expect(root?.resource).toMatchObject({ 'service.name': 'my-gateway', 'service.version': 'test' });
    expect(attempt).toMatchObject({ traceId: root?.traceId, parentSpanId: root?.spanId, name: 'attempt hello' });
    expect(target.bytes.join()).not.toContain('What is a gateway?');
  });

  it('carries prompts and answers once the destination may have them', async () => {
    const target = await collector();
    const gateway = await gatewayTo(target, 'torii_settings:\n  destinations:\n    otel: { content: true }\n');
    await (await gateway.chat({ ...QUESTION, stream: true })).text();
    const [root] = await target.taken(2);
    const input: unknown = JSON.parse(String(root?.attributes['gen_ai.input.messages']));
    expect(input).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'What is a gateway?' }] }]);
    expect(String(root?.attributes['gen_ai.output.messages'])).toContain('This is the demo model of Torii');
  });

  it('ends with an error where the call failed', async () => {
    const target = await collector();
    const gateway = await gatewayTo(target);
    expect((await gateway.chat({ ...QUESTION, model: 'broken' })).status).toBe(503);
    const [root, attempt] = await target.taken(2);
    expect(root).toMatchObject({ status: { code: 2 }, attributes: { 'http.response.status_code': 503 } });
    expect(root?.status.message).toContain('127.0.0.1:9');
    expect(attempt?.attributes).toMatchObject({ 'torii.attempt.reason': 'first', 'error.type': 'ECONNREFUSED' });
  });

  it("goes on with the client's own trace", async () => {
    const target = await collector();
    const gateway = await gatewayTo(target);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await gateway.chat(QUESTION, { authorization: 'Bearer sk-test-master', traceparent });
    const [root] = await target.taken(2);
    expect(root).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331' });
  });

  it('is not exported where it wants no log', async () => {
    const target = await collector();
    const gateway = await gatewayTo(target);
    await gateway.chat({ ...QUESTION, 'no-log': true });
    await gateway.chat({ ...QUESTION, metadata: { marked: 'this-one' } });
    await gateway.call('/torii/destinations/otel/flush', {});
    expect(target.spans).toHaveLength(2);
  });
});

describe('a collector that is away', () => {
  it('gets what waited once it is back', async () => {
    const target = await collector();
    target.answerWith({ status: 503, body: 'starting' });
    const gateway = await gatewayTo(target);
    await gateway.chat(QUESTION);
    await gateway.call('/torii/destinations/otel/flush', {});
    expect(await stateOf(gateway)).toMatchObject({
      state: 'failing',
      queued: 1,
      sent: 0,
      last_error: { message: 'it answered with status 503: starting' },
    });
    target.answerWith(undefined);
    await gateway.call('/torii/destinations/otel/flush', {});
    expect(await stateOf(gateway)).toMatchObject({ state: 'ok', queued: 0, sent: 1, dropped: 0 });
    expect(target.spans).toHaveLength(2);
  });

  it('is asked nothing while it is paused', async () => {
    const target = await collector();
    const gateway = await gatewayTo(target);
    await gateway.call('/torii/destinations/otel/pause', {});
    await gateway.chat(QUESTION);
    await gateway.call('/torii/destinations/otel/flush', {});
    expect(await stateOf(gateway)).toMatchObject({ state: 'paused', queued: 1 });
    expect(target.bytes).toHaveLength(0);
    await gateway.call('/torii/destinations/otel/resume', {});
    expect(await target.taken(2)).toHaveLength(2);
  });
});

describe('a collector that refuses', () => {
  it('costs the traces, one line of the log, and no further try', async () => {
    const target = await collector();
    target.answerWith({ status: 400, body: 'not so' });
    const gateway = await gatewayTo(target);
    for (let call = 0; call < 3; call += 1) {
      await gateway.chat(QUESTION);
      await gateway.call('/torii/destinations/otel/flush', {});
    }
    expect(await stateOf(gateway)).toMatchObject({ queued: 0, sent: 0, dropped: 3 });
    expect(gateway.log.filter((line) => line.includes('refused traces'))).toHaveLength(1);
  });

  it('the key says so when it is tested', async () => {
    const target = await collector();
    const gateway = await startTestGateway(MODELS, { OTEL_EXPORTER_OTLP_ENDPOINT: target.url });
    const answer = await gateway.call('/torii/destinations/otel/test', {});
    expect(await answer.json()).toMatchObject({ ok: false, detail: expect.stringContaining('the key is wrong') });
  });

  it.each([401, 403])('the key (%s) gets what waited when the key is right', async (status) => {
    const target = await collector();
    target.answerWith({ status, body: 'no' });
    const gateway = await gatewayTo(target);
    await gateway.chat(QUESTION);
    await gateway.call('/torii/destinations/otel/flush', {});
    expect(await stateOf(gateway)).toMatchObject({
      state: 'failing',
      queued: 1,
      dropped: 0,
      last_error: { message: expect.stringContaining('OTEL_EXPORTER_OTLP_HEADERS') },
    });
    target.answerWith(undefined);
    await gateway.call('/torii/destinations/otel/flush', {});
    expect(await target.taken(2)).toHaveLength(2);
    expect(await stateOf(gateway)).toMatchObject({ state: 'ok', queued: 0, sent: 1, dropped: 0 });
  });
});

describe('without callbacks', () => {
  it('there is no destination', async () => {
    const gateway = await startTestGateway(
      'model_list:\n  - { model_name: a, litellm_params: { model: demo/chat } }\n',
    );
    expect(await (await gateway.call('/torii/destinations')).json()).toEqual({ destinations: [] });
    expect((await gateway.call('/torii/destinations/otel/test', {})).status).toBe(404);
  });
});
