import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { fromWorkerSchema } from '../../src/protocol/worker.ts';
import { removeFolder } from '../support/removeFolder.ts';

const DIST = join(import.meta.dirname, '..', '..', 'dist');

const CONFIG = `
general_settings: { master_key: sk-test-worker }
model_list: [{ model_name: sonnet, litellm_params: { model: bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0 } }]
`;

test('the built worker serves, knows the prices that it loads late, keeps its compiled code in the home, and ends when told to', async () => {
  const home = await mkdtemp(join(tmpdir(), 'torii-worker-'));
  const configFile = join(home, 'config.yaml');
  await writeFile(configFile, CONFIG);
  const worker = new Worker(join(DIST, 'worker.cjs'), {
    workerData: { home },
    execArgv: [],
  });
  worker.postMessage({
    type: 'start',
    start: { home, host: '127.0.0.1', port: 0, configFile, logLevel: 'warn', version: 'test', distDir: DIST },
  });
  try {
    const baseUrl = await ready(worker);
    const answer = await fetch(`${baseUrl}/health/liveliness`);
    expect(answer.status).toBe(200);
    const headers = { authorization: 'Bearer sk-test-worker' };
    const models = await (await fetch(`${baseUrl}/model/info`, { headers })).text();
    expect(JSON.parse(models)).toMatchObject({ data: [{ model_info: { input_cost_per_token: 0.000003 } }] });
    expect(existsSync(join(home, 'cache', 'compiled'))).toBe(true);
    const ended = new Promise<number>((resolve) => worker.once('exit', resolve));
    worker.postMessage({ type: 'stop', drainMs: 0 });
    expect(await ended).toBe(0);
  } finally {
    await worker.terminate();
    await removeFolder(home);
  }
});

function ready(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (raw: unknown) => {
      const message = fromWorkerSchema.parse(raw);
      if (message.type === 'ready') resolve(message.baseUrl);
      if (message.type === 'failed') reject(new Error(message.message));
    });
  });
}
