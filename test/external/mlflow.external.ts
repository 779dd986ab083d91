/** The gateway in front of a real MLflow server: what it records is read by MLflow's own client and REST API. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { mlflow as installMlflow, MLFLOW_VERSION } from '../tools/programs.ts';
import { type MlflowServer, startMlflowServer } from './mlflowServer.ts';
import { runProgram } from './runProgram.ts';
import { startToriiGateway, type ToriiGateway } from './toriiGateway.ts';

const MASTER_KEY = 'sk-test-external-master';
const EXPERIMENT = '/litellm-monitoring';
const SESSION = 'session-tokyo';
const USER = 'bob';
const EXAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'mlflow');
const RUN_LIMIT_MS = 120_000;

const runSchema = z.object({
  name: z.string(),
  status: z.string(),
  ended: z.boolean(),
  params: z.record(z.string(), z.string()),
  metrics: z.record(z.string(), z.number()),
  tags: z.record(z.string(), z.string()),
  files: z.record(z.string(), z.string()),
});
const traceSchema = z.object({
  state: z.string(),
  tags: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  tokens: z.record(z.string(), z.number()).nullable(),
  cost: z.record(z.string(), z.number()).nullable(),
  feedback: z.array(
    z.object({ name: z.string(), value: z.unknown(), rationale: z.string().nullable(), by: z.string() }),
  ),
  spans: z.array(z.object({ name: z.string(), type: z.string(), inputs: z.unknown(), outputs: z.unknown() })),
});
const foundSchema = z.object({
  runs: z.array(runSchema),
  ...{ traces: z.array(traceSchema), session: z.array(traceSchema), user: z.array(traceSchema) },
  ...{ errors: z.array(traceSchema), tagged: z.array(traceSchema) },
});

let python: string;
let mlflow: MlflowServer;
let gateway: ToriiGateway;
let found: z.infer<typeof foundSchema>;

beforeAll(async () => {
  const tool = await installMlflow();
  python = tool.bin('python3');
  mlflow = await startMlflowServer(tool.bin('mlflow'));
  gateway = await startToriiGateway(parse(readFileSync(join(EXAMPLE, 'config.yaml'), 'utf8')), MASTER_KEY, {
    LITELLM_MASTER_KEY: MASTER_KEY,
    MLFLOW_TRACKING_URI: mlflow.url,
    MLFLOW_EXPERIMENT_NAME: EXPERIMENT,
  });
  const judged = await chat({ model: 'demo-chat', metadata: { tags: ['project:torii'] }, user: USER });
  await chat({ model: 'no-such-model', user: USER });
  await judge(judged);
  for (const id of ['mlflow', 'mlflow-runs']) {
    await flush(id);
  }
  found = foundSchema.parse(
    await runPython(join(import.meta.dirname, 'mlflowReader.py'), {
      ...{ RUNS_EXPERIMENT: EXPERIMENT, TRACES_EXPERIMENT: EXPERIMENT, SESSION, TRACE_USER: USER },
    }),
  );
});

afterAll(async () => {
  await gateway?.stop();
  await mlflow?.stop();
});

/** Sends what waits; again where a busy server took too long. Throws the destination's last error where it stays away. */
async function flush(id: string): Promise<void> {
  const state = z.looseObject({ queued: z.number(), last_error: z.unknown() });
  let found = await gateway.call('POST', `/torii/destinations/${id}/flush`, state, {});
  for (let tries = 1; found.queued > 0 && tries < 10; tries += 1) {
    found = await gateway.call('POST', `/torii/destinations/${id}/flush`, state, {});
  }
  expect(found, JSON.stringify(found.last_error)).toMatchObject({ queued: 0 });
}

/** Two scores, of which one is taken back after it has arrived. */
async function judge(callId: string): Promise<void> {
  const score = { trace_id: callId, name: 'thumb', value: true, comment: 'to the point' };
  await gateway.call('POST', '/torii/scores', z.object({ id: z.string() }), score);
  const { id } = await gateway.call('POST', '/torii/scores', z.object({ id: z.string() }), {
    ...score,
    name: 'mistaken',
  });
  await flush('mlflow');
  await gateway.call('DELETE', `/torii/scores/${id}`, z.looseObject({}));
}

/** Gives back the call's id. */
async function chat(body: Record<string, unknown>): Promise<string> {
  const messages = [{ role: 'user', content: 'What is the capital of Japan?' }];
  const response = await fetch(`${gateway.baseUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${MASTER_KEY}`,
      'content-type': 'application/json',
      'x-litellm-session-id': SESSION,
    },
    body: JSON.stringify({ messages, max_tokens: 64, temperature: 0.2, ...body }),
  });
  await response.arrayBuffer();
  return response.headers.get('x-litellm-call-id') ?? '';
}

