import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bedrockModels, startBedrock } from '../bedrock.ts';
import { callTimes, chatBody } from '../load.ts';
import { percentile } from '../processes.ts';
import type { RecordedRequest, StepTime, TimedStep } from '../stepRecorder.ts';
import { type Bench, openAiModels } from '../targets.ts';
import { LONG_CONVERSATION } from './throughput.ts';

interface Kind {
  readonly name: string;
  readonly body: string;
  /** The first of them, in which code is compiled and caches fill, are left out. */
  readonly warmUp: number;
  readonly calls: number;
}

const stream = (chunks: number): string => chatBody({ stream: true, max_tokens: chunks });

const KINDS: readonly Kind[] = [
  { name: 'small body', body: chatBody(), warmUp: 600, calls: 1000 },
  { name: '1 MB conversation', body: chatBody({ messages: LONG_CONVERSATION }), warmUp: 20, calls: 60 },
  { name: 'stream of 20', body: stream(20), warmUp: 150, calls: 500 },
  { name: 'stream of 200', body: stream(200), warmUp: 50, calls: 300 },
  { name: 'stream of 2 000', body: stream(2000), warmUp: 15, calls: 100 },
];

/** The steps in their order, and what belongs to each. */
const STEPS: Readonly<Record<TimedStep, string>> = {
  serve: "Node's request, Fastify's route",
  auth: 'key, host, access to the model',
  receive: 'the body arrives',
  parse: 'JSON, facts, fields',
  task: 'which task it belongs to',
  open: 'record, trace, journal',
  admit: 'limits, the reservation',
  plan: 'which deployment',
  prepare: "the provider's body, cache marks, signature",
  upstream: "sent, until the answer's head",
  journal: 'a stream is noted before its first content',
  relay: 'the answer, piece by piece',
  price: 'cost and row',
  settle: 'the transaction, and the wait for it',
  tell: 'notices, trace, metrics',
  write: 'the last bytes',
};

export interface Breakdown {
  readonly provider: string;
  readonly kinds: readonly { readonly name: string; readonly requests: readonly RecordedRequest[] }[];
}

/** Where the time of a request goes, step by step: one client, one request after the other, on both providers. */
export async function breakdowns(bench: Bench, part = 1): Promise<readonly Breakdown[]> {
  return [
    await breakDown(bench, 'OpenAI-compatible', openAiModels(bench.upstream.url), part),
    await breakDown(bench, 'Bedrock', bedrockModels((await startBedrock(bench)).url), part),
  ];
}

async function breakDown(bench: Bench, provider: string, models: string, part: number): Promise<Breakdown> {
  const folder = mkdtempSync(join(tmpdir(), 'torii-steps-'));
  const file = join(folder, 'steps.json');
  const kinds = KINDS.map((kind) => ({ ...kind, calls: Math.ceil(kind.calls * part) }));
  try {
    const torii = await bench.startTorii('program', {
      models,
      node: ['--import', './test/bench/stepRecorder.ts'],
      environment: { BENCH_STEPS: file },
    });
    for (const { body, warmUp, calls } of kinds) await callTimes(torii, body, 1, warmUp + calls);
    // A program that is told to end writes down what was recorded.
    await bench.stop(torii, 'SIGTERM');
    const recorded: readonly RecordedRequest[] = JSON.parse(readFileSync(file, 'utf8'));
    let from = 0;
    const found = kinds.map(({ name, warmUp, calls }) => {
      const requests = recorded.slice(from + warmUp, from + warmUp + calls);
      from += warmUp + calls;
      return { name, requests };
    });
    if (recorded.length !== from) throw new Error(`${recorded.length} requests were recorded of ${from}`);
    return { provider, kinds: found };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A table for each provider: median and p99 of each step. */
export function breakdownMarkdown(breakdown: readonly Breakdown[]): string {
  return breakdown.map(tableOf).join('\n\n');
}

function tableOf({ provider, kinds }: Breakdown): string {
  const lines = (Object.keys(STEPS) as TimedStep[])
    .filter((step) => kinds.some(({ requests }) => requests.some(({ steps }) => steps[step] !== undefined)))
    .map((step) => [`${step}: ${STEPS[step]}`, ...kinds.map(({ requests }) => cell(timesOf(requests, step, 'busy')))]);
  const sums = [
    ['**from one request to the next**', ...kinds.map(({ requests }) => cell(requests.map(({ allBusy }) => allBusy)))],
    ['upstream, by the clock', ...kinds.map(({ requests }) => cell(timesOf(requests, 'upstream', 'wall')))],
    ['whole answer, by the clock', ...kinds.map(({ requests }) => cell(requests.map(({ whole }) => whole.wall)))],
  ];
  const table = [...lines, ...sums].map((cells) => `| ${cells.join(' | ')} |`);
  const head = `| ${[`${provider}, µs`, ...kinds.map(({ name }) => name)].join(' | ')} |`;
  return [head, `|${' --- |'.repeat(kinds.length + 1)}`, ...table].join('\n');
}

function timesOf(requests: readonly RecordedRequest[], step: TimedStep, which: keyof StepTime): readonly number[] {
  return requests.flatMap(({ steps }) => steps[step]?.[which] ?? []);
}

function cell(times: readonly number[]): string {
  return times.length === 0 ? '' : `${percentile(times, 0.5).toFixed(0)} / ${percentile(times, 0.99).toFixed(0)}`;
}
