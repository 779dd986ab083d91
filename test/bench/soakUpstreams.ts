import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import { startBedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { NOVA, SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import {
  type Scripted as BedrockScripted,
  breakAfter as breakBedrock,
  throttled as throttledBedrock,
} from '../simulators/bedrock/scenario.ts';
import { startOpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { breakAfter, type Scripted, throttled } from '../simulators/openai/scenario.ts';

const TEXT = 'a steady answer of some words '.repeat(10);
const PRICES = 'input_cost_per_token: 0.000003, output_cost_per_token: 0.000015';

const openAiFaults: readonly Scripted[] = [
  throttled(),
  { kind: 'reset-before-headers' },
  { kind: 'error', status: 503, name: 'overloaded', message: 'busy' },
  { kind: 'garbage-body', body: '<html>' },
  breakAfter(3, { type: 'half-frame' }),
  breakAfter(3, { type: 'reset' }),
  breakAfter(0, { type: 'error', name: 'server_error', message: 'broke off' }),
  breakAfter(3, { type: 'error', name: 'server_error', message: 'broke off' }),
  { text: TEXT, unknownEvent: true },
];

const bedrockFaults: readonly BedrockScripted[] = [
  throttledBedrock(),
  { kind: 'reset-before-headers' },
  { kind: 'error', status: 503, name: 'ServiceUnavailableException', message: 'busy' },
  { kind: 'garbage-body', body: '<html>' },
  breakBedrock(3, { type: 'half-frame' }),
  breakBedrock(3, { type: 'reset' }),
  breakBedrock(0, { type: 'exception', name: 'throttlingException', message: 'slow down' }),
  breakBedrock(3, { type: 'exception', name: 'modelStreamErrorException', message: 'broke off' }),
  { text: TEXT, unknownEvent: true },
];

export interface SoakUpstreams {
  /** The text of a config; each number gives another one. */
  config(edition: number): string;
  close(): Promise<void>;
}

/** Two providers, each with a model that always answers and one that seldom does. */
export async function startSoakUpstreams(): Promise<SoakUpstreams> {
  const openAi = await startOpenAiSimulator({ models: ['steady', 'shaky'], recordsRequests: false });
  const bedrock = await startBedrockSimulator({ recordsRequests: false });
  openAi.script('steady', () => ({ text: TEXT }));
  openAi.script('shaky', (_request, turn) => openAiFaults[turn % openAiFaults.length] ?? { text: TEXT });
  bedrock.script(SONNET_37, () => ({ text: TEXT }));
  bedrock.script(NOVA, (_request, turn) => bedrockFaults[turn % bedrockFaults.length] ?? { text: TEXT });
  const { accessKeyId, secretAccessKey } = TEST_CREDENTIALS;
  const aws = `aws_region_name: us-east-1, aws_access_key_id: ${accessKeyId}, aws_secret_access_key: ${secretAccessKey}, aws_bedrock_runtime_endpoint: "${bedrock.url}"`;
  const open = `api_base: "${openAi.url}", api_key: sk-test-upstream, ${PRICES}`;
  return {
    config: (edition) => `# ${edition}
model_list:
  - { model_name: openai-steady, litellm_params: { model: openai/steady, ${open} } }
  - { model_name: openai-shaky, litellm_params: { model: openai/shaky, ${open} } }
  - { model_name: openai-embed, litellm_params: { model: openai/embed-1, ${open} }, model_info: { mode: embedding } }
  - { model_name: bedrock-steady, litellm_params: { model: bedrock/converse/${SONNET_37}, ${aws} } }
  - { model_name: bedrock-shaky, litellm_params: { model: bedrock/converse/${NOVA}, ${aws} } }
litellm_settings:
  num_retries: 0
  fallbacks: [{ openai-shaky: [bedrock-steady] }, { bedrock-shaky: [openai-steady] }]
router_settings: { disable_cooldowns: true }
`,
    close: async () => {
      await Promise.all([openAi.close(), bedrock.close()]);
    },
  };
}
