import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';
import { chatBody, cpuMs, load, residentMb } from '../load.ts';
import { type Row, spread } from '../report.ts';
import type { Bench, Target } from '../targets.ts';

const SLOW_CLIENTS = 200;
const SETTLE_MS = 3000;

/** Resident memory of the program, idle and after a load; and its start. */
export async function memoryRows(bench: Bench, requests: number): Promise<readonly Row[]> {
  const home = bench.scratch();
  await bench.stop(await bench.startTorii('program', { home }));
  const begun = performance.now();
  const torii = await bench.startTorii('program', { home });
  const [started, startCpu] = [performance.now() - begun, cpuMs(torii)];
  await setTimeout(SETTLE_MS);
  const idle = residentMb(torii);
  let answered = 0;
  let peak = idle;
  while (answered < requests) {
    const { rate } = await load(torii, chatBody(), 8, 5);
    answered += rate * 5;
    peak = Math.max(peak, residentMb(torii));
  }
  await setTimeout(SETTLE_MS);
  const after = residentMb(torii);
  await bench.stop(torii);
  return [
    startRow(started, startCpu),
    memoryRow('memory of the program, idle', 90, idle),
    {
      ...memoryRow(`memory of the program after ${requests} requests`, 150, after),
      values: { after: [after], peak: [peak] },
    },
  ];
}

function startRow(started: number, cpu: number): Row {
  return {
    what: 'start of the program until its first answer',
    against: '-',
    goal: '<= 500 ms',
    figure: `${started.toFixed(0)} ms, ${cpu.toFixed(0)} ms CPU`,
    met: started <= 500,
    values: { started: [started], cpu: [cpu] },
  };
}

function memoryRow(what: string, goal: number, megabytes: number): Row {
  return {
    what,
    against: '-',
    goal: `<= ${goal} MB`,
    figure: `${megabytes.toFixed(0)} MB`,
    met: megabytes <= goal,
    values: { megabytes: [megabytes] },
  };
}

/** Many clients whose answers come slowly: what each costs in memory, and whether all of them are served alike. */
export async function slowStreamsRow(bench: Bench): Promise<Row> {
  const torii = await bench.startTorii('program');
  await load(torii, chatBody({ stream: true }), 8, 3);
  await streamSlowly(torii, 1);
  const one = residentMb(torii);
  let most = one;
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(torii));
  }, 100);
  const times = await streamSlowly(torii, SLOW_CLIENTS);
  clearInterval(watch);
  await bench.stop(torii);
  const each = ((most - one) * 1024) / SLOW_CLIENTS;
  return {
    what: `${SLOW_CLIENTS} slow streams at once: memory of each`,
    against: '1 client',
    goal: '<= 100 KB',
    figure: `${each.toFixed(0)} KB; each took ${spread(times, 1)} s`,
    met: each <= 100,
    values: { kilobytes: [each], seconds: times },
  };
}

/** Seconds that each client waited for the end of its answer. */
async function streamSlowly(target: Target, clients: number): Promise<readonly number[]> {
  const pool = new Pool(target.url, { connections: clients });
  const body = chatBody({ stream: true, temperature: 0.05 });
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
