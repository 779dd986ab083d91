import { homeAt } from '../../../src/config/home.ts';
import { writeCosts } from '../ledgerWrites.ts';
import { chatBody, load, rounds } from '../load.ts';
import { median } from '../processes.ts';
import { ratios, spread } from '../report.ts';
import { atMost, type Row } from '../row.ts';
import { DAY_MS, DAYS } from '../seedLedger.ts';
import type { Bench, Target } from '../targets.ts';
import type { Plan } from './throughput.ts';

const QUERY_RUNS = 7;
const WRITE_ROUNDS = 30;

interface LedgerTarget extends Target {
  readonly homeKey: string;
}

/** What a request, and the dashboard's first screen, cost beside a ledger of many rows. */
export async function ledgerRows(bench: Bench, sizes: readonly number[], plan: Plan): Promise<readonly Row[]> {
  const small = { ...(await bench.startTorii('program')), name: '1' };
  const large: LedgerTarget[] = [];
  for (const size of sizes) large.push(await startWith(bench, size));
  const targets = [small, ...large];
  // Many short rounds: their medians differ less than those of few long ones.
  const seconds = Math.max(1, Math.round(plan.seconds / 2));
  const loads = await rounds(targets, {
    rounds: plan.rounds * 2,
    warmUp: async () => {
      for (const target of targets) await load(target, chatBody(), 8, 2);
    },
    run: (target) => load(target, chatBody(), 8, seconds),
  });
  const queries: Row[] = [];
  for (const target of large) queries.push(await queryRow(target, 'overview'), await queryRow(target, 'speed'));
  for (const target of targets) await bench.stop(target);
  const cpusOf = (name: string) => (loads.get(name) ?? []).map(({ cpu }) => cpu);
  const costs = large.map(({ name }): Row => {
    const parts = ratios(cpusOf(name), cpusOf(small.name));
    return {
      what: `CPU of a request with ${name} rows in the ledger`,
      against: '1 row',
      goal: atMost(1.2, 'x'),
      value: median(parts),
      figure: `${spread(parts, 2)}x: ${spread(cpusOf(name), 0)} µs`,
      values: { cpus: cpusOf(name), small: cpusOf(small.name) },
    };
  });
  return [...costs, ...(await writeRows(bench, sizes)), ...queries];
}

/** The ledger's own part of a call: steadier than whole requests, of which it is about a third. */
async function writeRows(bench: Bench, sizes: readonly number[]): Promise<readonly Row[]> {
  const homes = [0, ...sizes].map((size) => bench.seededHome(size));
  const files = (await Promise.all(homes)).map(({ directory }) => homeAt(directory).databaseFile);
  const rounded = await writeCosts(files, WRITE_ROUNDS);
  const costsOf = (place: number) => rounded.map((round) => round[place] ?? Number.NaN);
  return sizes.map((size, index): Row => {
    const [small, large] = [costsOf(0), costsOf(index + 1)];
    const parts = ratios(large, small);
    return {
      what: `CPU of a call in the ledger alone, with ${size.toLocaleString('en')} rows in it`,
      against: 'few rows',
      goal: atMost(1.2, 'x'),
      value: median(parts),
      figure: `${spread(parts, 2)}x: ${spread(large, 0)} µs`,
      values: { large, small },
    };
  });
}

async function startWith(bench: Bench, size: number): Promise<LedgerTarget> {
  const { directory, homeKey } = await bench.seededHome(size);
  const torii = await bench.startTorii('program', { home: directory });
  return { ...torii, name: size.toLocaleString('en'), homeKey };
}

/** A query of the first screen over all days that have rows. */
async function queryRow({ url, name, homeKey }: LedgerTarget, query: 'overview' | 'speed'): Promise<Row> {
  const now = Date.now();
  const path = `/torii/${query}?from=${now - DAYS * DAY_MS}&to=${now}&timeZone=Asia/Tokyo`;
  const times: number[] = [];
  for (let run = 0; run < QUERY_RUNS; run++) {
    const begun = performance.now();
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${homeKey}` } });
    await response.text();
    if (response.status !== 200) throw new Error(`${path}: status ${response.status}`);
    times.push(performance.now() - begun);
  }
  return {
    what:
      query === 'overview'
        ? `dashboard query over ${DAYS} days with ${name} rows`
        : `speed over ${DAYS} days with ${name} rows`,
    against: '-',
    goal: atMost(200, ' ms'),
    value: median(times),
    figure: `${spread(times, 0)} ms`,
    values: { times },
  };
}
