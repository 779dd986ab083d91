import type { ModelCard } from '../../../src/domain/capabilities.ts';
import type { ChatEvent, ChatRequest } from '../../../src/domain/chat.ts';
import type { Deployment } from '../../../src/domain/deployment.ts';
import type { ChatAnswer, Clock, Logger, ProviderCall } from '../../../src/domain/ports.ts';
import { deployment } from '../../support/settings.ts';
import { TEST_CREDENTIALS } from './authentication.ts';
import { simulatedModel, toModelCard } from './models.ts';

export const SONNET_37 = 'us.anthropic.claude-3-7-sonnet-20250219-v1:0';
export const SONNET_45 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
export const SONNET_35 = 'anthropic.claude-3-5-sonnet-20240620-v1:0';
export const NOVA = 'amazon.nova-pro-v1:0';

/** A deployment with the simulator's key pair in us-east-1, unless told otherwise. */
export function toDeployment(model: string, overrides: Partial<Deployment> = {}): Deployment {
  return deployment({
    id: `deployment-${model}`,
    group: 'sonnet',
    provider: 'bedrock',
    route: 'converse',
    model,
    litellmModel: `bedrock/converse/${model}`,
    aws: {
      accessKeyId: TEST_CREDENTIALS.accessKeyId,
      secretAccessKey: TEST_CREDENTIALS.secretAccessKey,
      region: 'us-east-1',
    },
    ...overrides,
  });
}

export function toRequest(overrides: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'sonnet',
    system: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    tools: [],
    stop: [],
    stream: true,
    extra: {},
    ...overrides,
  };
}

export function cardOf(model: string, capabilities: Partial<ModelCard['capabilities']> = {}): ModelCard {
  const card = toModelCard(simulatedModel(model));
  return { ...card, capabilities: { ...card.capabilities, ...capabilities } };
}

export function toCall(deployment: Deployment, overrides: Partial<ProviderCall> = {}): ProviderCall {
  return {
    callId: 'call-1',
    deployment,
    card: overrides.card ?? toModelCard(simulatedModel(deployment.model)),
    signal: new AbortController().signal,
    dropParams: false,
    note: () => undefined,
    ...overrides,
  };
}

export async function collect(answer: ChatAnswer): Promise<readonly ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of answer.events) events.push(event);
  return events;
}

export function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

export interface MemoryLogger extends Logger {
  readonly lines: readonly string[];
}

export function memoryLogger(): MemoryLogger {
  const lines: string[] = [];
  const log = (message: string, fields?: Readonly<Record<string, unknown>>): void => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  return { lines, debug: log, info: log, warn: log, error: log };
}

/** A clock that stands still: nothing of the provider waits. */
export const STILL_CLOCK: Clock = {
  now: () => 0,
  monotonic: () => 0,
  sleep: () => Promise.resolve(),
  timer: () => () => undefined,
};
