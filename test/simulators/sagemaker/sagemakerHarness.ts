import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { createModelCatalog } from '../../../src/catalog/modelCatalog.ts';
import type { ChatEvent, ChatRequest } from '../../../src/domain/chat.ts';
import type { Deployment } from '../../../src/domain/deployment.ts';
import type { Provider, ProviderCall } from '../../../src/domain/ports.ts';
import {
  createSagemakerChatProvider,
  createSagemakerProvider,
} from '../../../src/providers/sagemaker/sagemakerProvider.ts';
import { collect, toCall, toDeployment, toRequest } from '../bedrock/fixtures.ts';
import { type SagemakerSimulator, startSagemakerSimulator } from './sagemakerSimulator.ts';

export const TGI_ENDPOINT = 'swallow-70b';
export const CHAT_ENDPOINT = 'vllm-llama';
export const SHARED_ENDPOINT = 'several-models';

export interface SagemakerHarness {
  readonly simulator: SagemakerSimulator;
  readonly text: Provider;
  readonly chat: Provider;
  ask(
    provider: 'sagemaker' | 'sagemaker_chat',
    request?: Partial<ChatRequest>,
    deployment?: Partial<Deployment>,
    call?: Partial<ProviderCall>,
  ): Promise<readonly ChatEvent[]>;
  close(): Promise<void>;
}

/** Both providers in front of a simulator, cut off from the machine's own AWS settings. */
export async function startSagemakerHarness(): Promise<SagemakerHarness> {
  const awsHome = mkdtempSync(join(tmpdir(), 'torii-aws-'));
  vi.stubEnv('AWS_CONFIG_FILE', join(awsHome, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(awsHome, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const simulator = await startSagemakerSimulator({
    endpoints: {
      [TGI_ENDPOINT]: { container: 'tgi' },
      [CHAT_ENDPOINT]: { container: 'messages' },
      [SHARED_ENDPOINT]: { container: 'tgi', components: ['small'] },
    },
  });
  const environment = { AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: simulator.url };
  const text = createSagemakerProvider({ environment });
  const chat = createSagemakerChatProvider({ environment });
  return {
    simulator,
    text,
    chat,
    ask: async (name, request = {}, deployment = {}, call = {}) => {
      const provider = name === 'sagemaker' ? text : chat;
      return collect(await provider.chat(toRequest(request), endpointCall(name, deployment, call)));
    },
    close: async () => {
      vi.unstubAllEnvs();
      await Promise.all([text.close(), chat.close()]);
      await simulator.close();
      rmSync(awsHome, { recursive: true });
    },
  };
}

/** A deployment of one of the endpoints in us-east-1. */
export function endpointDeployment(
  provider: 'sagemaker' | 'sagemaker_chat',
  overrides: Partial<Deployment> = {},
): Deployment {
  const endpoint = provider === 'sagemaker' ? TGI_ENDPOINT : CHAT_ENDPOINT;
  return toDeployment(endpoint, { provider, route: undefined, litellmModel: `${provider}/${endpoint}`, ...overrides });
}

export function endpointCall(
  provider: 'sagemaker' | 'sagemaker_chat',
  overrides: Partial<Deployment> = {},
  call: Partial<ProviderCall> = {},
): ProviderCall {
  const deployment = endpointDeployment(provider, overrides);
  return toCall(deployment, { card: createModelCatalog().describe(deployment), ...call });
}
