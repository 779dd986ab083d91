/**
 * What the parts of a gateway cost, in processor time of an answer to a small body beside the bare pass-through in the same
 * round: `node test/bench/floor.ts [rounds] [calls]`, on a built dist/. Programs with less and less in them, then this gateway
 * with a key without and with a budget. All are warm before the first round, and take turns in it.
 */
import { callTimes, chatBody, cpuMs } from './load.ts';
import { median, startServer } from './processes.ts';
import { ratios, spread } from './report.ts';
import { Bench, makeKey, type Target } from './targets.ts';

const CLIENTS = 8;
/** The project's goal for answers per second beside the pass-through. */
const GOAL = 0.8;
/** V8 has compiled what is hot by then. */
const WARM_UP_CALLS = 6000;
const JSON_TYPE = { 'content-type': 'application/json' };
const FLOORS = {
  relay: '`node:http` in, undici out, body and answer read whole',
  fastify: 'Fastify in, undici out, both parsed as JSON',
  row: 'the same, and one row of 900 bytes, commits joined',
};

const [rounds = '12', calls = '1600'] = process.argv.slice(2);
const bench = await Bench.start();
try {
  const targets = await open();
  const times = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (const target of targets) await cpuOf(target, WARM_UP_CALLS);
  for (let round = 0; round < Number(rounds); round++) {
    for (const target of round % 2 === 0 ? targets : targets.toReversed()) {
      times.get(target.name)?.push(await cpuOf(target, Number(calls)));
    }
  }
  const bare = times.get(bench.bare.name) ?? [];
  console.log('| small body, 8 clients | of the pass-through | µs |\n| --- | --- | --- |');
  for (const [name, own] of times) console.log(`| ${name} | ${spread(ratios(own, bare), 2)} | ${spread(own, 0)} |`);
  // Each of these programs answers by one thread, which is what limits it.
  const most = `${(1 / GOAL).toFixed(2)} | ${(median(bare) / GOAL).toFixed(0)}`;
  console.log(`| what ${GOAL} of the pass-through's answers allow | ${most} |`);
} finally {
  bench.close();
}

async function open(): Promise<readonly Target[]> {
  const floors = Object.entries(FLOORS).map(async ([variant, name]) => {
    const server = await startServer(['test/bench/floorServer.ts', bench.upstream.url, bench.scratch(), variant]);
    bench.onClose(() => void server.process.kill('SIGKILL'));
    return { name, ...server, headers: JSON_TYPE };
  });
  const torii = await bench.startTorii('program');
  const free = { ...JSON_TYPE, authorization: `Bearer ${await makeKey(torii.url, {})}` };
  return [
    bench.bare,
    ...(await Promise.all(floors)),
    { ...torii, name: 'this gateway, a key without a budget', headers: free },
    { ...torii, name: 'this gateway' },
  ];
}

/** µs of an answer. */
async function cpuOf(target: Target, count: number): Promise<number> {
  const before = cpuMs(target);
  await callTimes(target, chatBody(), CLIENTS, count / CLIENTS);
  return ((cpuMs(target) - before) * 1000) / count;
}
