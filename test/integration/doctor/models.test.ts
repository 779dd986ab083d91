import { describe, expect, it, onTestFinished } from 'vitest';
import { refusingUrl } from '../../simulators/bedrock/bedrockSimulator.ts';
import { startLocalServer } from '../../support/localServer.ts';
import { startTestGateway } from '../support/gateway.ts';
import { openAiModel, openAiUpstream } from '../support/upstreams.ts';
import { DEMO, Patient } from './patient.ts';

function patientWith(config: string): Patient {
  const patient = new Patient();
  patient.write(config);
  return patient;
}

const SONNET = 'bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const entry = (name: string, model: string, extra = ''): string =>
  `  - model_name: ${name}\n    litellm_params:\n      model: ${model}\n      aws_region_name: us-east-1\n${extra}`;

describe('models', () => {
  it('finds a config without any', async () => {
    const found = await patientWith('model_list: []\n').only('deployments');
    expect(found).toMatchObject({ status: 'failure' });
    expect(found.fix).toContain('model_list');
    expect(await patientWith(DEMO).only('deployments')).toMatchObject({ status: 'ok' });
  });

  it('finds models whose price is not known', async () => {
    const config = `${DEMO}  - model_name: private\n    litellm_params: { model: openai/our-model, api_base: "http://127.0.0.1:1", api_key: sk-test }\n`;
    const found = await patientWith(config).only('model-prices');
    expect(found).toMatchObject({ status: 'warning', subject: 'private' });
    expect(found.fix).toContain('input_cost_per_token');
    expect(await patientWith(DEMO).only('model-prices')).toMatchObject({ status: 'ok' });
  });

  it('finds fallbacks that lose a capability, of a chain and of the default list', async () => {
    const nova = entry('small', 'bedrock/converse/us.amazon.nova-micro-v1:0');
    const chain = 'litellm_settings:\n  fallbacks: [{ big: [small] }]\n';
    const [found] = await patientWith(`model_list:\n${entry('big', SONNET)}${nova}${chain}`).check(
      'fallback-capabilities',
    );
    expect(found).toMatchObject({ status: 'warning', subject: 'big' });
    expect(found?.summary).toMatch(/^small, a fallback of big, lacks: .*images/);
    const byDefault = 'litellm_settings:\n  default_fallbacks: [small]\n';
    const [again] = await patientWith(`model_list:\n${entry('big', SONNET)}${nova}${byDefault}`).check(
      'fallback-capabilities',
    );
    expect(again).toMatchObject({ status: 'warning', subject: 'big' });
    const fine = patientWith(
      `model_list:\n${entry('big', SONNET)}${entry('twin', SONNET)}litellm_settings:\n  fallbacks: [{ big: [twin] }]\n`,
    );
    expect(await fine.only('fallback-capabilities')).toMatchObject({ status: 'ok' });
  });

  it('finds a fallback for long prompts that takes no more', async () => {
    const config = `model_list:\n${entry('big', SONNET)}${entry('twin', SONNET)}litellm_settings:\n  context_window_fallbacks: [{ big: [twin] }]\n`;
    const [found] = await patientWith(config).check('fallback-capabilities');
    expect(found).toMatchObject({ status: 'warning' });
    expect(found?.fix).toContain('longer context');
  });

  it('says from how many tokens on prompts are cached, and finds cache points that do nothing', async () => {
    const caching = await patientWith(`model_list:\n${entry('big', SONNET)}`).only('prompt-caching');
    expect(caching).toMatchObject({ status: 'ok' });
    expect(caching.summary).toMatch(/big: \d{3,5}/);
    const points = '      cache_control_injection_points: [{ location: message, role: system }]\n';
    const vain = await patientWith(
      `model_list:\n${entry('old', 'bedrock/converse/mistral.mistral-large-2402-v1:0', points)}`,
    ).only('prompt-caching');
    expect(vain).toMatchObject({ status: 'warning', subject: 'old' });
  });
});

describe('models of a running gateway', () => {
  const settings = (origin: string): string =>
    `model_list:\n${openAiModel({ url: origin }, 'coding')}litellm_settings:\n  num_retries: 0\nrouter_settings:\n  cooldown_time: 600\n  allowed_fails: 0\n`;

  it('finds a deployment that rests after failures', async () => {
    const nothing = await startLocalServer((_request, response) => response.writeHead(404).end('{}'));
    onTestFinished(() => nothing.close());
    const gateway = await startTestGateway(settings(nothing.url));
    const patient = new Patient(gateway);
    expect(await patient.only('resting-deployments')).toMatchObject({ status: 'ok' });
    await gateway.chat({ model: 'coding', messages: [{ role: 'user', content: 'Hello' }] });
    const found = await patient.only('resting-deployments');
    expect(found).toMatchObject({ status: 'warning', subject: 'coding' });
    expect(found.detail).toContain('404');
  });

  it('asks each model for one token only when told to, and says the price before', async () => {
    const upstream = await openAiUpstream();
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'well')}${openAiModel({ url: await refusingUrl() }, 'ill')}`,
    );
    const patient = new Patient(gateway);
    const unasked = await patient.only('model-access');
    expect(unasked).toMatchObject({ status: 'skipped' });
    expect(unasked.summary).toContain('One token from each of 2 deployments would cost about $0.000126');
    expect(upstream.requests).toHaveLength(0);

    const { code, out, error } = await patient.run('--model-calls', '--json', '--check', 'model-access');
    expect(code).toBe(1);
    expect(error).toContain('$0.000126');
    expect(upstream.requests.map(({ body }) => body['max_tokens'])).toEqual([1]);
    const { checks } = JSON.parse(out);
    expect(checks).toMatchObject([
      { subject: 'well', status: 'ok' },
      { subject: 'ill', status: 'failure', hop: 'Torii → models' },
    ]);
    expect(checks[1].detail).toContain('refused the connection');
    const rows = await gateway.rows();
    expect(rows).toHaveLength(2);
  });
});
