import type { RouterSettings } from '../../domain/settings.ts';
import type { ConfigDocument } from '../schema/configSchema.ts';
import { seconds, secondsOrUnset } from '../seconds.ts';
import { readAliases } from './aliases.ts';
import { toDefaultFallbacks, toFallbackMap, toOptionalFallbackMap } from './fallbacks.ts';

/** LiteLLM's own defaults (litellm/router.py, litellm/constants.py). */
const DEFAULT_NUM_RETRIES = 2;
const DEFAULT_TIMEOUT_MS = 6_000_000;
const DEFAULT_COOLDOWN_MS = 5_000;
const DEFAULT_ALLOWED_FAILS = 3;
const DEFAULT_MAX_FALLBACKS = 5;

/** `router_settings`, with `litellm_settings` for what they lack. */
export function readRouterSettings(config: ConfigDocument): RouterSettings {
  const router = config.router_settings ?? {};
  const litellm = config.litellm_settings ?? {};
  const fallbacks = router.fallbacks ?? litellm.fallbacks;
  return {
    strategy: router.routing_strategy ?? 'simple-shuffle',
    numRetries: router.num_retries ?? litellm.num_retries ?? DEFAULT_NUM_RETRIES,
    retryAfterMs: seconds(router.retry_after) ?? 0,
    timeoutMs: secondsOrUnset(router.timeout) ?? secondsOrUnset(litellm.request_timeout) ?? DEFAULT_TIMEOUT_MS,
    streamTimeoutMs: secondsOrUnset(router.stream_timeout),
    cooldownMs: seconds(router.cooldown_time) ?? DEFAULT_COOLDOWN_MS,
    allowedFails: router.allowed_fails ?? litellm.allowed_fails ?? DEFAULT_ALLOWED_FAILS,
    disableCooldowns: router.disable_cooldowns ?? false,
    fallbacks: toFallbackMap(fallbacks),
    defaultFallbacks: toDefaultFallbacks(fallbacks, router.default_fallbacks ?? litellm.default_fallbacks),
    contextWindowFallbacks: toOptionalFallbackMap(router.context_window_fallbacks ?? litellm.context_window_fallbacks),
    contentPolicyFallbacks: toOptionalFallbackMap(router.content_policy_fallbacks ?? litellm.content_policy_fallbacks),
    maxFallbacks: router.max_fallbacks ?? DEFAULT_MAX_FALLBACKS,
    aliases: readAliases(config),
    enablePreCallChecks: router.enable_pre_call_checks ?? false,
  };
}
