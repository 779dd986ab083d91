/** The oldest MLflow that SageMaker offers: it knows no traces, and its limits are the narrowest. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { oldMlflow } from '../tools/programs.ts';
import { type MlflowServer, startMlflowServer } from './mlflowServer.ts';
import { startToriiGateway, type ToriiGateway } from './toriiGateway.ts';

const MASTER_KEY = 'sk-test-external-master';
const LONG = '長い'.repeat(10_000);

const runsSchema = z.object({
  runs: z.array(
    z.object({
      info: z.object({ run_name: z.string(), status: z.string() }),
      data: z.object({ params: z.array(z.object({ key: z.string(), value: z.string() })) }),
    }),
  ),
});

let mlflow: MlflowServer;
let gateway: ToriiGateway;

beforeAll(async () => {
  mlflow = await startMlflowServer((await oldMlflow()).bin('mlflow'));
  const config = {
    model_list: [{ model_name: 'demo-chat', litellm_params: { model: 'demo/chat' } }],
    litellm_settings: {
      callbacks: ['mlflow_callback.mlflow_callback_instance'],
      success_callback: ['mlflow'],
      mlflow: { params: ['messages'] },
    },
    general_settings: { master_key: MASTER_KEY },
    torii_settings: { export_max_text_length: 50_000 },
  };
  gateway = await startToriiGateway(config, MASTER_KEY, { MLFLOW_TRACKING_URI: mlflow.url });
});

afterAll(async () => {
  await gateway?.stop();
  await mlflow?.stop();
});

it('gets runs alone, within its limits, whatever was asked', async () => {
  for (const content of ['Hello', LONG]) {
    const body = { model: 'demo-chat', messages: [{ role: 'user', content }] };
    await gateway.call('POST', '/v1/chat/completions', z.looseObject({}), body);
  }
  const destination = z.looseObject({ sent: z.number(), dropped: z.number() });
  const traces = await gateway.call('POST', '/torii/destinations/mlflow/flush', destination, {});
  const runs = await gateway.call('POST', '/torii/destinations/mlflow-runs/flush', destination, {});
  expect([traces, runs]).toMatchObject([
    { sent: 0, dropped: 0 },
    { sent: 2, dropped: 0 },
  ]);
  const found = await fetch(`${mlflow.url}/api/2.0/mlflow/runs/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ experiment_ids: ['1'] }),
  });
  const { runs: written } = runsSchema.parse(await found.json());
  expect(written.map(({ info }) => info.status)).toEqual(['FINISHED', 'FINISHED']);
  expect(Math.max(...written.map(({ data }) => data.params[0]?.value.length ?? 0))).toBe(6000);
});
