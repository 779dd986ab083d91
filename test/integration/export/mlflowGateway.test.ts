import { describe, expect, it, onTestFinished } from 'vitest';
import { TEST_CREDENTIALS } from '../../simulators/bedrock/authentication.ts';
import { type MlflowSimulatorOptions, startMlflowSimulator } from '../../simulators/mlflow/mlflowSimulator.ts';
import { SERVER_ARN, startSagemakerMlflow } from '../../simulators/mlflow/sagemakerMlflow.ts';
import { startProxySimulator } from '../../simulators/network/proxySimulator.ts';
import { createTestAuthority } from '../../simulators/network/testAuthority.ts';
import { startTlsFront } from '../../simulators/network/tlsFront.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from '../support/gateway.ts';

const MODELS = `model_list:
  - model_name: hello
    litellm_params: { model: demo/chat }
  - model_name: broken
    litellm_params: { model: openai/none, api_base: "http://127.0.0.1:9", api_key: sk-test-none }
`;
/** As the workshop writes it. */
const WORKSHOP = `${MODELS}litellm_settings:
  num_retries: 0
  success_callback: ["mlflow"]
  failure_callback: ["mlflow"]
  callbacks: ["mlflow_callback.mlflow_callback_instance"]
  mlflow:
    tracking_uri: os.environ/MLFLOW_TRACKING_URI
    experiment_name: os.environ/MLFLOW_EXPERIMENT_NAME
    metrics: [latency, prompt_tokens, completion_tokens, total_tokens, cost_usd]
    params: [model, messages, max_tokens, region]
    tags: [request_id, deployment, user]
`;
const QUESTION = {
  model: 'hello',
  messages: [{ role: 'user', content: 'What is a gateway?' }],
  max_tokens: 50,
  user: 'bob',
};

async function start(options: MlflowSimulatorOptions = {}) {
  const mlflow = await startMlflowSimulator(options);
  onTestFinished(() => mlflow.close());
  const gateway = await startTestGateway(WORKSHOP, {
    MLFLOW_TRACKING_URI: mlflow.url,
    MLFLOW_EXPERIMENT_NAME: '/litellm-monitoring',
  });
  return { mlflow, gateway };
}

async function flush(gateway: TestGateway): Promise<void> {
  for (const id of ['mlflow', 'mlflow-runs']) await gateway.call(`/torii/destinations/${id}/flush`, {});
}

describe('the workshop’s config', () => {
  it('records each call as a run and as a trace, failed ones as failed', async () => {
    const { gateway, mlflow } = await start();
    await gateway.chat(QUESTION);
    await gateway.chat({ ...QUESTION, model: 'broken' });
    await flush(gateway);
    const runs = mlflow.runs.toSorted((one, other) => one.startTime - other.startTime);
    expect(runs.map(({ status }) => status)).toEqual(['FINISHED', 'FAILED']);
    expect(mlflow.experiments.map(({ name }) => name)).toContain('/litellm-monitoring');
    expect([...(runs[0]?.metrics.keys() ?? [])]).toEqual([
      ...['latency_ms', 'latency', 'prompt_tokens', 'completion_tokens', 'total_tokens', 'cost_usd'],
    ]);
    expect(runs[0]?.params.get('messages')).toBe(JSON.stringify(QUESTION.messages));
    expect(runs[0]?.tags.get('user')).toBe('bob');
    expect(runs[0]?.artifacts.get('prompt.txt')).toBe('user: What is a gateway?');
    expect(runs[0]?.artifacts.get('response.txt')).toMatch(/\w/);
    expect(runs[1]?.artifacts.get('error.txt')).toContain('openai/none');
    const roots = mlflow.traces.map(({ spans }) => spans[0]);
    expect(roots.map((root) => root?.status.code).toSorted()).toEqual([0, 2]);
    const ids = runs.map(({ name }) => name).toSorted();
    expect(roots.map((root) => root?.attributes['litellm_call_id']).toSorted()).toEqual(ids);
  });

  it('on an older server records runs alone, and says so', async () => {
    const { gateway, mlflow } = await start({ traces: 'none', version: '2.16.2' });
    await gateway.chat(QUESTION);
    await flush(gateway);
    expect(mlflow.runs).toHaveLength(1);
    const test = await (await gateway.call('/torii/destinations/mlflow/test', {})).json();
    expect(test).toMatchObject({ ok: true, version: '2.16.2', transport: 'runs' });
  });
});

describe('a company’s network', () => {
  it('is gone through: its proxy, and its own authority', async () => {
    const host = 'mlflow.corp.test';
    const mlflow = await startMlflowSimulator();
    onTestFinished(() => mlflow.close());
    const authority = await createTestAuthority();
    const front = await startTlsFront(mlflow.url, { certificate: await authority.issue(`DNS:${host}`) });
    const proxy = await startProxySimulator({ hosts: { [host]: front } });
    const trust = `torii_settings:\n  network: { ssl_verify: "${authority.file}" }\n`;
    const gateway = await startTestGateway(`${WORKSHOP}${trust}`, {
      MLFLOW_TRACKING_URI: `https://${host}`,
      HTTPS_PROXY: proxy.url,
    });
    await gateway.chat(QUESTION);
    await flush(gateway);
    expect(mlflow.runs).toHaveLength(1);
    expect(mlflow.traces).toHaveLength(1);
    expect(new Set(proxy.requests)).toEqual(new Set([`CONNECT ${host}:443`]));
  });
});

