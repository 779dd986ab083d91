// Mixed traffic for a while (30 minutes, or `--minutes N`): answers, streams, aborts, faults, config reloads. Prints memory, open
// sockets, latency and errors per interval, and fails when memory keeps growing or an answer is neither good nor a typed error.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startOpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { breakAfter, type Scripted, throttled } from '../simulators/openai/scenario.ts';
import { median, percentile, startServer } from './processes.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
const WORKERS = 6;
const INTERVALS = 10;
const KEY = 'sk-test-soak';

const faults: readonly Scripted[] = [
  throttled(),
  { kind: 'reset-before-headers' },
  { kind: 'error', status: 503, name: 'overloaded', message: 'busy' },
  breakAfter(3, { type: 'half-frame' }),
  breakAfter(3, { type: 'error', name: 'server_error', message: 'broke off' }),
];

const upstream = await startOpenAiSimulator({ models: ['steady', 'shaky'] });
upstream.script('steady', () => ({ text: 'a steady answer of some words '.repeat(10) }));
upstream.script('shaky', (_request, turn) => faults[turn % faults.length] ?? { text: 'fine' });

const home = mkdtempSync(join(tmpdir(), 'torii-soak-'));
const configFile = join(home, 'config.yaml');
const config = (comment: number): string => `# ${comment}
model_list:
  - model_name: steady
    litellm_params: { model: openai/steady, api_base: "${upstream.url}", api_key: sk-test-upstream, input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 }
  - model_name: shaky
    litellm_params: { model: openai/shaky, api_base: "${upstream.url}", api_key: sk-test-upstream, input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 }
litellm_settings: { num_retries: 0, fallbacks: [{ shaky: [steady] }] }
`;
writeFileSync(configFile, config(0));
const torii = await startServer(['dist/headless.cjs', '--config', configFile, '--port', '0'], {
  TORII_HOME: home,
  LITELLM_MASTER_KEY: KEY,
});

interface Interval {
  answers: number;
  errors: number;
  aborts: number;
  times: number[];
}
let interval: Interval = { answers: 0, errors: 0, aborts: 0, times: [] };
const problems: string[] = [];
const end = performance.now() + minutes * 60_000;

async function call(turn: number): Promise<void> {
  const abort = new AbortController();
  const begun = performance.now();
  const body = {
    model: turn % 5 === 0 ? 'shaky' : 'steady',
    stream: turn % 2 === 0,
    messages: [{ role: 'user', content: `turn ${turn} ${'x'.repeat((turn % 50) * 200)}` }],
  };
  try {
    const response = await fetch(`${torii.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    if (turn % 17 === 0) abort.abort();
    const text = await response.text();
    const good = response.status === 200 && (text.includes('[DONE]') || text.includes('"finish_reason":"stop"'));
    const typed = text.includes('"error"');
    if (good) interval.answers += 1;
    else if (typed) interval.errors += 1;
    else problems.push(`turn ${turn}: status ${response.status}, ${text.slice(0, 200)}`);
    interval.times.push(performance.now() - begun);
  } catch (error) {
    if (abort.signal.aborted) interval.aborts += 1;
    else problems.push(`turn ${turn}: ${String(error)}`);
  }
}

function memoryMb(): number {
  const status = readFileSync(`/proc/${torii.process.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

function handles(): number {
  return readdirSync(`/proc/${torii.process.pid}/fd`).length;
}

const memory: number[] = [];
let turn = 0;
async function worker(): Promise<void> {
  while (performance.now() < end) await call(turn++);
}

console.log(
  '| minute | memory MB | handles | answers | typed errors | aborts | p50 ms | p99 ms |\n| --- | --- | --- | --- | --- | --- | --- | --- |',
);
const report = setInterval(
  () => {
    const { answers, errors, aborts, times } = interval;
    interval = { answers: 0, errors: 0, aborts: 0, times: [] };
    memory.push(memoryMb());
    writeFileSync(configFile, config(turn));
    const minute = (minutes - (end - performance.now()) / 60_000).toFixed(1);
    console.log(
      `| ${minute} | ${memory.at(-1)?.toFixed(0)} | ${handles()} | ${answers} | ${errors} | ${aborts} | ${median(times).toFixed(1)} | ${percentile(times, 0.99).toFixed(1)} |`,
    );
  },
  (minutes * 60_000) / INTERVALS,
);
await Promise.all(Array.from({ length: WORKERS }, worker));
clearInterval(report);
torii.process.kill();
await upstream.close();

// The first third warms up; after that the level must hold.
const settled = memory.slice(Math.ceil(memory.length / 3));
const growth = (settled.at(-1) ?? 0) - (settled[0] ?? 0);
console.log(
  `\nMemory grew by ${growth.toFixed(0)} MB after the warm-up; ${problems.length} answers were neither good nor typed errors.`,
);
for (const problem of problems.slice(0, 10)) console.log(problem);
if (problems.length > 0 || growth > 50) process.exitCode = 1;
