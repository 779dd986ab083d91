import type { Deployment } from '../../src/domain/deployment.ts';
import type { RouterSettings } from '../../src/domain/routing/routerSettings.ts';

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
    firstByteTimeoutMs: undefined,
    idleTimeoutMs: undefined,
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
    latency: { ttlMs: 3_600_000, buffer: 0 },
    numRetries: 2,
    retryPolicy: undefined,
    groupRetryPolicies: {},
    retryAfterMs: 0,
    timeoutMs: 6_000_000,
    streamTimeoutMs: undefined,
    cooldownMs: 5000,
    allowedFails: undefined,
    allowedFailsPolicy: undefined,
    disableCooldowns: false,
    fallbacks: {},
    defaultFallbacks: [],
    contextWindowFallbacks: undefined,
    contentPolicyFallbacks: undefined,
    maxFallbacks: 5,
    weightedFailover: false,
    aliases: {},
    enablePreCallChecks: false,
    tagFiltering: undefined,
    pacing: { enabled: true, maxWaitMs: 30_000, maxQueue: 100 },
    continueStreams: false,
    ...given,
  };
}
