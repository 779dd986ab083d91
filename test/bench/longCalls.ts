/**
 * What makes the longest calls long: `node test/bench/longCalls.ts [calls]`, on a dist/ of `node esbuild.mjs --production`,
 * on Linux. One client calls the program, one call after the other; of the longest 2 % it says whether V8 collected garbage in
 * them, whether the gateway, the client or the upstream waited for a core (by the scheduler's own accounts), or whether the
 * gateway's thread had more to do than in other calls.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { groupBy } from '../../src/domain/groupBy.ts';
import { chatBody } from './load.ts';
import { median, percentile, startServer } from './processes.ts';
import { MASTER_KEY, makeKey, openAiModels } from './targets.ts';

const WARM_UP = 4000;
/** Of all calls, the longest ones. */
const LONGEST = 0.02;
/** A cause explains a call that it made longer by this part of what it has more than the median. */
const EXPLAINS = 0.4;

/** Of a process's main thread, in ms: how long it ran, and how long it waited for a core. */
interface Schedule {
  readonly ran: number;
  readonly waited: number;
}

interface Call {
  readonly from: number;
  readonly ms: number;
  readonly gateway: Schedule;
  readonly client: Schedule;
  readonly upstream: Schedule;
}

/** A collection of garbage, by the clock of this process. */
interface Collection {
  readonly end: number;
  readonly ms: number;
}

const count = Number(process.argv[2] ?? 6000);
const folder = mkdtempSync(join(tmpdir(), 'torii-long-calls-'));
const upstream = await startServer(['test/bench/upstream.ts']);
const collections: Collection[] = [];
const gateway = startGateway(upstream.url);
try {
  const url = await gateway.url;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await makeKey(url)}` };
  const ask = createClient(`${url}/v1/chat/completions`, headers);
  for (let index = 0; index < WARM_UP; index += 1) await ask();
  const calls: Call[] = [];
  for (let index = 0; index < count; index += 1) calls.push(await measure(ask));
  tell(calls);
} finally {
  gateway.process.kill('SIGKILL');
  upstream.process.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

function startGateway(upstreamUrl: string): { readonly process: ChildProcess; readonly url: Promise<string> } {
  const config = join(folder, 'bench.yaml');
  writeFileSync(config, openAiModels(upstreamUrl));
  const child = spawn(process.execPath, ['--trace-gc', 'dist/headless.cjs', '--config', config, '--port', '0'], {
    env: { ...process.env, TORII_HOME: folder, LITELLM_MASTER_KEY: MASTER_KEY },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The gateway ended before it listened.')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /listening on (\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
      const ms = /ms: (?:Scavenge|Mark-Compact|Minor MS).*?([\d.]+) \/ [\d.]+ ms/.exec(line)?.[1];
      if (ms !== undefined) collections.push({ end: performance.now(), ms: Number(ms) });
    });
  });
  return { process: child, url };
}

function createClient(url: string, headers: Record<string, string>): () => Promise<void> {
  const dispatcher = new Agent({ connections: 1 });
  const body = chatBody();
  return async () => {
    const answer = await request(url, { method: 'POST', headers, body, dispatcher });
    await answer.body.arrayBuffer();
  };
}

async function measure(ask: () => Promise<void>): Promise<Call> {
  const pids = [gateway.process.pid, process.pid, upstream.process.pid];
  const before = pids.map(scheduleOf);
  const from = performance.now();
  await ask();
  const ms = performance.now() - from;
  const [ofGateway, ofClient, ofUpstream] = pids.map((pid, index) => since(before[index], scheduleOf(pid)));
  const none = { ran: 0, waited: 0 };
  return { from, ms, gateway: ofGateway ?? none, client: ofClient ?? none, upstream: ofUpstream ?? none };
}

function scheduleOf(pid: number | undefined): Schedule {
  const [ran = 0, waited = 0] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ').map(Number);
  return { ran: ran / 1e6, waited: waited / 1e6 };
}

function since(before: Schedule | undefined, after: Schedule): Schedule {
  return { ran: after.ran - (before?.ran ?? 0), waited: after.waited - (before?.waited ?? 0) };
}

function tell(calls: readonly Call[]): void {
  const usual = median(calls.map(({ ms }) => ms));
  const work = median(calls.map(({ gateway: { ran } }) => ran));
  const longest = calls.toSorted((one, other) => other.ms - one.ms).slice(0, calls.length * LONGEST);
  const causes = groupBy(longest, (call) => causeOf(call, usual, work));
  const p99 = percentile(
    calls.map(({ ms }) => ms),
    0.99,
  );
  console.log(
    `${calls.length} calls: median ${usual.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, of the gateway's thread ${work.toFixed(2)} ms`,
  );
  console.log('\n| the longest | calls | ms, median |\n| --- | --- | --- |');
  for (const [cause, of] of [...causes].toSorted(([, one], [, other]) => other.length - one.length)) {
    console.log(`| ${cause} | ${of.length} | ${median(of.map(({ ms }) => ms)).toFixed(1)} |`);
  }
}

function causeOf(call: Call, usual: number, work: number): string {
  const explained = (call.ms - usual) * EXPLAINS;
  if (collectedIn(call) > explained) return 'V8 collected garbage';
  if (call.gateway.waited > explained) return 'the gateway waited for a core';
  if (call.client.waited + call.upstream.waited > explained) return 'client or upstream waited for a core';
  if (call.gateway.ran - work > explained) return "the gateway's thread had more to do";
  return 'none of these';
}

function collectedIn({ from, ms }: Call): number {
  const inside = collections.filter(({ end, ms: took }) => end > from && end - took < from + ms);
  return inside.reduce((sum, { ms: took }) => sum + took, 0);
}
