/** What agents are tested on: the built gateway with one group, a Claude on the Bedrock simulator. Both end with the test. */
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import { type BedrockSimulator, startBedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import type { RecordedRequest } from '../simulators/bedrock/scenario.ts';
import { startToriiGateway, type ToriiGateway } from './toriiGateway.ts';

export const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
export const GROUP = 'coding-model';
export const PRICES = { input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 };
const MASTER_KEY = 'sk-test-master-external';

/** A gateway whose group is this deployment: `litellm_params`, priced. */
export async function startGatewayFor(deployment: object): Promise<ToriiGateway> {
  const gateway = await startToriiGateway(
    {
      model_list: [{ model_name: GROUP, litellm_params: deployment, model_info: PRICES }],
      general_settings: { master_key: MASTER_KEY },
    },
    MASTER_KEY,
  );
  onTestFinished(() => gateway.stop());
  return gateway;
}

/** `parameters` are more of the deployment's `litellm_params`. */
export async function startClaude(
  parameters: object = {},
): Promise<{ readonly bedrock: BedrockSimulator; readonly gateway: ToriiGateway }> {
  const bedrock = await startBedrockSimulator();
  onTestFinished(() => bedrock.close());
  const gateway = await startGatewayFor({
    model: `bedrock/${CLAUDE}`,
    aws_region_name: 'us-east-1',
    aws_bedrock_runtime_endpoint: bedrock.url,
    aws_access_key_id: TEST_CREDENTIALS.accessKeyId,
    aws_secret_access_key: TEST_CREDENTIALS.secretAccessKey,
    ...parameters,
  });
  return { bedrock, gateway };
}

/** A key with this name. */
export async function newKey(gateway: ToriiGateway, alias: string): Promise<string> {
  const made = z.object({ key: z.string() });
  return (await gateway.call('POST', '/key/generate', made, { key_alias: alias })).key;
}

/** What the tools gave back, as text. */
export function toolResultsOf(request: RecordedRequest | undefined): string {
  const blocks = (request?.body.messages ?? []).flatMap(({ content }) => content);
  return JSON.stringify(blocks.filter((block) => block.toolResult !== undefined));
}
