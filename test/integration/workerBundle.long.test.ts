import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { fromWorkerSchema } from '../../src/protocol/worker.ts';
import { removeFolder } from '../support/removeFolder.ts';

const DIST = join(import.meta.dirname, '..', '..', 'dist');

const configOf = (upstream: string): string => `
general_settings: { master_key: sk-test-worker }
litellm_settings: { callbacks: [prometheus] }
model_list:
  - { model_name: sonnet, litellm_params: { model: bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0 } }
  - { model_name: own, litellm_params: { model: openai/own, api_base: '${upstream}', api_key: sk-test-own } }
`;
const ANSWER = {
  ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'own' },
  choices: [{ index: 0, message: { role: 'assistant', content: 'from a server' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 3, total_tokens: 4 },
};

test('the built worker serves, loads late what asks a server, prices and counts, keeps its compiled code in the home, and ends when told to', async () => {
  const home = await mkdtemp(join(tmpdir(), 'torii-worker-'));
  const configFile = join(home, 'config.yaml');
  const upstream = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json').end(JSON.stringify(ANSWER));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  await writeFile(configFile, configOf(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`));
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
    expect(JSON.parse(models)).toMatchObject({
      data: [{ model_info: { input_cost_per_token: 0.000003 } }, { model_name: 'own' }],
    });
    const chat = { model: 'own', messages: [{ role: 'user', content: 'Hi' }] };
    const asked = await fetch(`${baseUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(chat),
    });
    expect(await asked.text()).toContain('from a server');
    expect(await (await fetch(`${baseUrl}/metrics`, { headers })).text()).toContain('litellm_');
    expect(existsSync(join(home, 'cache', 'compiled'))).toBe(true);
    const ended = new Promise<number>((resolve) => worker.once('exit', resolve));
    worker.postMessage({ type: 'stop', drainMs: 0 });
    expect(await ended).toBe(0);
  } finally {
    await worker.terminate();
    upstream.close().closeAllConnections();
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

test('no part of the built gateway copies the names of another one with each call', () => {
  const parts = readdirSync(join(DIST, 'gateway')).map((name) => readFileSync(join(DIST, 'gateway', name), 'utf8'));
  expect(parts.length).toBeGreaterThan(5);
  expect(parts.filter((text) => /=> ?\w*\(?\w*\(require\("\.\//.test(text))).toEqual([]);
});
