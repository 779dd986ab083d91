import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createModelCatalog } from '../../src/catalog/modelCatalog.ts';
import type { Deployment } from '../../src/domain/deployment.ts';
import type { Provider, ProviderCall } from '../../src/domain/ports.ts';
import { createBedrockMantleProvider } from '../../src/providers/bedrockMantle/bedrockMantleProvider.ts';
import {
  collect,
  memoryLogger,
  STILL_CLOCK,
  textOf,
  toCall,
  toDeployment,
  toRequest,
} from '../simulators/bedrock/fixtures.ts';
import { failureOf } from '../simulators/bedrock/providerHarness.ts';
import { MANTLE_TOKEN, type MantleSimulator, startMantleSimulator } from '../simulators/mantle/mantleSimulator.ts';

let simulator: MantleSimulator;
let provider: Provider;

beforeEach(async () => {
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  simulator = await startMantleSimulator();
  const environment = { OPENAI_API_KEY: 'sk-test-not-for-aws', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
  provider = createBedrockMantleProvider({ clock: STILL_CLOCK, logger: memoryLogger(), environment });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await provider.close();
  await simulator.close();
});

function callOf(overrides: Partial<Deployment> = {}, call: Partial<ProviderCall> = {}): ProviderCall {
  const model = overrides.model ?? 'openai.gpt-oss-120b';
  const deployment = toDeployment(model, {
    provider: 'bedrock_mantle',
    route: undefined,
    litellmModel: `bedrock_mantle/${model}`,
    apiBase: `${simulator.url}/v1`,
    ...overrides,
  });
  return toCall(deployment, { card: createModelCatalog().describe(deployment), ...call });
}

describe('bedrock_mantle/', () => {
  it.each([true, false])('signs its requests (stream: %s)', async (stream) => {
    const answer = await provider.chat(toRequest({ stream }), callOf());
    expect(textOf(await collect(answer))).toBe('You said: Hello');
    expect(answer).toMatchObject({ region: 'us-east-1', upstreamRequestId: 'req-mantle' });
    expect(simulator.requests[0]?.headers.authorization).toContain('/us-east-1/bedrock-mantle/aws4_request');
  });

  it('sends a Bedrock API key where there is one, and never OpenAI’s', async () => {
    await collect(await provider.chat(toRequest(), callOf({ apiKey: MANTLE_TOKEN, aws: {} })));
    expect(simulator.requests[0]?.headers.authorization).toBe(`Bearer ${MANTLE_TOKEN}`);
  });

  it('relays the dialect byte for byte', async () => {
    const body = { model: 'group', messages: [{ role: 'user', content: 'Hi' }] };
    const answer = await provider.relayChat?.(
      { body, stream: true, includeUsage: false, responseModel: 'group' },
      callOf(),
    );
    const pieces: string[] = [];
    for await (const { bytes } of answer?.chunks ?? []) pieces.push(Buffer.from(bytes).toString('utf8'));
    expect(pieces.join('')).toContain('You said: Hi');
    expect(pieces.join('')).toContain('[DONE]');
    expect(simulator.requests[0]?.body['model']).toBe('openai.gpt-oss-120b');
  });

  it('says what to do when the key is refused, under its own name', async () => {
    const aws = { accessKeyId: 'AKIAEXAMPLE000000009', secretAccessKey: 'example-wrong', region: 'us-east-1' };
    const error = await failureOf(provider.chat(toRequest(), callOf({ aws })));
    expect(error).toMatchObject({ kind: 'authentication', provider: 'bedrock_mantle' });
    expect(error.message).toContain('aws_access_key_id');
    expect(error.message).not.toContain('AKIAEXAMPLE000000009');
  });

  it('closes the socket when the client goes away in mid-stream', async () => {
    simulator.stall = true;
    const controller = new AbortController();
    const reading = failureOf(
      provider.chat(toRequest(), callOf({}, { signal: controller.signal })).then((answer) => {
        queueMicrotask(() => controller.abort());
        return collect(answer);
      }),
    );
    expect(await reading).toMatchObject({ kind: 'cancelled', provider: 'bedrock_mantle' });
    await simulator.idle();
    expect(simulator.openSockets).toBe(0);
  });

  it('learns under which path a model is served', async () => {
    const grok = callOf({ model: 'xai.grok-4' });
    for (const _time of [1, 2])
      expect(textOf(await collect(await provider.chat(toRequest(), grok)))).toContain('Hello');
    expect(simulator.requests.map(({ path }) => path)).toEqual([
      '/v1/chat/completions',
      '/openai/v1/chat/completions',
      '/openai/v1/chat/completions',
    ]);
  });

  it('does not send what was aborted before', async () => {
    const signal = AbortSignal.abort();
    expect((await failureOf(provider.chat(toRequest(), callOf({}, { signal })))).kind).toBe('cancelled');
    expect(simulator.requests).toEqual([]);
  });

  it.each([
    ['openai.gpt-oss-120b', {}, 'https://bedrock-mantle.us-east-1.api.aws/v1', 'us-east-1'],
    ['openai.gpt-5.4', {}, 'https://bedrock-mantle.us-east-1.api.aws/openai/v1', 'us-east-1'],
    ['google.gemma-4-31b', {}, 'https://bedrock-mantle.us-east-1.api.aws/openai/v1', 'us-east-1'],
    [
      'us-gov-west-1/openai.gpt-oss-20b',
      { aws: {} },
      'https://bedrock-mantle.us-gov-west-1.api.aws/v1',
      'us-gov-west-1',
    ],
    [
      'm',
      { apiBase: 'https://bedrock-mantle.eu-west-1.api.aws/v1' },
      'https://bedrock-mantle.eu-west-1.api.aws/v1',
      'eu-west-1',
    ],
  ])('%s goes to its place', (model, overrides, apiBase, region) => {
    const call = callOf({ model, apiBase: undefined, ...overrides });
    expect(provider.endpoint(call.deployment)).toEqual({ apiBase, region });
  });
});
