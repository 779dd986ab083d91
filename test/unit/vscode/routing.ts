import type { Routing } from '../../../src/protocol/routing.ts';

/** A gateway without chains. */
export const EMPTY_ROUTING: Routing = {
  configFile: '/home/config.yaml',
  configInForce: true,
  models: [],
  chains: [],
  settings: {
    strategy: 'simple-shuffle',
    numRetries: 2,
    retryAfterMs: 0,
    timeoutMs: 60_000,
    streamTimeoutMs: null,
    maxFallbacks: 5,
    cooldownMs: 5000,
    cooldowns: true,
    allowedFails: null,
    preCallChecks: false,
    weightedFailover: false,
    continueStreams: false,
    pacing: { enabled: true, maxWaitMs: 30_000, maxQueue: 100 },
  },
};
