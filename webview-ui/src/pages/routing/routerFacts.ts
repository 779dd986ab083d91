import type { Routing } from '../../../../src/protocol/routing.ts';
import type { Dashboard } from '../../app/dashboard.tsx';
import type { Fact } from '../../parts/facts.tsx';

type RouterSettings = Routing['settings'];

/** What the router does beside fallbacks, each with the key of the config that says so. */
export function routerFacts({ strings, format }: Dashboard, settings: RouterSettings): readonly Fact[] {
  const { routing, none } = strings;
  const onOff = (on: boolean): string => (on ? routing.on : routing.off);
  const time = (ms: number | null): string => (ms === null ? none : format.span(ms));
  const { pacing } = settings;
  return [
    {
      label: routing.strategy,
      value: routing.strategies[settings.strategy] ?? settings.strategy,
      note: 'router_settings.routing_strategy',
    },
    { label: routing.retries, value: format.integer(settings.numRetries), note: 'router_settings.num_retries' },
    { label: routing.retryAfter, value: time(settings.retryAfterMs), note: 'router_settings.retry_after' },
    { label: routing.timeout, value: time(settings.timeoutMs), note: 'router_settings.timeout' },
    { label: routing.streamTimeout, value: time(settings.streamTimeoutMs), note: 'router_settings.stream_timeout' },
    {
      label: routing.maxFallbacks,
      value: format.integer(settings.maxFallbacks),
      note: 'router_settings.max_fallbacks',
    },
    {
      label: routing.cooldown,
      value: settings.cooldowns ? time(settings.cooldownMs) : routing.cooldownsOff,
      note: 'router_settings.cooldown_time',
    },
    {
      label: routing.allowedFails,
      value: settings.allowedFails === null ? routing.defaultRules : format.integer(settings.allowedFails),
      note: 'router_settings.allowed_fails',
    },
    {
      label: routing.preCallChecks,
      value: onOff(settings.preCallChecks),
      note: 'router_settings.enable_pre_call_checks',
    },
    {
      label: routing.weightedFailover,
      value: onOff(settings.weightedFailover),
      note: 'router_settings.enable_weighted_failover',
    },
    {
      label: routing.continueStreams,
      value: onOff(settings.continueStreams),
      note: 'torii_settings.continue_streams',
    },
    {
      label: routing.pacing,
      value: pacing.enabled
        ? routing.pacingUpTo(format.span(pacing.maxWaitMs), format.integer(pacing.maxQueue))
        : routing.off,
      note: 'torii_settings.pacing',
    },
  ];
}
