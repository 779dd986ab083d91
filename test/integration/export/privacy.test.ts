import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLineLogger } from '../../../src/lineLogger.ts';
import { createTraceSpool } from '../../../src/storage/spool/sqliteTraceSpool.ts';
import { systemClock } from '../../../src/systemPorts.ts';
import { SONNET_37 } from '../../simulators/bedrock/fixtures.ts';
import {
  type LangfuseSimulator,
  PUBLIC_KEY,
  SECRET_KEY,
  startLangfuse,
} from '../../simulators/langfuse/langfuseSimulator.ts';
import { type CollectorSimulator, startCollector } from '../../simulators/otlp/collectorSimulator.ts';
import { startLocalServer } from '../../support/localServer.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { bedrockModel, bedrockUpstream } from '../support/upstreams.ts';

/** One of each form; the parts that must never be seen. */
const SECRETS = {
  openai: 'sk-proj-plantedSecret0123456789abcdef',
  awsKeyId: 'AKIAEXAMPLEPLANTED01',
  awsSecret: 'wJalrXUtnFEMI7MDENG9bPxRfiCYEXAMPLEKEYab',
  bearer: 'plantedBearerToken0123456789',
  github: 'ghp_plantedGithubToken0123456789abcd',
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.plantedSignature',
  password: 'plantedPassword1',
} as const;

const PLANTED = [
  `my key is ${SECRETS.openai}`,
  `aws_access_key_id=${SECRETS.awsKeyId} aws_secret_access_key=${SECRETS.awsSecret}`,
  `Authorization: Bearer ${SECRETS.bearer}`,
  `git clone with ${SECRETS.github} and ${SECRETS.jwt}`,
  `postgres://admin:${SECRETS.password}@db.example.com/app`,
].join('\n');

const silent = createLineLogger('error', () => undefined);

/** What all of them sent over the wire. */
interface Watched {
  readonly gateway: TestGateway;
  sent(): string;
  /** Targets that got nothing, by number. */
  silentTargets(): readonly number[];
}

interface Targets {
  readonly otlp: LangfuseSimulator;
  readonly ingestion: LangfuseSimulator;
  readonly collector: CollectorSimulator;
  readonly mlflow: { readonly url: string; readonly bytes: readonly string[] };
}

async function targets(): Promise<Targets> {
  const bytes: string[] = [];
  const mlflow = await startLocalServer((request, response, body) => {
    bytes.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}\n${body}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end(mlflowAnswer(request.url ?? ''));
  });
  const started = {
    otlp: await startLangfuse(),
    ingestion: await startLangfuse({ version: '3.49.1' }),
    collector: await startCollector(),
  };
  for (const server of [mlflow, ...Object.values(started)]) onTestFinished(() => server.close());
  return { ...started, mlflow: { url: mlflow.url, bytes } };
}

/** As much as a client of MLflow needs to go on. */
function mlflowAnswer(url: string): string {
  if (url.includes('experiments')) {
    return JSON.stringify({
      experiment: { experiment_id: '1', name: 'e', lifecycle_stage: 'active' },
      experiment_id: '1',
    });
  }
  const info = { run_id: 'r1', artifact_uri: 'mlflow-artifacts:/1/r1/artifacts', status: 'RUNNING' };
  return url.includes('runs/create') ? JSON.stringify({ run: { info } }) : '{}';
}

async function watched(content: boolean): Promise<Watched> {
  const all = await targets();
  const upstream = await bedrockUpstream();
  upstream.script(SONNET_37, [{ text: `The answer leaks ${PLANTED}` }]);
  const config = `model_list:
${bedrockModel(upstream, 'model', SONNET_37)}
  - { model_name: 'broken ${SECRETS.openai}', litellm_params: { model: openai/none, api_base: "http://127.0.0.1:9", api_key: sk-test-none } }
litellm_settings:
  num_retries: 0
  callbacks: ["langfuse", "otel", "mlflow", "mlflow_callback.mlflow_callback_instance"]
general_settings:
  store_prompts_in_spend_logs: ${content}
`;
  const gateway = await startTestGateway(config, {
    LANGFUSE_HOST: all.otlp.url,
    LANGFUSE_PUBLIC_KEY: PUBLIC_KEY,
    LANGFUSE_SECRET_KEY: SECRET_KEY,
    UPSTREAM_LANGFUSE_HOST: all.ingestion.url,
    UPSTREAM_LANGFUSE_PUBLIC_KEY: PUBLIC_KEY,
    UPSTREAM_LANGFUSE_SECRET_KEY: SECRET_KEY,
    OTEL_EXPORTER_OTLP_ENDPOINT: all.collector.url,
    MLFLOW_TRACKING_URI: all.mlflow.url,
  });
  const parts = [all.otlp, all.ingestion, all.collector, all.mlflow];
  return {
    gateway,
    sent: () => parts.flatMap(({ bytes }) => bytes).join('\n'),
    silentTargets: () => parts.flatMap(({ bytes }, index) => (bytes.length === 0 ? [index] : [])),
  };
}

