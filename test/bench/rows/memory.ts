import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';
import { callTimes, chatBody, load, residentMb } from '../load.ts';
import { median } from '../processes.ts';
import { spread } from '../report.ts';
import { atMost, noWorse, type Row } from '../row.ts';
import type { Bench, Target } from '../targets.ts';

const SLOW_CLIENTS = 200;
const SETTLE_MS = 3000;
const WARM_UP_CALLS = 100;
/** Chunks of a slow stream; the upstream pauses 200 ms between them. */
const SLOW_CHUNKS = 50;

/** Resident memory, idle and after a load: what a worker adds to its host, and all of the program's. */
export async function memoryRows(bench: Bench, requests: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const how of ['worker', 'program'] as const) {
    // A start that has its code compiled already, as all but the first one.
    const home = bench.scratch();
    await bench.stop(await bench.startTorii(how, { home }), 'SIGTERM');
    const torii = await bench.startTorii(how, { home });
    await setTimeout(SETTLE_MS);
    const idle = residentMb(torii) - torii.hostMb;
    const [after, peak] = await memoryAfter(torii, requests);
    await bench.stop(torii);
    const whose = how === 'worker' ? 'memory that the worker adds to its host' : 'memory of the program';
    const [idleGoal, afterGoal] =
      how === 'worker' ? [atMost(90, ' MB'), atMost(150, ' MB')] : [noWorse(' MB'), noWorse(' MB')];
    rows.push({ ...memoryRow(`${whose}, idle`, idle), goal: idleGoal });
    rows.push({
      ...memoryRow(`${whose}, after ${requests.toLocaleString('en')} requests`, after - torii.hostMb),
      goal: afterGoal,
      values: { after: [after - torii.hostMb], peak: [peak - torii.hostMb], host: [torii.hostMb] },
    });
  }
  return rows;
}

/** MB some seconds after the load, and at most while it ran. */
async function memoryAfter(torii: Target, requests: number): Promise<readonly [number, number]> {
  let [answered, peak] = [0, 0];
  while (answered < requests) {
    const { rate } = await load(torii, chatBody(), 8, 5);
    answered += rate * 5;
    peak = Math.max(peak, residentMb(torii));
  }
  await setTimeout(SETTLE_MS);
  return [residentMb(torii), peak];
}

function memoryRow(what: string, megabytes: number): Omit<Row, 'goal'> {
  return {
    what,
    against: '-',
    value: megabytes,
    figure: `${megabytes.toFixed(0)} MB`,
    values: { megabytes: [megabytes] },
  };
}

/** Many clients whose answers come slowly: what each costs in memory, and whether all of them are served alike. */
export async function slowStreamRows(bench: Bench): Promise<readonly Row[]> {
  const torii = await bench.startTorii('program');
  // Code is compiled, and the heap is not yet as large as a load makes it: that would hide what the clients take.
  await callTimes(torii, chatBody({ stream: true }), 1, WARM_UP_CALLS);
  const alone = await streamSlowly(torii, 1);
  const one = residentMb(torii);
  let most = one;
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(torii));
  }, 100);
  const times = await streamSlowly(torii, SLOW_CLIENTS);
  clearInterval(watch);
  await bench.stop(torii);
  const kilobytes = ((most - one) * 1024) / SLOW_CLIENTS;
  const slowest = Math.max(...times) / median(alone);
  return [
    {
      what: `${SLOW_CLIENTS} slow streams at once: memory of each`,
      against: '1 client',
      goal: atMost(100, ' kB'),
      value: kilobytes,
      figure: `${kilobytes.toFixed(0)} kB: ${one.toFixed(0)} MB became ${most.toFixed(0)} MB at most`,
      values: { kilobytes: [kilobytes] },
    },
    {
      what: `${SLOW_CLIENTS} slow streams at once: the slowest`,
      against: '1 client',
      goal: atMost(1.2, 'x'),
      value: slowest,
      figure: `${slowest.toFixed(2)}x: ${spread(times, 1)} s of ${median(alone).toFixed(1)} s`,
      values: { seconds: times, alone },
    },
  ];
}

/** Seconds that each client waited for the end of its answer. */
async function streamSlowly(target: Target, clients: number): Promise<readonly number[]> {
  const pool = new Pool(target.url, { connections: clients });
  const body = chatBody({ stream: true, temperature: 0.05, max_tokens: SLOW_CHUNKS });
  const times = await Promise.all(
    Array.from({ length: clients }, async () => {
      const begun = performance.now();
      const options = { path: '/v1/chat/completions', method: 'POST', headers: target.headers, body } as const;
      const text = await (await pool.request(options)).body.text();
      if (!text.trimEnd().endsWith('data: [DONE]')) throw new Error('a slow stream broke off');
      return (performance.now() - begun) / 1000;
    }),
  );
  await pool.close();
  return times;
}