describe('secrets', () => {
  it('leave neither in prompts nor in metadata, and the login of MLflow is told to nobody else', async () => {
    const authorization = `Basic ${Buffer.from('ann:mlflow-password-1').toString('base64')}`;
    const mlflow = await startMlflowSimulator({ authorization });
    onTestFinished(() => mlflow.close());
    const login = { MLFLOW_TRACKING_USERNAME: 'ann', MLFLOW_TRACKING_PASSWORD: 'mlflow-password-1' };
    const gateway = await startTestGateway(WORKSHOP, { MLFLOW_TRACKING_URI: mlflow.url, ...login });
    const secret = 'AKIAEXAMPLE000000009';
    const content = `My key is ${secret}, what now?`;
    await gateway.chat({
      ...QUESTION,
      messages: [{ role: 'user', content }],
      metadata: { user: secret, tags: [secret] },
    });
    await flush(gateway);
    expect(mlflow.runs).toHaveLength(1);
    const bytes = mlflow.calls.map(({ body }) => body.toString('latin1')).join('\n');
    expect(bytes).toContain('My key is [hidden], what now?');
    expect(bytes).not.toContain(secret);
    const told = [await (await gateway.call('/torii/destinations')).text(), gateway.log.join('\n')].join('\n');
    expect(told).not.toMatch(/mlflow-password-1|Basic /);
  });
});

describe('/torii/mlflow', () => {
  it('describes a server of one’s own, and gives its address as the way to it', async () => {
    const { gateway, mlflow } = await start();
    expect(await (await gateway.call('/torii/mlflow')).json()).toMatchObject({
      ...{ kind: 'plain', address: mlflow.url, active: true, version: '3.17.2', stoppable: false, status: null },
      experiments: ['/litellm-monitoring'],
    });
    const link = await (await gateway.call('/torii/mlflow/link', {})).json();
    expect(link).toEqual({ url: mlflow.url, expires_in: null, single_use: false });
    const stop = await gateway.call('/torii/mlflow/stop', {});
    expect(stop.status).toBe(409);
    expect(await stop.text()).toContain('not on SageMaker');
  });

  it('says what is missing where the config names no MLflow', async () => {
    const answer = await (await startTestGateway(MODELS)).call('/torii/mlflow');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('MLFLOW_TRACKING_URI');
  });

  it('starts, stops and opens SageMaker’s', async () => {
    const sagemaker = await startSagemakerMlflow();
    onTestFinished(() => sagemaker.close());
    const gateway = await startTestGateway(WORKSHOP, {
      MLFLOW_TRACKING_ARN: SERVER_ARN,
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_SAGEMAKER: sagemaker.controlUrl,
      SAGEMAKER_MLFLOW_CUSTOM_ENDPOINT: sagemaker.tracking.url,
    });
    const ask = async (path: string, body?: object) => await (await gateway.call(`/torii/mlflow${path}`, body)).json();
    expect(await ask('')).toMatchObject({
      ...{ kind: 'tracking-server', arn: SERVER_ARN, status: 'Created', active: true, size: 'Small', stoppable: true },
    });
    const link = await gateway.call('/torii/mlflow/link', {});
    expect(link.headers.get('cache-control')).toBe('no-store');
    expect(await link.json()).toMatchObject({
      url: expect.stringContaining('authToken='),
      expires_in: 300,
      single_use: true,
    });
    expect(gateway.log.join('\n')).not.toContain('authToken');
    expect(await ask('/stop', {})).toMatchObject({ status: 'Stopping', active: false });
    sagemaker.status = 'Stopped';
    expect(await ask('/start', {})).toMatchObject({ status: 'Starting' });
    expect(await ask('/stop', {})).toMatchObject({ error: { message: expect.stringContaining('not active') } });
  });
});

describe('a score in MLflow', () => {
  const post = async (gateway: TestGateway, body: Readonly<Record<string, unknown>>): Promise<string> =>
    ((await (await gateway.call('/torii/scores', body)).json()) as { id: string }).id;

  it('is feedback on the trace of its call, once, and gone when it is taken back', async () => {
    let lost = false;
    const { gateway, mlflow } = await start({
      loseAnswer: ({ method, path }) => {
        if (lost || method !== 'POST' || !path.endsWith('/assessments')) return false;
        lost = true;
        return true;
      },
    });
    const trace_id = (await gateway.chat(QUESTION)).headers.get('x-litellm-call-id') ?? '';
    const thumb = await post(gateway, { name: 'thumb', value: true, trace_id, comment: 'to the point' });
    await post(gateway, { name: 'quality', value: 0.5, trace_id });
    await post(gateway, { name: 'label', value: 'helpful', trace_id });
    await flush(gateway);
    await flush(gateway);
    const [feedback] = [...mlflow.assessments.values()];
    expect(feedback).toMatchObject([
      {
        assessment_name: 'thumb',
        feedback: { value: true },
        rationale: 'to the point',
        source: { source_type: 'HUMAN', source_id: 'admin' },
      },
      { assessment_name: 'quality', feedback: { value: 0.5 } },
      { assessment_name: 'label', feedback: { value: 'helpful' } },
    ]);
    await fetch(`${gateway.baseUrl}/torii/scores/${thumb}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${MASTER_KEY}` },
    });
    await flush(gateway);
    expect([...mlflow.assessments.values()][0]?.map(({ assessment_name }) => assessment_name)).toEqual([
      'quality',
      'label',
    ]);
  });

  it('of a task has no place there, and is not sent', async () => {
    const { gateway, mlflow } = await start();
    await gateway.chat(QUESTION);
    const { tasks } = (await (await gateway.call('/torii/tasks')).json()) as { tasks: { id: string }[] };
    await post(gateway, { name: 'done', value: true, task_id: tasks[0]?.id });
    await flush(gateway);
    expect(mlflow.assessments.size).toBe(0);
    const { destinations } = (await (await gateway.call('/torii/destinations')).json()) as {
      destinations: { dropped: number; queued: number }[];
    };
    expect(destinations.map(({ dropped, queued }) => [dropped, queued])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
