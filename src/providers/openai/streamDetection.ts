import type { OpenedExchange } from './exchange.ts';
import { unreadableAnswer } from './responseErrors.ts';

/**
 * Whether the answer to a stream request is one: everything is but JSON, since some servers name no type or a wrong one.
 * Throws GatewayError for an HTML page, which comes from a proxy or from a wrong path.
 */
export function isStream(exchange: OpenedExchange): boolean {
  const type = exchange.headers['content-type']?.toLowerCase() ?? '';
  if (type.includes('text/html')) {
    exchange.body.destroy();
    throw unreadableAnswer(exchange, 'an HTML page instead of a stream');
  }
  return !type.includes('json');
}
