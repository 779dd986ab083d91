// 100 parallel requests against a budget that fits 10, again and again: whole, streamed and aborted ones, at one gateway process
// and at two on one ledger. Prints what was spent beyond the budgets. `--runs N` (100), `--processes 1|2` (both).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchServer, startServer } from './processes.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100' }, processes: { type: 'string' } },
});
const runs = Number(values.runs);
const KEY = 'sk-test-overspend';
const PARALLEL = 100;
/** Fits ten calls of $0.015 for their output, and a little for their input. */
const BUDGET = 0.155;
const OUTPUT_TOKENS = 1000;
const INPUT_TOKENS = 10;
const BODY = { model: 'model', max_tokens: OUTPUT_TOKENS, messages: [{ role: 'user', content: 'Hello' }] };

const usage = {
  prompt_tokens: INPUT_TOKENS,
  completion_tokens: OUTPUT_TOKENS,
  total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
};

/** A model server whose answers wait until they are let go. */
interface Upstream {
  readonly url: string;
  readonly arrived: () => number;
  readonly letGo: () => void;
  readonly close: () => void;
}

async function startUpstream(): Promise<Upstream> {
  let held: (() => void)[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (part: Buffer) => body.push(part));
    request.on('end', () => {
      count++;
      const stream = Buffer.concat(body).includes('"stream":true');
      held.push(() => answer(response, stream));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    arrived: () => count,
    letGo: () => {
      for (const go of held) go();
      held = [];
      count = 0;
    },
    close: () => server.close(),
  };
}

function answer(response: ServerResponse, stream: boolean): void {
  const base = { id: 'chatcmpl-overspend', created: 1, model: 'model-1' };
  if (!stream) {
    const message = { role: 'assistant', content: 'x' };
    response.writeHead(200, { 'content-type': 'application/json' });
    const choices = [{ index: 0, finish_reason: 'stop', message }];
    response.end(JSON.stringify({ ...base, object: 'chat.completion', choices, usage }));
    return;
  }
  const chunk = { ...base, object: 'chat.completion.chunk' };
  const frames = [
    { ...chunk, choices: [{ index: 0, delta: { content: 'x' }, finish_reason: null }] },
    { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { ...chunk, choices: [], usage },
  ];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(`${frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join('')}data: [DONE]\n\n`);
}

async function call(url: string, path: string, body?: unknown, key = KEY): Promise<Record<string, unknown>> {
  const response = await fetch(url + path, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

interface RunResult {
  readonly admitted: number;
  readonly refused: number;
  readonly aborted: number;
  /** USD. */
  readonly spend: number;
}

/** One race. Every tenth client leaves while its answer is held back, where it was admitted. */
async function race(gateways: readonly BenchServer[], upstream: Upstream): Promise<RunResult> {
  const first = gateways[0]?.url ?? '';
  const made = await call(first, '/key/generate', { max_budget: BUDGET });
  const key = String(made['key']);
  let [refused, aborted] = [0, 0];
  const leaving = new AbortController();
  const pending = Array.from({ length: PARALLEL }, async (_, index) => {
    const url = gateways[index % gateways.length]?.url ?? first;
    try {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ ...BODY, stream: index % 3 === 0 }),
        ...(index % 10 === 7 ? { signal: leaving.signal } : {}),
      });
      await response.text();
      if (response.status !== 200) refused++;
    } catch {
      aborted++;
    }
  });
  while (refused + upstream.arrived() < PARALLEL) await new Promise((resolve) => setImmediate(resolve));
  const admitted = upstream.arrived();
  leaving.abort();
  upstream.letGo();
  await Promise.all(pending);
  await Promise.all(gateways.map(({ url }) => whenIdle(url)));
  const { info } = (await call(first, `/key/info?key=${key}`)) as { info: { spend: number } };
  return { admitted, refused, aborted, spend: info.spend };
}

/** Resolves when a gateway has settled all its calls. */
async function whenIdle(url: string): Promise<void> {
  for (;;) {
    const status = await call(url, '/torii/status?timeZone=UTC');
    if (status['activeRequests'] === 0) return;
  }
}

async function measure(processes: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'torii-overspend-'));
  const upstream = await startUpstream();
  const config = join(home, 'config.yaml');
  writeFileSync(
    config,
    `model_list:
  - model_name: model
    litellm_params:
      model: openai/model-1
      api_base: ${upstream.url}
      api_key: sk-test-upstream
      input_cost_per_token: 0.000003
      output_cost_per_token: 0.000015
`,
  );
  const gateways: BenchServer[] = [];
  for (let index = 0; index < processes; index++) {
    const args = ['dist/headless.cjs', '--config', config, '--port', '0'];
    gateways.push(await startServer(args, { TORII_HOME: home, LITELLM_MASTER_KEY: KEY }));
  }
  const results: RunResult[] = [];
  for (let run = 0; run < runs; run++) results.push(await race(gateways, upstream));
  for (const gateway of gateways) gateway.process.kill();
  upstream.close();
  rmSync(home, { recursive: true, force: true });
  report(processes, results);
}

function report(processes: number, results: readonly RunResult[]): void {
  const sum = (part: (result: RunResult) => number): number =>
    results.reduce((total, result) => total + part(result), 0);
  const overspend = sum(({ spend }) => Math.max(0, spend - BUDGET));
  const most = Math.max(...results.map(({ admitted }) => admitted));
  const spent = Math.max(...results.map(({ spend }) => spend));
  console.log(
    `${processes} process(es), ${results.length} runs of ${PARALLEL} requests: admitted ${sum(({ admitted }) => admitted)} (at most ${most} in a run), refused ${sum(({ refused }) => refused)}, aborted ${sum(({ aborted }) => aborted)}; most spent $${spent.toFixed(6)} of $${BUDGET}; overspend $${overspend.toFixed(9)}`,
  );
}

for (const processes of values.processes === undefined ? [1, 2] : [Number(values.processes)]) await measure(processes);
