/**
 * What the parts of a gateway cost, in processor time of an answer to a small body beside the bare pass-through in the same
 * round: `node test/bench/floor.ts [rounds] [calls]`, on a built dist/. Programs with less and less in them, then this gateway
 * with a key without and with a budget.
 */
import { callTimes, chatBody, cpuMs } from './load.ts';
import { median, startServer } from './processes.ts';
import { ratios, spread } from './report.ts';
import { Bench, makeKey, type Target } from './targets.ts';

const CLIENTS = 8;
const JSON_TYPE = { 'content-type': 'application/json' };
const FLOORS = {
  relay: '`node:http` in, undici out, body and answer read whole',
  fastify: 'Fastify in, undici out, both parsed as JSON',
  row: 'the same, and one row of 900 bytes, commits joined',
};

const [rounds = '5', calls = '1500'] = process.argv.slice(2);
const bench = await Bench.start();
try {
  const targets = await open();
  const times = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (const target of targets) await cpuOf(target);
  for (let round = 0; round < Number(rounds); round++) {
    for (const target of round % 2 === 0 ? targets : targets.toReversed()) {
      times.get(target.name)?.push(await cpuOf(target));
    }
  }
  const bare = times.get(bench.bare.name) ?? [];
  console.log('| small body, 8 clients | of the pass-through | µs |\n| --- | --- | --- |');
  for (const [name, own] of times)
    console.log(`| ${name} | ${median(ratios(own, bare)).toFixed(2)} | ${spread(own, 0)} |`);
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
async function cpuOf(target: Target): Promise<number> {
  const before = cpuMs(target);
  await callTimes(target, chatBody(), CLIENTS, Math.ceil(Number(calls) / CLIENTS));
  return ((cpuMs(target) - before) * 1000) / Number(calls);
}
