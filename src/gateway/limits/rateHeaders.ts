import { GatewayError } from '../../domain/errors.ts';
import type { RateStatus } from '../../domain/rateLimiter.ts';

/** Requests at once can end at any moment: a client may soon come again. */
const PARALLEL_RETRY_MS = 1000;

/** LiteLLM's words and headers for a rate limit; `retry-after` says when the window ends. `now` is epoch ms. */
export function rateLimitError(refused: RateStatus, now: number): GatewayError {
  const { name, id, type, limit, remaining, resetsAt } = refused;
  const parallel = type === 'max_parallel_requests';
  return new GatewayError(
    'rate-limit',
    `Rate limit exceeded for ${name}: ${id}. Limit type: ${type}. Current limit: ${limit}, Remaining: ${remaining}. Limit resets at: ${toUtc(resetsAt)}`,
    {
      retryable: true,
      retryAfterMs: parallel ? PARALLEL_RETRY_MS : Math.max(1000, resetsAt - now),
      headers: { rate_limit_type: type, reset_at: String(Math.ceil(resetsAt / 1000)) },
    },
  );
}

/**
 * What is left: LiteLLM's header for each limit, and OpenAI's `x-ratelimit-*` for the tightest ones of requests and of
 * tokens. `now` is epoch ms.
 */
export function rateHeaders(statuses: readonly RateStatus[], now: number): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const { name, type, limit, remaining } of statuses) {
    headers[`x-ratelimit-${name}-remaining-${type}`] = String(remaining);
    headers[`x-ratelimit-${name}-limit-${type}`] = String(limit);
  }
  for (const type of ['requests', 'tokens'] as const) {
    const tightest = statuses.filter((status) => status.type === type).reduce(tighter, undefined);
    if (tightest === undefined) continue;
    headers[`x-ratelimit-remaining-${type}`] = String(tightest.remaining);
    headers[`x-ratelimit-limit-${type}`] = String(tightest.limit);
    headers[`x-ratelimit-reset-${type}`] = `${Math.ceil((tightest.resetsAt - now) / 1000)}s`;
  }
  return headers;
}

function tighter(one: RateStatus | undefined, other: RateStatus): RateStatus {
  return one === undefined || other.remaining < one.remaining ? other : one;
}

function toUtc(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
