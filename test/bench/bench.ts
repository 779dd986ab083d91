/**
 * Every figure of docs/benchmarks.md, on loopback, in interleaved rounds. Bounded: it stops by itself. `--only latency,memory`
 * takes some of the parts; `--peers` adds Portkey and LiteLLM, `--editor` code-server, `--full` the ledger of a million rows and 100 000 requests.
 * `--quick` is short, `--json FILE` keeps the values, `--write` puts the tables into the document. `--check` fails where a figure
 * is worse than its limit; `--write-limits` makes this run's figures the limits.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readLimits, regressions, writeLimits } from './limits.ts';
import { startPeers } from './peers.ts';
import { surroundings, toMarkdown, writeBreakdown, writeFigures } from './report.ts';
import type { Row } from './row.ts';
import { bedrockRow } from './rows/bedrock.ts';
import { type Breakdown, breakdownMarkdown, breakdowns } from './rows/breakdown.ts';
import { editorRows } from './rows/editor.ts';
import { latencyRows } from './rows/latency.ts';
import { ledgerRows } from './rows/ledger.ts';
import { memoryRows, slowStreamRows } from './rows/memory.ts';
import { packageRows } from './rows/packages.ts';
import { paintRows } from './rows/paint.ts';
import { startRows } from './rows/start.ts';
import { longConversationRow, peerRows, throughputRows } from './rows/throughput.ts';
import { typingRows } from './rows/typing.ts';
import { webviewRows } from './rows/webview.ts';
import { Bench } from './targets.ts';

const DOCUMENT = 'docs/benchmarks.md';

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    editor: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    'write-limits': { type: 'boolean', default: false },
  },
});
const plan = values.quick ? { rounds: 3, seconds: 1, calls: 200 } : { rounds: 7, seconds: 3, calls: 480 };

let steps: readonly Breakdown[] = [];
const parts: Readonly<Record<string, (bench: Bench) => Promise<readonly Row[]>>> = {
  throughput: (bench) => throughputRows(bench, plan),
  latency: (bench) => latencyRows(bench, plan),
  conversation: async (bench) => [await longConversationRow(bench, plan)],
  bedrock: async (bench) => [await bedrockRow(bench, { rounds: plan.rounds, calls: values.quick ? 48 : 160 })],
  breakdown: async (bench) => {
    steps = await breakdowns(bench, values.quick ? 0.3 : 1);
    return [];
  },
  ledger: (bench) => ledgerRows(bench, values.full ? [100_000, 1_000_000] : [100_000], plan),
  streams: (bench) => slowStreamRows(bench),
  memory: (bench) => memoryRows(bench, values.full ? 100_000 : 20_000),
  start: (bench) => startRows(bench, values.quick ? 3 : 7),
  paint: (bench) => paintRows(bench, values.full ? 1_000_000 : 100_000, values.quick ? 3 : 7),
  packages: async () => packageRows(values.full),
  editor: async (bench) => [
    ...(await editorRows(values.quick ? 2 : 5)),
    ...(await typingRows(plan.rounds)),
    ...(await webviewRows(bench, 100_000, plan.rounds)),
  ],
  peers: async (bench) => peerRows(bench, await startPeers(bench), { ...plan, rounds: Math.min(plan.rounds, 5) }),
};

/** Parts that install programs of others run where they are asked for. */
const apart = [...(values.peers ? [] : ['peers']), ...(values.editor ? [] : ['editor'])];
const usual = Object.keys(parts).filter((name) => !apart.includes(name));
const chosen = values.only?.split(',') ?? usual;
const unknown = chosen.filter((name) => parts[name] === undefined);
if (unknown.length > 0) throw new Error(`--only: no ${unknown.join(', ')} among ${Object.keys(parts).join(', ')}`);

const rows: Row[] = [];

/** After each part: a run that is broken off has not measured in vain. */
function keep(): void {
  if (values.json === undefined) return;
  writeFileSync(values.json, JSON.stringify({ on: surroundings(), rows, steps }, undefined, 2));
}

const bench = await Bench.start();
try {
  for (const name of chosen) {
    const begun = performance.now();
    rows.push(...((await parts[name]?.(bench)) ?? []));
    console.error(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    keep();
  }
} finally {
  bench.close();
}

const limits = readLimits();
console.log([surroundings(), toMarkdown(rows, limits), breakdownMarkdown(steps)].join('\n\n'));
if (values['write-limits']) writeLimits(rows);
if (values.write && rows.length > 0) writeFigures(DOCUMENT, rows, readLimits());
if (values.write && steps.length > 0) writeBreakdown(DOCUMENT, breakdownMarkdown(steps));
const worse = values.check ? regressions(rows, limits) : [];
for (const line of worse) console.error(`worse than its limit: ${line}`);
process.exit(worse.length > 0 ? 1 : 0);
