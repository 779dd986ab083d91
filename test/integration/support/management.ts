import { expect } from 'vitest';
import type { TestGateway } from './gateway.ts';
import { startTestGateway } from './gateway.ts';
import { openAiModel, openAiUpstream } from './upstreams.ts';

export type Json = Record<string, unknown>;

export const HELLO = [{ role: 'user', content: 'Hello' }];
export const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

/** A gateway with the groups `a` and `b`, and what else a test writes into its config. */
export async function managedGateway(more = ''): Promise<TestGateway> {
  const upstream = await openAiUpstream({ models: ['a', 'b'] });
  return await startTestGateway(
    `model_list:\n${openAiModel(upstream, 'a', 'a')}${openAiModel(upstream, 'b', 'b')}${more}`,
  );
}

/** The body of an answer that has to have this status. */
export async function answer<T = Json>(pending: Promise<Response>, status = 200): Promise<T> {
  const response = await pending;
  const text = await response.text();
  expect([response.status, text]).toEqual([status, text]);
  return JSON.parse(text) as T;
}

/** A new key: itself and its token. */
export async function makeKey(
  gateway: TestGateway,
  body: Json = {},
  headers?: Record<string, string>,
): Promise<{ readonly key: string; readonly token: string }> {
  return await answer(gateway.call('/key/generate', body, headers));
}

/** Status of a chat with this key. */
export async function chatStatus(gateway: TestGateway, key: string, model = 'a'): Promise<number> {
  return (await gateway.chat({ model, messages: HELLO }, bearer(key))).status;
}

export async function infoOf(gateway: TestGateway, key: string): Promise<Json> {
  return (await answer<{ info: Json }>(gateway.call(`/key/info?key=${key}`))).info;
}
