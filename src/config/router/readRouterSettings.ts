import type { RouterSettings } from '../../domain/routing/routerSettings.ts';
import type { ConfigDocument } from '../schema/configSchema.ts';
import { seconds, secondsOrUnset } from '../seconds.ts';
import { readAliases } from './aliases.ts';
import { readErrorPolicy } from './errorPolicy.ts';
import { toDefaultFallbacks, toFallbackMap, toOptionalFallbackMap } from './fallbacks.ts';

/** LiteLLM's own defaults (litellm/router.py, litellm/constants.py, router_strategy/lowest_latency.py). */
const DEFAULT_NUM_RETRIES = 2;
const DEFAULT_TIMEOUT_MS = 6_000_000;
const DEFAULT_COOLDOWN_MS = 5_000;
const DEFAULT_MAX_FALLBACKS = 5;
const DEFAULT_LATENCY_TTL_MS = 3_600_000;
/** Torii's own. A client's patience and a quota's minute both end a while later. */
const DEFAULT_PACING_WAIT_MS = 30_000;
const DEFAULT_PACING_QUEUE = 100;

/** `router_settings`, with `litellm_settings` for what they lack, and what `torii_settings` say about routing. */
export function readRouterSettings(config: ConfigDocument): RouterSettings {
  const router = config.router_settings ?? {};
  const litellm = config.litellm_settings ?? {};
  return {
    strategy: router.routing_strategy ?? 'simple-shuffle',
    latency: {
      ttlMs: seconds(router.routing_strategy_args?.ttl) ?? DEFAULT_LATENCY_TTL_MS,
      buffer: router.routing_strategy_args?.lowest_latency_buffer ?? 0,
    },
    ...readRetries(config),
    timeoutMs: secondsOrUnset(router.timeout) ?? secondsOrUnset(litellm.request_timeout) ?? DEFAULT_TIMEOUT_MS,
    streamTimeoutMs: secondsOrUnset(router.stream_timeout),
    cooldownMs: seconds(router.cooldown_time) ?? DEFAULT_COOLDOWN_MS,
    allowedFails: router.allowed_fails ?? litellm.allowed_fails,
    allowedFailsPolicy: readErrorPolicy(router.allowed_fails_policy, 'AllowedFails'),
    disableCooldowns: router.disable_cooldowns ?? false,
    ...readFallbacks(config),
    aliases: readAliases(config),
    enablePreCallChecks: router.enable_pre_call_checks ?? false,
    tagFiltering: router.enable_tag_filtering ? { matchAny: router.tag_filtering_match_any ?? true } : undefined,
    ...readOwn(config),
  };
}

function readRetries(config: ConfigDocument) {
  const router = config.router_settings ?? {};
  const groups = Object.entries(router.model_group_retry_policy ?? {});
  return {
    numRetries: router.num_retries ?? config.litellm_settings?.num_retries ?? DEFAULT_NUM_RETRIES,
    retryPolicy: readErrorPolicy(router.retry_policy, 'Retries'),
    groupRetryPolicies: Object.fromEntries(
      groups.map(([group, policy]) => [group, readErrorPolicy(policy, 'Retries') ?? {}]),
    ),
    retryAfterMs: seconds(router.retry_after) ?? 0,
  };
}

function readFallbacks(config: ConfigDocument) {
  const router = config.router_settings ?? {};
  const litellm = config.litellm_settings ?? {};
  const fallbacks = router.fallbacks ?? litellm.fallbacks;
  return {
    fallbacks: toFallbackMap(fallbacks),
    defaultFallbacks: toDefaultFallbacks(fallbacks, router.default_fallbacks ?? litellm.default_fallbacks),
    contextWindowFallbacks: toOptionalFallbackMap(router.context_window_fallbacks ?? litellm.context_window_fallbacks),
    contentPolicyFallbacks: toOptionalFallbackMap(router.content_policy_fallbacks ?? litellm.content_policy_fallbacks),
    maxFallbacks: router.max_fallbacks ?? DEFAULT_MAX_FALLBACKS,
    weightedFailover: router.enable_weighted_failover ?? false,
  };
}

function readOwn(config: ConfigDocument) {
  const own = config.torii_settings ?? {};
  return {
    pacing: {
      enabled: own.pacing ?? true,
      maxWaitMs: seconds(own.pacing_max_wait) ?? DEFAULT_PACING_WAIT_MS,
      maxQueue: own.pacing_max_queue ?? DEFAULT_PACING_QUEUE,
    },
    continueStreams: own.continue_streams ?? false,
  };
}
