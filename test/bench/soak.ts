// Mixed traffic for a while (30 minutes, or `--minutes N`): several dialects, two providers, whole and streamed answers, aborts,
// faults, config reloads. Prints memory, open files, latency and errors per interval, and ends with a verdict: flat or not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, percentile, startServer } from './processes.ts';
import { type Measure, openProcessMeter } from './processMeter.ts';
import { judge } from './slope.ts';
import { createSoakClient, newTally } from './soakTraffic.ts';
import { startSoakUpstreams } from './soakUpstreams.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    /** Requests per second; 0 is as fast as it goes. */
    rate: { type: 'string', default: '40' },
    /** Options of the gateway's Node, for experiments. */
    node: { type: 'string', multiple: true, default: [] },
  },
});
const minutes = Number(values.minutes);
const rate = Number(values.rate);
const CLIENTS = 8;
const INTERVALS = 20;
const KEY = 'sk-test-soak';

const home = mkdtempSync(join(tmpdir(), 'torii-soak-'));
const configFile = join(home, 'config.yaml');
const upstreams = await startSoakUpstreams();
writeFileSync(configFile, upstreams.config(0));
const torii = await startServer(
  ['--inspect=127.0.0.1:0', ...values.node, 'dist/headless.cjs', '--config', configFile, '--port', '0'],
  { TORII_HOME: home, LITELLM_MASTER_KEY: KEY },
);
const meter = await openProcessMeter(torii.process);
const client = createSoakClient(torii.url, KEY);

let tally = newTally();
let turn = 0;
let due = 0;
const begun = performance.now();
const end = begun + minutes * 60_000;

/** After a stall of the machine the traffic goes on at its rate: to make up for it would be a burst that nobody asked for. */
async function turnIsDue(): Promise<void> {
  if (rate === 0) return;
  const now = performance.now();
  const mine = Math.max(due, now);
  due = mine + 1000 / rate;
  await setTimeout(mine - now);
}

async function runClient(): Promise<void> {
  while (performance.now() < end) {
    await turnIsDue();
    await client.request(turn++, tally);
  }
}

interface Row extends Measure {
  readonly p50: number;
  readonly p99: number;
}
const rows: Row[] = [];

async function closeInterval(): Promise<void> {
  const { answers, errors, aborts, times } = tally;
  tally = newTally();
  const measure = await meter.measure();
  const row = { ...measure, p50: median(times), p99: percentile(times, 0.99) };
  rows.push(row);
  writeFileSync(configFile, upstreams.config(turn));
  const minute = ((performance.now() - begun) / 60_000).toFixed(1);
  const memory = [row.rss, row.heap, row.heapTotal, row.external].map((megabytes) => megabytes.toFixed(0));
  const cells = [minute, ...memory, row.handles, answers, errors, aborts, row.p50.toFixed(1), row.p99.toFixed(1)];
  console.log(`| ${cells.join(' | ')} |`);
}

async function report(): Promise<void> {
  console.log(
    '| minute | RSS MB | live heap MB | heap MB | external MB | handles | answers | typed errors | aborts | p50 ms | p99 ms |',
  );
  console.log(`|${' --- |'.repeat(11)}`);
  for (let interval = 1; interval <= INTERVALS; interval++) {
    await setTimeout(Math.max(0, begun + ((end - begun) * interval) / INTERVALS - performance.now()));
    await closeInterval();
  }
}

try {
  await Promise.all([...Array.from({ length: CLIENTS }, runClient), report()]);
} finally {
  meter.close();
  torii.process.kill();
  await upstreams.close();
  rmSync(home, { recursive: true, force: true });
}

const verdicts = [
  { name: 'RSS MB', values: rows.map(({ rss }) => rss), part: 0.1, least: 15 },
  { name: 'live heap MB', values: rows.map(({ heap }) => heap), part: 0.05, least: 3 },
  { name: 'external MB', values: rows.map(({ external }) => external), part: 0.1, least: 3 },
  { name: 'handles', values: rows.map(({ handles }) => handles), part: 0.1, least: 4 },
  { name: 'p50 ms', values: rows.map(({ p50 }) => p50), part: 0.3, least: 2 },
].map(judge);
console.log('\n| figure | level | growth | allowed | verdict |\n| --- | --- | --- | --- | --- |');
for (const { name, level, growth, allowed, flat } of verdicts) {
  console.log(
    `| ${name} | ${level.toFixed(1)} | ${growth.toFixed(1)} | ${allowed.toFixed(1)} | ${flat ? 'flat' : 'GROWS'} |`,
  );
}
console.log(`\n${turn} requests; ${client.problems.length} answers were neither good nor typed errors.`);
for (const problem of client.problems.slice(0, 10)) console.log(problem);
if (client.problems.length > 0 || verdicts.some(({ flat }) => !flat)) process.exitCode = 1;
