import type { RequestSummary } from '../../../src/protocol/api.ts';
import { shortModelName } from '../format/modelName.ts';
import { promptTokens } from '../series/totals.ts';

export type Outcome = 'done' | 'failed' | 'cancelled';

const CLIENT_CLOSED_REQUEST = 499;

export function outcomeOf(request: Pick<RequestSummary, 'status' | 'httpStatus'>): Outcome {
  if (request.status === 'success') return 'done';
  return request.httpStatus === CLIENT_CLOSED_REQUEST ? 'cancelled' : 'failed';
}

/** The model that answered, where it is not the one that was asked for. */
export function answeringModel(request: RequestSummary): string | undefined {
  return request.fellBack && request.model !== null ? shortModelName(request.model) : undefined;
}

/** All tokens that went in, cached ones included; null where the provider did not count. */
export function inputOf(request: RequestSummary): number | null {
  if (request.inputTokens === null) return null;
  return promptTokens({
    inputTokens: request.inputTokens,
    cacheReadTokens: request.cacheReadTokens ?? 0,
    cacheWriteTokens: request.cacheWriteTokens ?? 0,
  });
}

/** Part of the input that came from a cache, 0 to 1; undefined where none was used. */
export function cacheShare(request: RequestSummary): number | undefined {
  const input = inputOf(request);
  const used = (request.cacheReadTokens ?? 0) + (request.cacheWriteTokens ?? 0) > 0;
  return input === null || !used ? undefined : (request.cacheReadTokens ?? 0) / input;
}

/** `Cline/4.0.12` is `Cline`. */
export function clientName(client: string): string {
  return client.split('/')[0] ?? client;
}
