import type { ChatRequest, ReasoningEffort, ReasoningRequest } from '../../../domain/chat.ts';
import type { Deployment } from '../../../domain/deployment.ts';
import { isObject } from '../../../domain/json.ts';
import { withInjectedCachePoints } from './cacheInjection.ts';
import { withoutParameters } from './droppedParameters.ts';

const EFFORTS: readonly ReasoningEffort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** Defaults that become fields of the request; every other default joins the extra parameters. */
const NAMED = new Set([
  'temperature',
  'top_p',
  'top_k',
  'max_tokens',
  'max_completion_tokens',
  'stop',
  'thinking',
  'reasoning_effort',
  'parallel_tool_calls',
  'cache_control_injection_points',
]);

/** The request with what `litellm_params` says beyond the connection, where the client left it out. */
export function withDefaults(request: ChatRequest, deployment: Deployment): ChatRequest {
  const defaults = deployment.defaults;
  const others = Object.fromEntries(Object.entries(defaults).filter(([name]) => !NAMED.has(name)));
  const filled: ChatRequest = {
    ...request,
    maxTokens: request.maxTokens ?? numberOf(defaults['max_completion_tokens']) ?? numberOf(defaults['max_tokens']),
    temperature: request.temperature ?? numberOf(defaults['temperature']),
    topP: request.topP ?? numberOf(defaults['top_p']),
    topK: request.topK ?? numberOf(defaults['top_k']),
    stop: request.stop.length > 0 ? request.stop : stopsOf(defaults['stop']),
    reasoning: request.reasoning ?? reasoningOf(defaults['thinking'], defaults['reasoning_effort']),
    parallelToolCalls: request.parallelToolCalls ?? booleanOf(defaults['parallel_tool_calls']),
    extra: { ...others, ...request.extra },
  };
  const marked = withInjectedCachePoints(
    filled,
    request.extra['cache_control_injection_points'] ?? defaults['cache_control_injection_points'],
  );
  return withoutParameters(marked, deployment.additionalDropParams);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function stopsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((stop) => typeof stop === 'string') : [];
}

function reasoningOf(thinking: unknown, effort: unknown): ReasoningRequest | undefined {
  const known = EFFORTS.find((name) => name === effort);
  if (!isObject(thinking)) return known === undefined ? undefined : { effort: known };
  const type = thinking['type'];
  const mode = type === 'enabled' || type === 'adaptive' || type === 'disabled' ? type : undefined;
  return { mode, budgetTokens: numberOf(thinking['budget_tokens']), effort: known };
}
