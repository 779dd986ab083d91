import { callTimes, chatBody } from '../load.ts';
import { percentile } from '../processes.ts';
import { spread } from '../report.ts';
import { atMost, noWorse, type Row } from '../row.ts';
import type { Bench, Target } from '../targets.ts';

/** All of it comes at once: its first bytes are not a model's first token, but all of its answer. */
const STREAM_AT_ONCE = chatBody({ stream: true });
/** The first chunk after 200 ms, and one each 200 ms, as a model gives them. */
const SLOW_STREAM = chatBody({ stream: true, max_tokens: 2, temperature: 0.05 });
/** Clients that are apart, and the time in which each is done with one such answer, ms. */
const SLOW = { clients: 8, pauseMs: 1500 };

/**
 * Clients that call back to back share out what the machine can do: there the rate makes the waiting. Those that pause show
 * what one call costs while others run.
 */
const LOADS = [
  { words: '1 client', clients: 1, pauseMs: 0 },
  { words: '16 clients with 10 calls a second each', clients: 16, pauseMs: 100 },
  { words: '16 clients back to back', clients: 16, pauseMs: 0 },
];

/** What Torii adds to a call, by one and by sixteen clients, to a model's first token, and to a stream that comes at once. */
export async function latencyRows(bench: Bench, plan: { readonly rounds: number; readonly calls: number }) {
  const torii = await bench.startTorii('program');
  const targets = [bench.direct, torii];
  for (const target of targets) await callTimes(target, chatBody(), 16, 50);
  const rows: Row[] = [];
  for (const { words, clients, pauseMs } of LOADS) {
    const [direct = [], own = []] = await inRounds(targets, plan.rounds, async (target) => {
      return (await callTimes(target, chatBody(), clients, Math.ceil(plan.calls / clients), pauseMs)).whole;
    });
    rows.push(...addedRows(`added to a call, ${words}`, direct, own));
  }
  const [direct = [], own = []] = await inRounds(targets, plan.rounds, async (target) => {
    return (await callTimes(target, SLOW_STREAM, SLOW.clients, Math.ceil(plan.calls / 160), SLOW.pauseMs)).first;
  });
  rows.push(...addedRows('added to the first token', direct, own).slice(0, 1));
  const [directAtOnce = [], ownAtOnce = []] = await inRounds(targets, plan.rounds, async (target) => {
    return (await callTimes(target, STREAM_AT_ONCE, 1, Math.ceil(plan.calls / 4))).first;
  });
  const [atOnce] = addedRows('added to a stream of 200 chunks that comes at once', directAtOnce, ownAtOnce);
  if (atOnce !== undefined) rows.push({ ...atOnce, goal: noWorse(' ms') });
  await bench.stop(torii);
  return rows;
}

/** For each target the times of each round. */
async function inRounds(
  targets: readonly Target[],
  count: number,
  run: (target: Target) => Promise<readonly number[]>,
): Promise<readonly (readonly (readonly number[])[])[]> {
  const times = targets.map((): (readonly number[])[] => []);
  for (let round = 0; round < count; round++) {
    for (const [index, target] of targets.entries()) times[index]?.push(await run(target));
  }
  return times;
}

function addedRows(what: string, direct: readonly (readonly number[])[], own: readonly (readonly number[])[]): Row[] {
  return [
    { part: 0.5, name: 'median', goal: 1 },
    { part: 0.99, name: 'p99', goal: 3 },
  ].map(({ part, name, goal }) => {
    const added = own.map((times, round) => percentile(times, part) - percentile(direct[round] ?? [], part));
    return {
      what: `${what}, ${name}`,
      against: 'direct',
      goal: atMost(goal, ' ms'),
      value: percentile(added, 0.5),
      figure: `${spread(added, 2)} ms`,
      values: { added },
    };
  });
}
