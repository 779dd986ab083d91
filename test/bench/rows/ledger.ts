import { homeAt, prepareHome } from '../../../src/config/home.ts';
import { chatBody, load, rounds } from '../load.ts';
import { median } from '../processes.ts';
import { type Row, ratios, spread } from '../report.ts';
import { seedLedger } from '../seedLedger.ts';
import type { Bench } from '../targets.ts';
import type { Plan } from './throughput.ts';

/** What a request costs beside a ledger of many rows. */
export async function ledgerRows(bench: Bench, sizes: readonly number[], plan: Plan): Promise<readonly Row[]> {
  const small = { ...(await bench.startTorii('program')), name: '1' };
  const large = [];
  for (const size of sizes) {
    const home = homeAt(bench.scratch());
    await prepareHome(home);
    await seedLedger(home.databaseFile, size);
    large.push({ ...(await bench.startTorii('program', { home: home.directory })), name: String(size) });
  }
  const targets = [small, ...large];
  const loads = await rounds(targets, {
    rounds: plan.rounds,
    warmUp: async () => {
      for (const target of targets) await load(target, chatBody(), 8, 2);
    },
    run: (target) => load(target, chatBody(), 8, plan.seconds),
  });
  for (const target of targets) await bench.stop(target);
  const cpusOf = (name: string) => (loads.get(name) ?? []).map(({ cpu }) => cpu);
  return large.map(({ name }) => {
    const parts = ratios(cpusOf(name), cpusOf(small.name));
    return {
      what: `CPU of a request with ${Number(name).toLocaleString('en')} rows in the ledger`,
      against: '1 row',
      goal: '<= 1.2x',
      figure: `${spread(parts, 2)}x: ${spread(cpusOf(name), 0)} µs`,
      met: median(parts) <= 1.2,
      values: { cpus: cpusOf(name), small: cpusOf(small.name) },
    };
  });
}
