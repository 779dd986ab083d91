import type { Environment } from '../config/environment.ts';
import type { Logger, Provider } from '../domain/ports.ts';
import { createBedrockProvider } from '../providers/bedrock/bedrockProvider.ts';
import { createBedrockMantleProvider } from '../providers/bedrockMantle/bedrockMantleProvider.ts';
import { createDemoProvider } from '../providers/demo/demoProvider.ts';
import { createOpenAiProvider } from '../providers/openai/openAiProvider.ts';
import { createSagemakerChatProvider, createSagemakerProvider } from '../providers/sagemaker/sagemakerProvider.ts';
import { systemClock as clock } from '../systemPorts.ts';

/** Every provider, with the credentials and addresses of an environment. */
export function makeProviders(environment: Environment, logger: Logger): readonly Provider[] {
  return [
    createBedrockProvider({ clock, logger, environment }),
    createBedrockMantleProvider({ clock, logger, environment }),
    createOpenAiProvider({ clock, logger, environment }),
    createSagemakerProvider({ environment }),
    createSagemakerChatProvider({ environment }),
    createDemoProvider({ clock }),
  ];
}
