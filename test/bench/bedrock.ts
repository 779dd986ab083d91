import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import { NOVA } from '../simulators/bedrock/fixtures.ts';
import { type BenchServer, startServer } from './processes.ts';
import type { Bench } from './targets.ts';

/** The strict simulator in a process of its own. */
export async function startBedrock(bench: Bench): Promise<BenchServer> {
  const server = await startServer(['test/bench/bedrockUpstream.ts']);
  bench.onClose(() => void server.process.kill('SIGKILL'));
  return server;
}

/** The `model_list` of a config that asks it. */
export function bedrockModels(url: string, model: string = NOVA): string {
  const { accessKeyId, secretAccessKey } = TEST_CREDENTIALS;
  return `model_list:
  - model_name: bench
    litellm_params: { model: bedrock/converse/${model}, aws_region_name: us-east-1, aws_access_key_id: ${accessKeyId}, aws_secret_access_key: ${secretAccessKey}, aws_bedrock_runtime_endpoint: "${url}" }
`;
}
