/**
 * What a call costs in the ledger alone, beside ledgers of other sizes: `node test/bench/ledgerWrites.ts file…`. Each
 * call reserves a part of a budget, and gets its row, sums and spend; eight end together. Takes turns in chunks of 320
 * calls, so that what else the machine does disturbs all alike. The files get the rows.
 */
import { pathToFileURL } from 'node:url';
import { scopesOf } from '../../src/domain/budget.ts';
import type { SpendRecord } from '../../src/domain/spend.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { type Ledger, openLedger } from '../../src/storage/ledger.ts';
import { systemClock as clock } from '../../src/systemPorts.ts';
import { median } from './processes.ts';
import { toRecord } from './seedLedger.ts';

const TOGETHER = 8;
const BATCHES = 40;
const NANO = 1_000_000_000;

/** Processor time of a call, µs, of each chunk and file: first all files of the first round, then of the next. */
export async function writeCosts(files: readonly string[], rounds: number): Promise<readonly (readonly number[])[]> {
  const logger = createLineLogger('warn', (_level, line) => console.error(line));
  const ledgers: Ledger[] = [];
  for (const file of files) ledgers.push(await openLedger({ file, clock, logger }));
  for (const ledger of ledgers) {
    const limits = { windows: [{ maxBudget: 1_000_000 * NANO, duration: undefined }] };
    for (let key = 0; key < 20; key++) await ledger.budgets.define({ kind: 'key', id: `token-${key}` }, limits);
    await chunk(ledger);
  }
  const costs: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const places = [...ledgers.keys()];
    const found: number[] = [];
    for (const place of round % 2 === 0 ? places : places.toReversed()) {
      const ledger = ledgers[place];
      if (ledger !== undefined) found[place] = await chunk(ledger);
    }
    costs.push(found);
  }
  for (const ledger of ledgers) await ledger.close();
  return costs;
}

let calls = 0;

async function chunk(ledger: Ledger): Promise<number> {
  const before = process.cpuUsage();
  for (let batch = 0; batch < BATCHES; batch++) {
    const records = Array.from({ length: TOGETHER }, () => nextRecord());
    for (const record of records) await reserve(ledger, record);
    await Promise.all(records.map((record) => ledger.spend.settle(record)));
  }
  await ledger.spend.find('has everything entered');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (BATCHES * TOGETHER);
}

function nextRecord(): SpendRecord {
  const now = Date.now();
  const number = calls++;
  // In the order of time, as the gateway's ids are.
  const callId = `${now.toString(16)}-${process.pid.toString(16)}-${number.toString(16).padStart(8, '0')}`;
  return { ...toRecord(number, 1, now), callId, requestId: `chatcmpl-${callId}`, startedAt: now, endedAt: now + 900 };
}

async function reserve(ledger: Ledger, record: SpendRecord): Promise<void> {
  const { callId, modelGroup: group, startedAt: now } = record;
  const scopes = scopesOf({ ...record, group, deploymentId: record.modelId });
  await ledger.budgets.reserve({ callId, scopes, group, amount: 2 * (record.cost ?? 0), now });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const files = process.argv.slice(2);
  const costs = await writeCosts(files, 40);
  for (const [place, file] of files.entries()) {
    const own = costs.map((round) => round[place] ?? 0);
    const ratios = costs.map((round) => (round[place] ?? 0) / (round[0] ?? 1));
    console.log(`${file}: ${median(own).toFixed(0)} µs, ${median(ratios).toFixed(2)}x of the first`);
  }
}
