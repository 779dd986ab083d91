import type { Deployment } from '../../domain/deployment.ts';
import type { AttemptLimits } from '../attemptDeadline.ts';
import type { RoutedRequest } from './routedRequest.ts';

/** The `timeout` or `stream_timeout` that holds for an attempt, ms: the request's, the deployment's, the router's. */
export function effectiveTimeout({ options, settings, call }: RoutedRequest, deployment: Deployment): number {
  const { router } = settings;
  if (!call.facts.stream) return options.timeoutMs ?? deployment.timeoutMs ?? router.timeoutMs;
  const own = options.streamTimeoutMs ?? options.timeoutMs;
  return own ?? deployment.streamTimeoutMs ?? deployment.timeoutMs ?? router.streamTimeoutMs ?? router.timeoutMs;
}

export function attemptLimits(routed: RoutedRequest, deployment: Deployment): AttemptLimits {
  const timeoutMs = effectiveTimeout(routed, deployment);
  if (!routed.call.facts.stream) return { kind: 'whole', totalMs: timeoutMs };
  return {
    kind: 'stream',
    silenceMs: timeoutMs,
    firstContentMs: deployment.firstByteTimeoutMs,
    idleMs: deployment.idleTimeoutMs,
  };
}

/** Tries after the first one: as the request, the deployment or the router says. */
export function maxRetries({ options, settings }: RoutedRequest, deployment: Deployment): number {
  return options.numRetries ?? deployment.numRetries ?? settings.router.numRetries;
}
