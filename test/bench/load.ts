import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Pool } from 'undici';
import type { Target } from './targets.ts';

const PATH = '/v1/chat/completions';
const NS_PER_MS = 1_000_000;

export interface Load {
  /** Answers per second. */
  readonly rate: number;
  /** Processor time (user and system) of the target's process for one answer, microseconds: what a noisy machine disturbs least. */
  readonly cpu: number;
  /** Cores that the load generator itself took: near one, it is what limits. */
  readonly clientCores: number;
}

/** As many requests as `clients` connections get answered within some seconds. Throws where one fails. */
export async function load(target: Target, body: string, clients: number, seconds: number): Promise<Load> {
  const before = cpuMs(target);
  const [own, since] = [process.cpuUsage(), performance.now()];
  const { requests, non2xx, errors, statusCodeStats } = await autocannon({
    url: target.url + PATH,
    method: 'POST',
    headers: target.headers,
    body,
    connections: clients,
    duration: seconds,
  });
  if (non2xx > 0 || errors > 0) {
    throw new Error(`${target.name}: ${errors} errors, answers by status ${JSON.stringify(statusCodeStats)}`);
  }
  const [cpu, { user, system }] = [cpuMs(target) - before, process.cpuUsage(own)];
  const clientCores = (user + system) / 1000 / (performance.now() - since);
  return { rate: requests.total / seconds, cpu: (cpu * 1000) / requests.total, clientCores };
}

/** Rounds of every target in turn, every other one in the opposite order, after a warm-up of each. Gives back the loads of each, by its name. */
export async function rounds(
  targets: readonly Target[],
  plan: {
    readonly rounds: number;
    readonly warmUp: () => Promise<void>;
    readonly run: (target: Target) => Promise<Load>;
  },
): Promise<ReadonlyMap<string, readonly Load[]>> {
  const loads = new Map<string, Load[]>(targets.map(({ name }) => [name, []]));
  await plan.warmUp();
  for (let round = 0; round < plan.rounds; round++) {
    const order = round % 2 === 0 ? targets : targets.toReversed();
    for (const target of order) loads.get(target.name)?.push(await plan.run(target));
  }
  return loads;
}

export interface CallTimes {
  /** Until the whole answer is there, ms. */
  readonly whole: readonly number[];
  /** Until its first bytes, ms. */
  readonly first: readonly number[];
}

/**
 * Times of `calls` calls by each of `clients`, one after the other on a connection of its own. With a pause each client begins
 * its calls that far apart, and the clients theirs evenly within it.
 */
export async function callTimes(
  target: Target,
  body: string,
  clients: number,
  calls: number,
  pauseMs = 0,
): Promise<CallTimes> {
  const pool = new Pool(target.url, { connections: clients });
  const whole: number[] = [];
  const first: number[] = [];
  const since = performance.now();
  const client = async (_: unknown, own: number): Promise<void> => {
    for (let call = 0; call < calls; call++) {
      const dueMs = since + (call + own / clients) * pauseMs - performance.now();
      if (dueMs > 0) await setTimeout(dueMs);
      const begun = performance.now();
      const answer = await pool.request({ path: PATH, method: 'POST', headers: target.headers, body });
      let seen = false;
      for await (const _ of answer.body) {
        if (!seen) first.push(performance.now() - begun);
        seen = true;
      }
      if (answer.statusCode !== 200) throw new Error(`${target.name}: status ${answer.statusCode}`);
      whole.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await pool.close();
  return { whole, first };
}

/**
 * User and system time of a target's process, ms: of all its threads, by the kernel's scheduler, which counts nanoseconds
 * where the process's own accounts tick in hundredths of a second.
 */
export function cpuMs({ process: { pid } }: Pick<Target, 'process'>): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + ranNs(`/proc/${pid}/task/${thread}/schedstat`), 0) / NS_PER_MS;
}

/** A thread may end while it is asked. */
function ranNs(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ', 1)[0]);
  } catch {
    return 0;
  }
}

/** Resident memory of a target's process, MB. */
export function residentMb({ process: { pid } }: Pick<Target, 'process'>): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

export function chatBody(over: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: 'Say hello.' }], ...over });
}
