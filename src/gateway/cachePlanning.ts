import { describeCachePlan, planCache } from '../domain/cachePlan.ts';
import type { ChatRequest } from '../domain/chat.ts';
import type { GatewaySettings } from '../domain/settings.ts';
import type { Caller } from '../domain/virtualKey.ts';
import { switchedOffBy } from './cachePlanningSwitch.ts';
import type { AttemptTarget } from './routing/attempt.ts';

/** Servers that cache by themselves and know no cache points. */
const CACHING_BY_ITSELF: ReadonlySet<string> = new Set(['openai']);

/** The request with the cache points that suit this deployment; the plan goes into the trace. */
export function planRequestCache(
  request: ChatRequest,
  { deployment, call }: AttemptTarget,
  settings: GatewaySettings,
  caller: Caller,
): ChatRequest {
  if (CACHING_BY_ITSELF.has(deployment.provider)) return request;
  const planned = planCache(request, call.card.capabilities.caching, {
    offBy: switchedOffBy('prompt_caching', settings, deployment, caller),
    configured: hasInjectionPoints(deployment.defaults['cache_control_injection_points']),
  });
  call.note({ code: 'cache-plan', detail: describeCachePlan(planned.plan) });
  return planned.request;
}

function hasInjectionPoints(points: unknown): boolean {
  return Array.isArray(points) && points.length > 0;
}