async function provoke({ gateway }: Watched): Promise<void> {
  const headers = {
    authorization: 'Bearer sk-test-master',
    'user-agent': `Agent/1 Bearer ${SECRETS.bearer}`,
    'x-litellm-tags': `tag ${SECRETS.github}`,
    langfuse_trace_name: `trace ${SECRETS.openai}`,
    langfuse_extra: `Basic ${SECRETS.bearer}`,
  };
  const body = {
    model: 'model',
    user: `user ${SECRETS.awsKeyId}`,
    messages: [
      { role: 'system', content: PLANTED },
      { role: 'user', content: [{ type: 'text', text: PLANTED }] },
    ],
    tools: [{ type: 'function', function: { name: 'f', description: PLANTED, parameters: { type: 'object' } } }],
    metadata: { note: PLANTED, [`key ${SECRETS.openai}`]: 'x', nested: { deep: [PLANTED] }, session_id: SECRETS.jwt },
    stop: [`stop ${SECRETS.openai}`],
  };
  const answer = await gateway.chat(body, headers);
  await gateway.chat({ ...body, stream: true }, headers).then((response) => response.text());
  await gateway.chat({ ...body, model: `broken ${SECRETS.openai}` }, headers);
  const trace_id = answer.headers.get('x-litellm-call-id') ?? '';
  await gateway.call('/torii/scores', {
    name: 'remark',
    value: PLANTED.slice(0, 300),
    data_type: 'TEXT',
    comment: PLANTED,
    trace_id,
  });
  const { destinations } = (await (await gateway.call('/torii/destinations')).json()) as {
    destinations: { id: string; content: boolean }[];
  };
  expect(destinations.length).toBeGreaterThanOrEqual(5);
  for (const { id } of destinations) await gateway.call(`/torii/destinations/${id}/flush`, {});
}

describe.each([
  ['allowed', true],
  ['not allowed', false],
])('where prompts and answers are %s', (_name, content) => {
  it('no secret leaves for any destination', async () => {
    const all = await watched(content);
    await provoke(all);
    const sent = all.sent();
    expect(all.silentTargets()).toEqual([]);
    // There is something to look at, and it is what was planted.
    expect(sent).toContain('[hidden]');
    expect(sent.includes('The answer leaks')).toBe(content);
    expect(sent.includes('git clone with')).toBe(true);
    for (const secret of Object.values(SECRETS)) expect(sent).not.toContain(secret);
  });
});

describe('the spool on disk', () => {
  it('holds no secret, and no content that nobody may have', async () => {
    const all = await watched(false);
    const ids = ['langfuse', 'langfuse-upstream', 'otel'];
    for (const id of ids) await all.gateway.call(`/torii/destinations/${id}/pause`, {});
    await provoke(all);
    await all.gateway.close(0);
    const file = join(all.gateway.directory, 'home', 'spool.db');
    const spool = createTraceSpool({ file, clock: systemClock, logger: silent, limit: () => 1e9 });
    onTestFinished(() => spool.close());
    const waiting = await Promise.all(ids.map((id) => spool.claim(id, { entries: 100, size: 1e9 })));
    const kept = waiting.flat().map(({ payload }) => payload);
    expect(kept.length).toBeGreaterThanOrEqual(3 * ids.length);
    expect(kept.join()).not.toContain('The answer leaks');
    for (const secret of Object.values(SECRETS)) expect(kept.join()).not.toContain(secret);
  });
});
