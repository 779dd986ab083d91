import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusingUrl } from '../simulators/bedrock/bedrockSimulator.ts';
import { parsePrometheus, type Sample } from '../support/prometheusText.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];
const ON = 'litellm_settings:\n  callbacks: ["prometheus"]\n  num_retries: 0\n';

async function scrape(gateway: TestGateway): Promise<ReturnType<typeof parsePrometheus>> {
  const answer = await gateway.call('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return parsePrometheus(await answer.text());
}

async function samples(gateway: TestGateway, family: string, name = family): Promise<readonly Sample[]> {
  return ((await scrape(gateway)).get(family)?.samples ?? []).filter((sample) => sample.name === name);
}

async function keyOf(gateway: TestGateway, body: Record<string, unknown>): Promise<Record<string, string>> {
  const made = (await (await gateway.call('/key/generate', body)).json()) as { key: string };
  return { authorization: `Bearer ${made.key}` };
}

async function withModel(settings = ON, extra = ''): Promise<TestGateway> {
  const upstream = await openAiUpstream();
  return await startTestGateway(`model_list:\n${openAiModel(upstream, 'coding', 'model-1', extra)}${settings}`);
}

describe('/metrics', () => {
  it('is not there unless the callbacks name prometheus', async () => {
    const gateway = await withModel('');
    const answer = await gateway.call('/metrics');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('litellm_settings.callbacks');
  });

  it('asks for the key of somebody who sees everything, unless the config opens it', async () => {
    const closed = await withModel();
    expect((await closed.call('/metrics', undefined, {})).status).toBe(401);
    expect((await closed.call('/metrics', undefined, await keyOf(closed, {}))).status).toBe(401);
    expect((await closed.call('/metrics/')).status).toBe(200);
    const open = await withModel(`${ON}  require_auth_for_metrics_endpoint: false\n`);
    expect((await open.call('/metrics', undefined, {})).status).toBe(200);
  });

  it('counts requests, tokens and money by LiteLLM’s names and labels', async () => {
    const gateway = await withModel();
    const caller = await keyOf(gateway, { key_alias: 'coder', max_budget: 10, budget_duration: '1d' });
    await gateway.chat({ model: 'coding', messages: HELLO, user: 'somebody' }, caller);
    await gateway.chat({ model: 'coding', messages: HELLO, stream: true }, caller).then((answer) => answer.text());
    await gateway.chat({ model: 'nothing', messages: HELLO }, caller);
    const rows = await gateway.rows();
    const spent = rows.reduce((sum, { spend }) => sum + (spend ?? 0), 0);
    const input = rows.reduce((sum, row) => sum + row.prompt_tokens, 0);

    const [total] = await samples(gateway, 'litellm_requests_metric_total');
    expect(total).toMatchObject({ value: 2, labels: { api_key_alias: 'coder', model: 'model-1', end_user: '' } });
    expect(Object.keys(total?.labels ?? {})).toEqual(
      expect.arrayContaining(['hashed_api_key', 'team', 'team_alias', 'user', 'user_email', 'model_id']),
    );
    expect((await samples(gateway, 'litellm_spend_metric_total'))[0]?.value).toBeCloseTo(spent, 9);
    expect((await samples(gateway, 'litellm_input_tokens_metric_total'))[0]).toMatchObject({
      value: input,
      labels: { requested_model: 'coding' },
    });
    const statuses = (await samples(gateway, 'litellm_proxy_total_requests_metric_total')).map(({ labels }) => [
      labels['status_code'],
      labels['route'],
    ]);
    expect(statuses).toEqual([
      ['200', '/v1/chat/completions'],
      ['400', '/v1/chat/completions'],
    ]);
    expect(await samples(gateway, 'litellm_proxy_failed_requests_metric_total')).toMatchObject([
      { value: 1, labels: { exception_status: '400', requested_model: 'nothing' } },
    ]);
    const first = 'litellm_llm_api_time_to_first_token_metric';
    expect(await samples(gateway, first, `${first}_count`)).toMatchObject([{ value: 1 }]);
    const latency = 'litellm_request_total_latency_metric';
    expect(await samples(gateway, latency, `${latency}_count`)).toMatchObject([{ value: 2 }]);
    const left = (await samples(gateway, 'litellm_remaining_api_key_budget_metric'))[0];
    expect(left?.labels['api_key_alias']).toBe('coder');
    expect(left?.value).toBeCloseTo(10 - spent, 6);
    expect((await samples(gateway, 'litellm_api_key_budget_remaining_hours_metric'))[0]?.value).toBeLessThanOrEqual(24);
  });

  it('counts attempts and fallbacks, and says which deployments rest', async () => {
    const upstream = await openAiUpstream();
    const ill = openAiModel({ url: await refusingUrl() }, 'ill');
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'well')}${ill}${ON}  fallbacks: [{ ill: [well] }]\n`,
    );
    await gateway.chat({ model: 'ill', messages: HELLO });
    expect(await samples(gateway, 'litellm_deployment_failure_responses_total')).toMatchObject([
      { value: 1, labels: { exception_class: 'APIConnectionError', api_provider: 'openai', requested_model: 'ill' } },
    ]);
    expect(await samples(gateway, 'litellm_deployment_success_responses_total')).toMatchObject([{ value: 1 }]);
    expect(await samples(gateway, 'litellm_deployment_successful_fallbacks_total')).toMatchObject([
      { value: 1, labels: { requested_model: 'ill', fallback_model: 'well', exception_class: 'APIConnectionError' } },
    ]);
    const states = await samples(gateway, 'litellm_deployment_state');
    expect(states.map(({ value }) => value)).toEqual([0, 0]);
    expect(await samples(gateway, 'litellm_in_flight_requests')).toMatchObject([{ value: 0 }]);
  });

  it('says when a deployment begins to rest', async () => {
    const upstream = await openAiUpstream({ apiKey: 'sk-test-other' });
    const gateway = await startTestGateway(
      `model_list:\n${openAiModel(upstream, 'coding')}${ON}router_settings:\n  cooldown_time: 600\n`,
    );
    await gateway.chat({ model: 'coding', messages: HELLO });
    expect(await samples(gateway, 'litellm_deployment_cooled_down_total')).toMatchObject([
      { value: 1, labels: { exception_status: '401' } },
    ]);
    expect(await samples(gateway, 'litellm_deployment_state')).toMatchObject([{ value: 2 }]);
  });

  it('has the metrics of the GenAI conventions with their buckets', async () => {
    const gateway = await withModel();
    await gateway.chat({ model: 'coding', messages: HELLO, stream: true }).then((answer) => answer.text());
    const families = await scrape(gateway);
    const edges = (name: string): readonly (string | undefined)[] =>
      (families.get(name)?.samples ?? [])
        .filter((sample) => sample.name.endsWith('_bucket'))
        .map(({ labels }) => labels['le']);
    expect([...new Set(edges('gen_ai_client_token_usage'))]).toEqual(
      [
        '1',
        '4',
        '16',
        '64',
        '256',
        '1024',
        '4096',
        '16384',
        '65536',
        '262144',
        '1048576',
        '4194304',
        '16777216',
      ].concat(['67108864', '+Inf']),
    );
    const duration = 'gen_ai_client_operation_duration_seconds';
    expect([...new Set(edges(duration))].slice(0, 3)).toEqual(['0.01', '0.02', '0.04']);
    expect([...new Set(edges(duration))].slice(-2)).toEqual(['81.92', '+Inf']);
    const usage = await samples(gateway, 'gen_ai_client_token_usage', 'gen_ai_client_token_usage_count');
    expect(usage.map(({ labels }) => labels)).toEqual(
      ['input', 'output'].map((type) => ({
        gen_ai_operation_name: 'chat',
        gen_ai_provider_name: 'openai',
        gen_ai_request_model: 'coding',
        gen_ai_response_model: 'model-1',
        gen_ai_token_type: type,
      })),
    );
  });

  it('keeps to the metrics and labels that prometheus_metrics_config chooses', async () => {
    const gateway = await withModel(
      `${ON}  enable_end_user_cost_tracking_prometheus_only: true\n  prometheus_metrics_config:\n    - { group: few, metrics: [litellm_requests_metric], include_labels: [end_user, model] }\n`,
    );
    await gateway.chat({ model: 'coding', messages: HELLO, user: 'somebody' });
    const families = await scrape(gateway);
    expect([...families.keys()]).toEqual(['litellm_requests_metric_total']);
    expect(families.get('litellm_requests_metric_total')?.samples).toMatchObject([
      { labels: { end_user: 'somebody', model: 'model-1' }, value: 1 },
    ]);
  });

  it('counts what is too manifold together, and keeps strange names from breaking the format', async () => {
    const gateway = await withModel();
    await gateway.chat({ model: 'say "hi"\\\n{x="y"}', messages: HELLO });
    const strange = await samples(gateway, 'litellm_proxy_failed_requests_metric_total');
    expect(strange[0]?.labels['requested_model']).toBe('say "hi"\\\n{x="y"}');
    for (let round = 0; round < 52; round += 1) {
      const names = Array.from({ length: 20 }, (_, index) => `model-${round}-${index}`);
      await Promise.all(names.map((model) => gateway.chat({ model, messages: HELLO })));
    }
    const many = await samples(gateway, 'litellm_proxy_failed_requests_metric_total');
    expect(many.length).toBe(1001);
    expect(many.find(({ labels }) => labels['requested_model'] === 'other')?.value).toBe(41);
  });

  it('begins to count when a reload of the config switches it on', async () => {
    const gateway = await withModel('');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(gateway.configFile, `${readFileSync(gateway.configFile, 'utf8')}${ON}`);
    await expect.poll(async () => (await gateway.call('/metrics')).status).toBe(200);
    await gateway.chat({ model: 'coding', messages: HELLO });
    expect(await samples(gateway, 'litellm_requests_metric_total')).toMatchObject([{ value: 1 }]);
  });
});

describe('the dashboard for Grafana', () => {
  const dashboard: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../examples/grafana/torii.json'), 'utf8'),
  );
  const queries = [...JSON.stringify(dashboard).matchAll(/"expr":"((?:[^"\\]|\\.)*)"/g)].map(([, expr = '']) =>
    expr.replaceAll('\\"', '"'),
  );

  it('asks for metrics and labels that are exported', async () => {
    const families = await scrape(await withModel());
    const exported = [...families].flatMap(([name, { type }]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    );
    expect(queries.length).toBeGreaterThan(10);
    for (const query of queries) {
      const named = (query.match(/\b(?:litellm|gen_ai_client)_[a-z0-9_]+/g) ?? []).filter(
        (name) => name !== 'litellm_model_name',
      );
      expect([query, named.filter((name) => !exported.includes(name))]).toEqual([query, []]);
      expect(named.length).toBeGreaterThan(0);
    }
  });

  it('groups by labels that its metrics have', async () => {
    const { METRICS } = await import('../../src/telemetry/prometheus/metricTable.ts');
    const labelsOf = (query: string): readonly string[] =>
      Object.entries(METRICS).flatMap(([name, { labels }]) => (query.includes(name) ? [...labels, 'le'] : []));
    for (const query of queries) {
      const groups = [...query.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
      expect([query, groups.filter((label) => !labelsOf(query).includes(label))]).toEqual([query, []]);
    }
  });
});
