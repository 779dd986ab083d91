import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../support/freePort.ts';
import { ensureTool, toolEnvironment } from '../tools/install.ts';
import { litellm } from '../tools/programs.ts';
import type { Bench, Target } from './targets.ts';

const PORTKEY = '1.15.2';
const LITELLM_KEY = 'sk-test-bench-of-the-peers-0123456789';
/** Of what a peer says on its standard error, so much is told when it does not start. */
const MOST_SAID = 2000;
const JSON_TYPE = { 'content-type': 'application/json' };

/** Portkey's gateway from the npm registry and LiteLLM's proxy from the Python index, installed once under TORII_CACHE. */
export async function startPeers(bench: Bench): Promise<readonly Target[]> {
  return [await startPortkey(bench), await startLiteLlm(bench)];
}

async function startPortkey(bench: Bench): Promise<Target> {
  const { directory } = await ensureTool('@portkey-ai/gateway', PORTKEY);
  const port = await freePort();
  const script = join(directory, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  const upstream = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${bench.upstream.url}/v1` };
  return await startPeer(bench, 'Portkey', process.execPath, [script, `--port=${port}`, '--headless'], port, {
    ...JSON_TYPE,
    ...upstream,
    authorization: 'Bearer none',
  });
}

async function startLiteLlm(bench: Bench): Promise<Target> {
  const tool = await litellm();
  const port = await freePort();
  const args = ['--model', 'openai/bench', '--alias', 'bench', '--api_base', `${bench.upstream.url}/v1`];
  return await startPeer(bench, 'LiteLLM', tool.bin('litellm'), [...args, '--port', String(port)], port, {
    ...JSON_TYPE,
    authorization: `Bearer ${LITELLM_KEY}`,
  });
}

async function startPeer(
  bench: Bench,
  name: string,
  program: string,
  args: readonly string[],
  port: number,
  headers: Target['headers'],
): Promise<Target> {
  const child = spawn(program, args, { env: peerEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-MOST_SAID);
  });
  bench.onClose(() => void child.kill('SIGKILL'));
  const target = { name, url: `http://127.0.0.1:${port}`, process: child, headers };
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it listened:\n${said}`);
    if (await answers(target)) return target;
    await setTimeout(500);
  }
  throw new Error(`${name} did not answer within two minutes`);
}

/** LiteLLM asks nobody else: its prices come with it, and no master key is no start. */
function peerEnvironment(): NodeJS.ProcessEnv {
  return {
    ...toolEnvironment(),
    OPENAI_API_KEY: 'none',
    LITELLM_MASTER_KEY: LITELLM_KEY,
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  };
}

async function answers({ url, headers }: Pick<Target, 'url' | 'headers'>): Promise<boolean> {
  const body = JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: 'Say hello.' }] });
  try {
    return (await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })).ok;
  } catch {
    return false;
  }
}
