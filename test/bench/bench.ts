/**
 * Every figure of docs/benchmarks.md, on loopback, in interleaved rounds. Bounded: it stops by itself. `--peers` adds Portkey
 * and LiteLLM, `--full` the ledger of a million rows and 100 000 requests, `--only small,latency` takes some of the parts,
 * `--quick` is short, `--json FILE` keeps the values, `--write` puts the table into the document.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPeers } from './peers.ts';
import { type Row, surroundings, toMarkdown, writeBreakdown, writeFigures } from './report.ts';
import { bedrockRow } from './rows/bedrock.ts';
import { type Breakdown, breakdownMarkdown, breakdowns } from './rows/breakdown.ts';
import { latencyRows } from './rows/latency.ts';
import { ledgerRows } from './rows/ledger.ts';
import { memoryRows, slowStreamsRow } from './rows/memory.ts';
import { packageRows } from './rows/packages.ts';
import { longConversationRow, throughputRows } from './rows/throughput.ts';
import { Bench } from './targets.ts';

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const plan = values.quick ? { rounds: 3, seconds: 1, calls: 200 } : { rounds: 7, seconds: 3, calls: 800 };

const parts: Readonly<Record<string, (bench: Bench) => Promise<readonly Row[]>>> = {
  throughput: async (bench) => throughputRows(bench, values.peers ? await startPeers(bench) : [], plan),
  latency: (bench) => latencyRows(bench, plan),
  conversation: async (bench) => [await longConversationRow(bench, plan)],
  bedrock: async (bench) => [await bedrockRow(bench, { rounds: plan.rounds, calls: plan.calls / 4 })],
  ledger: (bench) => ledgerRows(bench, values.full ? [100_000, 1_000_000] : [100_000], plan),
  streams: async (bench) => [await slowStreamsRow(bench)],
  memory: (bench) => memoryRows(bench, values.full ? 100_000 : 20_000),
  packages: async () => packageRows(),
};

const DOCUMENT = 'docs/benchmarks.md';
const BREAKDOWN = 'breakdown';
const names = [...Object.keys(parts), BREAKDOWN];
const chosen = values.only?.split(',') ?? names;
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`--only: no ${unknown.join(', ')} among ${names.join(', ')}`);

const rows: Row[] = [];
let steps: readonly Breakdown[] = [];
const bench = await Bench.start();
try {
  for (const name of chosen) {
    console.error(`${name} …`);
    if (name === BREAKDOWN) steps = await breakdowns(bench, values.quick ? 0.3 : 1);
    else rows.push(...((await parts[name]?.(bench)) ?? []));
  }
} finally {
  bench.close();
}
console.log([surroundings(), toMarkdown(rows), breakdownMarkdown(steps)].join('\n\n'));
if (values.json !== undefined) {
  writeFileSync(values.json, JSON.stringify({ on: surroundings(), rows, steps }, undefined, 2));
}
if (values.write && rows.length > 0) writeFigures(DOCUMENT, rows);
if (values.write && steps.length > 0) writeBreakdown(DOCUMENT, breakdownMarkdown(steps));
