import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { ChatEvent } from '../../../src/domain/chat.ts';
import type { GatewayError } from '../../../src/domain/errors.ts';
import type { Provider } from '../../../src/domain/ports.ts';
import { createBedrockProvider } from '../../../src/providers/bedrock/bedrockProvider.ts';
import { type BedrockSimulator, type BedrockSimulatorOptions, startBedrockSimulator } from './bedrockSimulator.ts';
import {
  collect,
  type MemoryLogger,
  memoryLogger,
  SONNET_37,
  STILL_CLOCK,
  toCall,
  toDeployment,
  toRequest,
} from './fixtures.ts';

export interface ProviderHarness {
  readonly simulator: BedrockSimulator;
  readonly provider: Provider;
  readonly logger: MemoryLogger;
  /** An empty folder that stands for `~/.aws`. */
  readonly awsHome: string;
  /** Says hello and gives the answer's events. */
  ask(stream?: boolean, model?: string): Promise<readonly ChatEvent[]>;
  close(): Promise<void>;
}

/** A provider in front of a simulator, cut off from the machine's own AWS settings. */
export async function startHarness(
  options: BedrockSimulatorOptions = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<ProviderHarness> {
  const awsHome = mkdtempSync(join(tmpdir(), 'torii-aws-'));
  vi.stubEnv('AWS_CONFIG_FILE', join(awsHome, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(awsHome, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const simulator = await startBedrockSimulator(options);
  const logger = memoryLogger();
  const endpoint = { AWS_BEDROCK_RUNTIME_ENDPOINT: simulator.url };
  const provider = createBedrockProvider({ clock: STILL_CLOCK, logger, environment: { ...endpoint, ...environment } });
  return {
    simulator,
    provider,
    logger,
    awsHome,
    ask: async (stream = true, model = SONNET_37) =>
      collect(await provider.chat(toRequest({ stream }), toCall(toDeployment(model)))),
    close: async () => {
      vi.unstubAllEnvs();
      await provider.close();
      await simulator.close();
      rmSync(awsHome, { recursive: true });
    },
  };
}

/** The error that a call fails with. */
export async function failureOf(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work;
  } catch (error) {
    return error as GatewayError;
  }
  throw new Error('The call should have failed.');
}
