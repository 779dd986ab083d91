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

/** Agents by the product that they send, where it is not what they are called. */
const AGENT_NAMES: Readonly<Record<string, string>> = {
  cline: 'Cline',
  'claude-cli': 'Claude Code',
  'claude-code': 'Claude Code',
  codex: 'Codex',
  codex_cli_rs: 'Codex',
  codex_exec: 'Codex',
  'kilo-code': 'Kilo Code',
  opencode: 'opencode',
};

/** `Cline/4.0.12` is `Cline`, `claude-cli/2.0.31` is `Claude Code`. */
export function clientName(client: string): string {
  const product = client.split('/')[0] ?? client;
  const name = product.toLowerCase();
  return Object.hasOwn(AGENT_NAMES, name) ? (AGENT_NAMES[name] ?? product) : product;
}
