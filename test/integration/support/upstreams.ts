import { onTestFinished } from 'vitest';
import { TEST_CREDENTIALS } from '../../simulators/bedrock/authentication.ts';
import {
  type BedrockSimulator,
  type BedrockSimulatorOptions,
  startBedrockSimulator,
} from '../../simulators/bedrock/bedrockSimulator.ts';
import {
  type OpenAiSimulator,
  type OpenAiSimulatorOptions,
  startOpenAiSimulator,
} from '../../simulators/openai/openAiSimulator.ts';

export async function openAiUpstream(options: OpenAiSimulatorOptions = {}): Promise<OpenAiSimulator> {
  const simulator = await startOpenAiSimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export async function bedrockUpstream(options: BedrockSimulatorOptions = {}): Promise<BedrockSimulator> {
  const simulator = await startBedrockSimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

/** A deployment of the OpenAI simulator with a price of $3 and $15 per million tokens. */
export function openAiModel(simulator: { readonly url: string }, group: string, model = 'model-1', extra = ''): string {
  return `  - model_name: ${group}
    litellm_params:
      model: openai/${model}
      api_base: ${simulator.url}
      api_key: sk-test-upstream
      input_cost_per_token: 0.000003
      output_cost_per_token: 0.000015
${extra}`;
}

export function bedrockModel(simulator: { readonly url: string }, group: string, model: string, extra = ''): string {
  return `  - model_name: ${group}
    litellm_params:
      model: bedrock/converse/${model}
      aws_access_key_id: ${TEST_CREDENTIALS.accessKeyId}
      aws_secret_access_key: ${TEST_CREDENTIALS.secretAccessKey}
      aws_region_name: us-east-1
      aws_bedrock_runtime_endpoint: ${simulator.url}
${extra}`;
}

/** Environment of a machine whose AWS chain leads to the simulator. */
export function awsEnvironment(simulator: { readonly url: string }): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    AWS_REGION_NAME: 'us-east-1',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: simulator.url,
  };
}
