import { callTimes, chatBody } from '../load.ts';
import { percentile } from '../processes.ts';
import { type Row, spread } from '../report.ts';
import type { Bench, Target } from '../targets.ts';

const STREAM = chatBody({ stream: true });

/** What Torii adds to a call, by one and by sixteen clients, and to the first token of a stream. */
export async function latencyRows(bench: Bench, plan: { readonly rounds: number; readonly calls: number }) {
  const torii = await bench.startTorii('program');
  const targets = [bench.direct, torii];
  for (const target of targets) await callTimes(target, chatBody(), 16, 50);
  const rows: Row[] = [];
  for (const clients of [1, 16]) {
    const [direct = [], own = []] = await inRounds(targets, plan.rounds, async (target) => {
      return (await callTimes(target, chatBody(), clients, Math.ceil(plan.calls / clients))).whole;
    });
    rows.push(...addedRows(`added to a call, ${clients === 1 ? '1 client' : `${clients} clients`}`, direct, own));
  }
  const [direct = [], own = []] = await inRounds(targets, plan.rounds, async (target) => {
    return (await callTimes(target, STREAM, 1, Math.ceil(plan.calls / 4))).first;
  });
  rows.push(...addedRows('added to the first token', direct, own).slice(0, 1));
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
      goal: `<= ${goal} ms`,
      figure: `${spread(added, 2)} ms`,
      met: percentile(added, 0.5) <= goal,
      values: { added },
    };
  });
}
