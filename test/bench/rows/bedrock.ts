import { bedrockModels, startBedrock } from '../bedrock.ts';
import { callTimes, chatBody, cpuMs } from '../load.ts';
import { median, startServer } from '../processes.ts';
import { ratios, spread } from '../report.ts';
import { atMost, type Row } from '../row.ts';
import type { Bench, Target } from '../targets.ts';

const CLIENTS = 4;

/** CPU of a Bedrock stream of 200 events, Torii beside the AWS SDK that reads the same stream and nothing else. */
export async function bedrockRow(
  bench: Bench,
  plan: { readonly rounds: number; readonly calls: number },
): Promise<Row> {
  const upstream = await startBedrock(bench);
  const sdk = await startServer(['test/bench/sdkReader.ts', upstream.url]);
  bench.onClose(() => void sdk.process.kill('SIGKILL'));
  const torii = await bench.startTorii('program', { models: bedrockModels(upstream.url) });
  const alone: Target = { name: 'AWS SDK', ...sdk, headers: { 'content-type': 'application/json' } };
  const cpus = { own: [] as number[], sdk: [] as number[] };
  try {
    for (const target of [torii, alone]) await cpuOfStream(target, 50);
    for (let round = 0; round < plan.rounds; round++) {
      cpus.own.push(await cpuOfStream(torii, plan.calls));
      cpus.sdk.push(await cpuOfStream(alone, plan.calls));
    }
  } finally {
    for (const target of [torii, alone, upstream]) await bench.stop(target);
  }
  const parts = ratios(cpus.own, cpus.sdk);
  return {
    what: 'Bedrock stream of 200 events: CPU of an answer',
    against: 'the AWS SDK alone',
    goal: atMost(1.5, 'x'),
    value: median(parts),
    figure: `${spread(parts, 2)}x: ${spread(cpus.own, 1)} ms of ${spread(cpus.sdk, 1)} ms`,
    values: cpus,
  };
}

/** ms of the target's process. */
async function cpuOfStream(target: Target, calls: number): Promise<number> {
  const before = cpuMs(target);
  await callTimes(target, chatBody({ stream: true }), CLIENTS, Math.ceil(calls / CLIENTS));
  return (cpuMs(target) - before) / calls;
}
