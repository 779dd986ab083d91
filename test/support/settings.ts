import type { Deployment } from '../../src/domain/deployment.ts';
import type { RouterSettings } from '../../src/domain/settings.ts';

/** A deployment with nothing set but what a test names. */
export function deployment(given: Partial<Deployment>): Deployment {
  return {
    id: 'deployment-1',
    group: 'group',
    provider: 'openai',
    route: undefined,
    model: 'model',
    litellmModel: 'openai/model',
    apiBase: undefined,
    apiKey: undefined,
    aws: {},
    headers: {},
    timeoutMs: undefined,
    streamTimeoutMs: undefined,
    numRetries: undefined,
    cooldownMs: undefined,
    rpm: undefined,
    tpm: undefined,
    weight: undefined,
    order: undefined,
    maxParallelRequests: undefined,
    tags: [],
    dropParams: false,
    additionalDropParams: [],
    price: undefined,
    defaults: {},
    info: {},
    source: undefined,
    ...given,
  };
}

/** LiteLLM's defaults, and what a test names. */
export function router(given: Partial<RouterSettings>): RouterSettings {
  return {
    strategy: 'simple-shuffle',
    numRetries: 2,
    retryAfterMs: 0,
    timeoutMs: 6_000_000,
    streamTimeoutMs: undefined,
    cooldownMs: 5000,
    allowedFails: 3,
    disableCooldowns: false,
    fallbacks: {},
    defaultFallbacks: [],
    contextWindowFallbacks: undefined,
    contentPolicyFallbacks: undefined,
    maxFallbacks: 5,
    aliases: {},
    enablePreCallChecks: false,
    ...given,
  };
}
