import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { startOpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { type CrashTally, tallyOf } from './crashTally.ts';
import { endProcess } from './endProcess.ts';
import { removeFolder } from './removeFolder.ts';

const KEY = 'sk-test-crash';
const CLIENTS = 24;

export interface CrashPlan {
  /** Requests of each round. */
  readonly requests: number;
  /** Of each round: how many whole answers clients have when the gateway is killed. */
  readonly killAfter: readonly number[];
  /** Pause before an event of a stream, ms. */
  pauseMs(eventIndex: number): number;
}

/** What a client knows of its request. */
export interface ClientView {
  readonly tag: string;
  readonly stream: boolean;
  /** Characters of the answer that came. */
  seen: number;
  /** The last byte came. */
  complete: boolean;
}

/**
 * Runs requests, whole and streamed, through the headless program and kills it with SIGKILL amid them, as often as the
 * plan says, always on the same home; then opens the ledger once more and counts.
 */
export async function crashRun(plan: CrashPlan): Promise<CrashTally> {
  const directory = mkdtempSync(join(tmpdir(), 'torii-crash-'));
  const upstream = await startOpenAiSimulator({ models: ['crash'] });
  const pause = (index: number): Promise<void> => new Promise((done) => setTimeout(done, plan.pauseMs(index)));
  upstream.script('crash', () => ({ text: 'word '.repeat(40), chunkSize: 5, gate: pause }));
  writeFileSync(join(directory, 'config.yaml'), configFor(upstream.url));
  const views: ClientView[] = [];
  const started: Gateway[] = [];
  const start = async (): Promise<Gateway> => {
    const gateway = await startGateway(directory);
    started.push(gateway);
    return gateway;
  };
  try {
    for (const [round, killAfter] of plan.killAfter.entries()) {
      const gateway = await start();
      const key = await virtualKey(gateway.url, round);
      const tags = Array.from({ length: plan.requests }, (_, index) => `${round}-${index}`);
      views.push(...(await killAmid(gateway, key, tags, killAfter)));
    }
    const last = await start();
    last.process.kill('SIGTERM');
    await once(last.process, 'exit');
    return readTally(directory, views, upstream.requests.length);
  } finally {
    await upstream.close();
    for (const { process: child } of started) await endProcess(child);
    await removeFolder(directory);
  }
}

function configFor(upstream: string): string {
  return `model_list:
  - model_name: crash
    litellm_params: { model: openai/crash, api_base: "${upstream}", api_key: sk-test-upstream, input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 }
litellm_settings: { num_retries: 0 }
`;
}

interface Gateway {
  readonly url: string;
  readonly process: ChildProcess;
}

async function startGateway(directory: string): Promise<Gateway> {
  const child = spawn(
    process.execPath,
    ['dist/headless.cjs', '--config', join(directory, 'config.yaml'), '--port', '0'],
    {
      env: { PATH: process.env['PATH'], TORII_HOME: directory, LITELLM_MASTER_KEY: KEY },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (http\S+)/.exec(line)?.[1];
    if (url !== undefined) return { url, process: child };
  }
  throw new Error('the gateway ended before it listened');
}

async function virtualKey(url: string, round: number): Promise<string> {
  const body = JSON.stringify({ key_alias: `round-${round}`, max_budget: 1000 });
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/key/generate`, { method: 'POST', headers, body });
  return ((await answer.json()) as { key: string }).key;
}

/** Resolves when the gateway is dead and every client has noticed. */
async function killAmid(
  gateway: Gateway,
  key: string,
  tags: readonly string[],
  killAfter: number,
): Promise<readonly ClientView[]> {
  const views: ClientView[] = [];
  const waiting = [...tags];
  const exit = once(gateway.process, 'exit');
  let answers = 0;
  const client = async (): Promise<void> => {
    for (let tag = waiting.shift(); tag !== undefined; tag = waiting.shift()) {
      const view: ClientView = { tag, stream: views.length % 2 === 0, seen: 0, complete: false };
      views.push(view);
      if (!(await ask(gateway.url, key, view))) return;
      answers += 1;
      if (answers === killAfter) gateway.process.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  gateway.process.kill('SIGKILL');
  await exit;
  return views;
}

/** False where the answer broke off. */
async function ask(url: string, key: string, view: ClientView): Promise<boolean> {
  const body = {
    model: 'crash',
    stream: view.stream,
    messages: [{ role: 'user', content: `tell me of ${view.tag}` }],
    metadata: { tags: [view.tag] },
  };
  try {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: JSON.stringify(body) });
    let text = '';
    for await (const part of response.body ?? []) {
      text += Buffer.from(part).toString();
      if (view.stream) view.seen = text.split('"content":"word').length - 1;
    }
    view.complete = view.stream ? text.includes('[DONE]') : text.includes('"finish_reason":"stop"');
    return view.complete;
  } catch {
    return false;
  }
}

function readTally(directory: string, views: readonly ClientView[], sentUpstream: number): CrashTally {
  const sqlite = new Database(join(directory, 'torii.db'), { readonly: true });
  try {
    return tallyOf(sqlite, views, sentUpstream);
  } finally {
    sqlite.close();
  }
}
