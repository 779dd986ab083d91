// Torii beside a bare pass-through and the upstream itself, on loopback, in interleaved rounds. Bounded: it stops by itself.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { Pool } from 'undici';
import { type BenchServer, median, percentile, startServer } from './processes.ts';

const ROUNDS = 5;
const SECONDS = 3;
const CLIENTS = 8;
const LATENCY_CALLS = 400;
const KEY = 'sk-test-bench';
const BODY = JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: 'Say hello.' }] });
const STREAM_BODY = JSON.stringify({
  model: 'bench',
  stream: true,
  messages: [{ role: 'user', content: 'Say hello.' }],
});
const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };
const PATH = '/v1/chat/completions';

interface Target {
  readonly name: 'direct' | 'pass-through' | 'Torii';
  readonly server: BenchServer;
}

async function startAll(): Promise<readonly Target[]> {
  const upstream = await startServer(['test/bench/upstream.ts']);
  const bare = await startServer(['test/bench/passThrough.ts', upstream.url]);
  const home = mkdtempSync(join(tmpdir(), 'torii-bench-'));
  const config = join(home, 'bench.yaml');
  writeFileSync(
    config,
    `model_list:
  - model_name: bench
    litellm_params: { model: openai/bench, api_base: "${upstream.url}/v1", api_key: none, input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 }
`,
  );
  const begun = performance.now();
  const torii = await startServer(['dist/headless.cjs', '--config', config, '--port', '0'], {
    TORII_HOME: home,
    LITELLM_MASTER_KEY: KEY,
  });
  console.log(`Start of the gateway, process included: ${(performance.now() - begun).toFixed(0)} ms\n`);
  return [
    { name: 'direct', server: upstream },
    { name: 'pass-through', server: bare },
    { name: 'Torii', server: torii },
  ];
}

async function throughput(target: Target, body: string, seconds: number): Promise<number> {
  const result = await autocannon({
    url: target.server.url + PATH,
    method: 'POST',
    headers: HEADERS,
    body,
    connections: CLIENTS,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${target.name}: ${result.non2xx} bad answers, ${result.errors} errors`);
  return result.requests.average;
}

/** Milliseconds of single calls, one after the other. */
async function latencies(target: Target, calls: number): Promise<number[]> {
  const pool = new Pool(target.server.url, { connections: 1 });
  const times: number[] = [];
  for (let call = 0; call < calls; call++) {
    const begun = performance.now();
    const { body } = await pool.request({ path: PATH, method: 'POST', headers: HEADERS, body: BODY });
    await body.arrayBuffer();
    times.push(performance.now() - begun);
  }
  await pool.close();
  return times;
}

function row(name: string, values: readonly number[], unit: string): string {
  const spread = `${Math.min(...values).toFixed(0)}-${Math.max(...values).toFixed(0)}`;
  return `| ${name} | ${median(values).toFixed(0)} ${unit} | ${spread} |`;
}

async function benchThroughput(targets: readonly Target[], title: string, body: string): Promise<void> {
  const figures = new Map(targets.map(({ name }) => [name, [] as number[]]));
  for (const target of targets) await throughput(target, body, 1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const target of targets) figures.get(target.name)?.push(await throughput(target, body, SECONDS));
  }
  const torii = figures.get('Torii') ?? [];
  const bare = figures.get('pass-through') ?? [];
  const ratios = torii.map((value, index) => value / (bare[index] ?? Number.NaN));
  console.log(
    `### ${title}: ${CLIENTS} clients, ${ROUNDS} rounds of ${SECONDS} s\n\n| | median | spread |\n| --- | --- | --- |`,
  );
  for (const [name, values] of figures) console.log(row(name, values, '/s'));
  console.log(
    `| **Torii / pass-through** | **${median(ratios).toFixed(2)}** | ${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)} |\n`,
  );
}

async function benchLatency(targets: readonly Target[]): Promise<void> {
  const figures = new Map<string, number[]>();
  for (const target of targets) await latencies(target, 100);
  for (let round = 0; round < ROUNDS; round++) {
    for (const target of targets) {
      figures.set(target.name, [...(figures.get(target.name) ?? []), ...(await latencies(target, LATENCY_CALLS))]);
    }
  }
  console.log('### Latency of one call, one client\n\n| | median | p99 |\n| --- | --- | --- |');
  for (const [name, values] of figures) {
    console.log(`| ${name} | ${median(values).toFixed(2)} ms | ${percentile(values, 0.99).toFixed(2)} ms |`);
  }
  const [direct, torii] = [figures.get('direct') ?? [], figures.get('Torii') ?? []];
  const added = (part: number) => (percentile(torii, part) - percentile(direct, part)).toFixed(2);
  console.log(`| **added by Torii** | **${added(0.5)} ms** | **${added(0.99)} ms** |\n`);
}

const targets = await startAll();
try {
  await benchThroughput(targets, 'Requests per second, small body', BODY);
  await benchThroughput(targets, 'Streamed answers of 200 chunks per second', STREAM_BODY);
  await benchLatency(targets);
} finally {
  for (const { server } of targets) server.process.kill();
}
