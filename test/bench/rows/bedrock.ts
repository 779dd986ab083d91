import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEST_CREDENTIALS } from '../../simulators/bedrock/authentication.ts';
import { NOVA } from '../../simulators/bedrock/fixtures.ts';
import { callTimes, chatBody, cpuMs } from '../load.ts';
import { median, startServer } from '../processes.ts';
import { type Row, ratios, spread } from '../report.ts';
import type { Bench, Target } from '../targets.ts';

const KEY = 'sk-test-bench';
const CLIENTS = 4;

/** CPU of a Bedrock stream of 200 events, Torii beside the AWS SDK that reads the same stream and nothing else. */
export async function bedrockRow(
  bench: Bench,
  plan: { readonly rounds: number; readonly calls: number },
): Promise<Row> {
  const upstream = await startServer(['test/bench/bedrockUpstream.ts']);
  const sdk = await startServer(['test/bench/sdkReader.ts', upstream.url]);
  const home = bench.scratch();
  const { accessKeyId, secretAccessKey } = TEST_CREDENTIALS;
  writeFileSync(
    join(home, 'bedrock.yaml'),
    `model_list:
  - model_name: bench
    litellm_params: { model: bedrock/converse/${NOVA}, aws_region_name: us-east-1, aws_access_key_id: ${accessKeyId}, aws_secret_access_key: ${secretAccessKey}, aws_bedrock_runtime_endpoint: "${upstream.url}" }
`,
  );
  const args = ['dist/headless.cjs', '--config', join(home, 'bedrock.yaml'), '--port', '0'];
  const server = await startServer(args, { TORII_HOME: home, LITELLM_MASTER_KEY: KEY });
  const headers = { 'content-type': 'application/json' };
  const torii: Target = { name: 'Torii', ...server, headers: { ...headers, authorization: `Bearer ${KEY}` } };
  const alone: Target = { name: 'AWS SDK', ...sdk, headers };
  const cpus = { own: [] as number[], sdk: [] as number[] };
  try {
    for (const target of [torii, alone]) await cpuOfStream(target, 50);
    for (let round = 0; round < plan.rounds; round++) {
      cpus.own.push(await cpuOfStream(torii, plan.calls));
      cpus.sdk.push(await cpuOfStream(alone, plan.calls));
    }
  } finally {
    for (const { process } of [upstream, sdk, server]) process.kill('SIGKILL');
  }
  const parts = ratios(cpus.own, cpus.sdk);
  return {
    what: 'Bedrock stream of 200 events: CPU of an answer',
    against: 'the AWS SDK alone',
    goal: '<= 1.5x',
    figure: `${spread(parts, 2)}x: ${spread(cpus.own, 1)} ms of ${spread(cpus.sdk, 1)} ms`,
    met: median(parts) <= 1.5,
    values: cpus,
  };
}

/** ms of the target's process. */
async function cpuOfStream(target: Target, calls: number): Promise<number> {
  const before = cpuMs(target);
  await callTimes(target, chatBody({ stream: true }), CLIENTS, Math.ceil(calls / CLIENTS));
  return (cpuMs(target) - before) / calls;
}