/** What a Python script prints as its last line. */
async function runPython(script: string, environment: NodeJS.ProcessEnv): Promise<Record<string, unknown> | undefined> {
  const run = await runProgram(python, [script], {
    timeout: RUN_LIMIT_MS,
    env: { ...mlflow.environment, ...environment },
  });
  expect(run.exitCode, run.output).toBe(0);
  return run.events.at(-1);
}

describe('a real MLflow server', () => {
  it('has a run for each call, with metrics, parameters, tags and files', () => {
    const [good] = found.runs.filter(({ status }) => status === 'FINISHED');
    expect(good?.ended).toBe(true);
    expect(good?.metrics).toMatchObject({ latency_ms: expect.any(Number), cost_usd: 0 });
    expect(good?.metrics['total_tokens']).toBeGreaterThan(0);
    expect(good?.params).toEqual({ model: 'chat', temperature: '0.2', max_tokens: '64' });
    expect(good?.tags).toMatchObject({
      user: USER,
      status: 'success',
      litellm_call_id: good?.name,
      model_group: 'demo-chat',
    });
    expect(good?.files['prompt.txt']).toBe('user: What is the capital of Japan?');
    expect(good?.files['response.txt']).toMatch(/\w/);
  });

  it('has a FAILED run for a call that failed', () => {
    const failed = found.runs.filter(({ status }) => status === 'FAILED');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.tags).toMatchObject({ status: 'failure' });
    expect(failed[0]?.files['error.txt']).toContain('no-such-model');
  });

  it('finds traces by session, user and tag, with tokens, cost and the conversation', () => {
    expect(found.traces.map(({ state }) => state).toSorted()).toEqual(['ERROR', 'OK']);
    const [trace] = found.tagged;
    expect(trace?.metadata).toMatchObject({ 'mlflow.trace.session': SESSION, 'mlflow.trace.user': USER });
    expect(trace?.tokens?.['total_tokens']).toBeGreaterThan(0);
    expect(trace?.cost).toEqual({ input_cost: 0, output_cost: 0, total_cost: 0 });
    expect(trace?.spans[0]).toMatchObject({
      name: 'litellm-acompletion',
      type: 'CHAT_MODEL',
      inputs: { messages: [{ role: 'user', content: 'What is the capital of Japan?' }] },
      outputs: { choices: [{ message: { role: 'assistant' } }] },
    });
    expect(found.session).toHaveLength(2);
    expect(found.user).toHaveLength(2);
    expect(found.errors).toHaveLength(1);
  });

  it('shows a score as feedback, and one that was taken back no more', () => {
    expect(found.tagged[0]?.feedback).toEqual([{ name: 'thumb', value: true, rationale: 'to the point', by: 'admin' }]);
  });

  it('tells the same over its REST API', async () => {
    const experiment = await fetch(
      `${mlflow.url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=${encodeURIComponent(EXPERIMENT)}`,
    );
    const { experiment_id: id } = ((await experiment.json()) as { experiment: { experiment_id: string } }).experiment;
    const search = await fetch(`${mlflow.url}/api/2.0/mlflow/runs/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ experiment_ids: [id], filter: "attributes.status = 'FAILED'" }),
    });
    expect(((await search.json()) as { runs: unknown[] }).runs).toHaveLength(1);
  });

  it('is tested from the gateway, with its version and the way traces go', async () => {
    const answer = z.object({ ok: z.boolean(), detail: z.string(), version: z.string(), transport: z.string() });
    expect(await gateway.call('POST', '/torii/destinations/mlflow/test', answer, {})).toMatchObject({
      ...{ ok: true, version: MLFLOW_VERSION, transport: 'otlp' },
    });
  });

  it('is filled by the example’s script', async () => {
    const printed = await runPython(join(EXAMPLE, 'test_litellm_mlflow.py'), {
      LITELLM_BASE_URL: gateway.baseUrl,
      LITELLM_MASTER_KEY: MASTER_KEY,
      MLFLOW_EXPERIMENT_NAME: EXPERIMENT,
    });
    expect(printed).toEqual({
      good: 'FINISHED',
      bad: 'FAILED',
      files: ['prompt.txt', 'response.txt', 'error.txt', 'prompt.txt'],
    });
  });
});
