import type { ChatRequest } from '../../domain/chat.ts';
import type { Deployment } from '../../domain/deployment.ts';
import { GatewayError } from '../../domain/errors.ts';
import { parseModelName } from '../../domain/modelString.ts';
import type { EmbeddingRequest } from '../../domain/ports.ts';
import { isWildcard } from '../../domain/routing/wildcards.ts';

/** Source: LiteLLM's HEALTH_CHECK_TIMEOUT_SECONDS. */
const LONGEST_MS = 60_000;
const PROMPT = 'Hi';
/** Defaults that ask for more than the one token which a check has. */
const TOO_LONG: ReadonlySet<string> = new Set(['max_tokens', 'max_completion_tokens', 'thinking', 'reasoning_effort']);

/** How a deployment is asked whether it is well. */
export interface Probe {
  readonly deployment: Deployment;
  /** Tokens of the answer. */
  readonly maxTokens: number;
  readonly timeoutMs: number;
}

/**
 * `model_info.health_check_model`, `health_check_max_tokens` and `health_check_timeout` (seconds) count; without them
 * the deployment's own model has one token and a minute at most. Throws `bad-request` for a wildcard without a model.
 */
export function toProbe(deployment: Deployment, routerTimeoutMs: number): Probe {
  const { info } = deployment;
  const seconds = positive(info['health_check_timeout']);
  const usualMs = Math.min(LONGEST_MS, deployment.timeoutMs ?? routerTimeoutMs);
  return {
    deployment: withProbeModel(deployment),
    maxTokens: Math.ceil(positive(info['health_check_max_tokens']) ?? 1),
    timeoutMs: seconds === undefined ? usualMs : seconds * 1000,
  };
}

export function toChat({ deployment, maxTokens }: Probe): ChatRequest {
  const messages = [{ role: 'user', content: [{ type: 'text', text: PROMPT }] }] as const;
  return { model: deployment.group, system: [], messages, tools: [], stop: [], maxTokens, stream: false, extra: {} };
}

export function toEmbedding({ deployment }: Probe): EmbeddingRequest {
  const plain = { dimensions: undefined, encodingFormat: undefined, extra: {} };
  return { model: deployment.group, input: [PROMPT], ...plain };
}

function withProbeModel(deployment: Deployment): Deployment {
  const defaults = Object.fromEntries(Object.entries(deployment.defaults).filter(([name]) => !TOO_LONG.has(name)));
  const written = deployment.info['health_check_model'];
  const named = typeof written === 'string' ? parseModelName(written, deployment.provider) : undefined;
  if (named !== undefined && !('problem' in named)) {
    const { provider, route, model } = named;
    return { ...deployment, defaults, provider, route, model };
  }
  if (!isWildcard(deployment.model)) return { ...deployment, defaults };
  throw new GatewayError(
    'bad-request',
    `'${deployment.group}' stands for many models. Name one to check it by in model_info.health_check_model.`,
  );
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}
