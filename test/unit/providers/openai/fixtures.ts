import { setTimeout } from 'node:timers/promises';
import { createModelCatalog } from '../../../../src/catalog/modelCatalog.ts';
import type { ChatRequest } from '../../../../src/domain/chat.ts';
import type { Deployment } from '../../../../src/domain/deployment.ts';
import type { Clock, Logger, ProviderCall } from '../../../../src/domain/ports.ts';
import type { AnswerBody } from '../../../../src/providers/openai/upstreamAnswer.ts';
import { deploymentOf } from '../../catalog/deployments.ts';

export const NOW = Date.parse('2026-11-01T00:00:00Z');

export const clock: Clock = {
  now: () => NOW,
  monotonic: () => 0,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal, ref: false }),
  timer: () => () => undefined,
};

export const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const catalog = createModelCatalog();

export function callTo(
  over: Partial<Deployment> & { readonly litellmModel?: string } = {},
  rest: Partial<ProviderCall> = {},
) {
  const deployment = deploymentOf(over.litellmModel ?? 'openai/model-1', over);
  const call: ProviderCall = {
    callId: 'call-1',
    deployment,
    card: catalog.describe(deployment),
    signal: new AbortController().signal,
    dropParams: false,
    note: () => undefined,
    ...rest,
  };
  return call;
}

/** An answer's body that comes in these pieces. */
export function bodyOf(pieces: readonly Uint8Array[]): AnswerBody {
  const waiting = pieces.map((piece) => Buffer.from(piece));
  return {
    pull: () => Promise.resolve(waiting.shift()),
    get isOver() {
      return waiting.length === 0;
    },
    destroy: () => {
      waiting.length = 0;
    },
  };
}

export function chatRequest(over: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'group-1',
    system: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    tools: [],
    stop: [],
    stream: true,
    extra: {},
    ...over,
  };
}

export async function collect<T>(items: AsyncIterable<T> | readonly T[]): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
