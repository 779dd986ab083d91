import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScoreList, ScoreView } from '../../../src/protocol/scores.ts';
import {
  type LangfuseSimulator,
  PUBLIC_KEY,
  SECRET_KEY,
  startLangfuse,
} from '../../simulators/langfuse/langfuseSimulator.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from '../support/gateway.ts';

const CONFIG = `model_list:
  - { model_name: hello, litellm_params: { model: demo/chat } }
litellm_settings:
  callbacks: ["langfuse"]
`;

async function setUp(
  version: string,
): Promise<{ readonly langfuse: LangfuseSimulator; readonly gateway: TestGateway }> {
  const langfuse = await startLangfuse({ version });
  onTestFinished(() => langfuse.close());
  const gateway = await startTestGateway(CONFIG, {
    LANGFUSE_HOST: langfuse.url,
    LANGFUSE_PUBLIC_KEY: PUBLIC_KEY,
    LANGFUSE_SECRET_KEY: SECRET_KEY,
  });
  return { langfuse, gateway };
}

/** Asks something and gives back the id of the call. */
async function ask(gateway: TestGateway, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await gateway.chat({ model: 'hello', messages: [{ role: 'user', content: 'Hello?' }], ...more });
  return answer.headers.get('x-litellm-call-id') ?? '';
}

async function score(gateway: TestGateway, body: unknown): Promise<ScoreView> {
  const answer = await gateway.call('/torii/scores', body);
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return JSON.parse(text) as ScoreView;
}

async function takeBack(gateway: TestGateway, id: string): Promise<void> {
  const init = { method: 'DELETE', headers: { authorization: `Bearer ${MASTER_KEY}` } };
  expect((await fetch(`${gateway.baseUrl}/torii/scores/${id}`, init)).status).toBe(200);
}

const flush = (gateway: TestGateway) => gateway.call('/torii/destinations/langfuse/flush', {});

async function listed(gateway: TestGateway, query: string): Promise<readonly ScoreView[]> {
  return ((await (await gateway.call(`/torii/scores?${query}`)).json()) as ScoreList).scores;
}

describe('a score', () => {
  it.each([
    [{ value: 0.75 }, { data_type: 'NUMERIC', value: 0.75 }],
    [{ value: true }, { data_type: 'BOOLEAN', value: 1 }],
    [
      { value: 0, data_type: 'BOOLEAN' },
      { data_type: 'BOOLEAN', value: 0 },
    ],
    [{ value: 'helpful' }, { data_type: 'CATEGORICAL', value: 'helpful' }],
    [
      { value: 'It missed the point.', data_type: 'TEXT' },
      { data_type: 'TEXT', value: 'It missed the point.' },
    ],
  ])('of %j is kept with its trace', async (given, kept) => {
    const gateway = await startTestGateway(CONFIG.replace('["langfuse"]', '[]'));
    const trace_id = await ask(gateway);
    const made = await score(gateway, { name: 'quality', trace_id, comment: 'seen', ...given });
    expect(made).toMatchObject({ name: 'quality', trace_id, task_id: null, comment: 'seen', author: 'admin', ...kept });
    expect(await listed(gateway, `trace_id=${trace_id}`)).toEqual([made]);
  });

  it.each([
    ['a kind that its value does not fit', { value: 'yes', data_type: 'NUMERIC' }, 400],
    ['a thumb that is neither up nor down', { value: 2, data_type: 'BOOLEAN' }, 400],
    ['a text that is too long', { value: 'x'.repeat(501), data_type: 'TEXT' }, 400],
    ['no value', {}, 400],
    ['a field that it does not have', { value: 1, colour: 'red' }, 400],
    ['two targets', { value: 1, task_id: 'task_1' }, 400],
    ['a trace that is not in the ledger', { value: 1, trace_id: 'nobody' }, 404],
  ])('with %s is refused', async (_case, given, status) => {
    const gateway = await startTestGateway(CONFIG.replace('["langfuse"]', '[]'));
    const trace_id = await ask(gateway);
    const answer = await gateway.call('/torii/scores', { name: 'quality', trace_id, ...given });
    expect(answer.status).toBe(status);
    expect(await listed(gateway, `trace_id=${trace_id}`)).toEqual([]);
  });

  it('can be taken back', async () => {
    const gateway = await startTestGateway(CONFIG.replace('["langfuse"]', '[]'));
    const trace_id = await ask(gateway);
    const { id } = await score(gateway, { name: 'thumb', value: true, trace_id });
    const init = { method: 'DELETE', headers: { authorization: 'Bearer sk-test-master' } };
    expect((await fetch(`${gateway.baseUrl}/torii/scores/${id}`, init)).status).toBe(200);
    expect(await listed(gateway, `trace_id=${trace_id}`)).toEqual([]);
    expect((await fetch(`${gateway.baseUrl}/torii/scores/${id}`, init)).status).toBe(404);
  });
});

describe.each([['4.16.0'], ['3.49.1']])('a score in Langfuse %s', (version) => {
  it('stands at the trace of its call, also where the client named the trace', async () => {
    const { langfuse, gateway } = await setUp(version);
    const plain = await ask(gateway);
    const named = await ask(gateway, { metadata: { trace_id: 'my-own-trace' } });
    const first = await score(gateway, { name: 'thumb', value: true, trace_id: plain, comment: 'good' });
    const second = await score(gateway, { name: 'label', value: 'wrong', trace_id: named });
    await flush(gateway);
    const [, ofNamed] = [...langfuse.store.traces.keys()];
    const ofPlain = [...langfuse.store.traces.keys()][0];
    expect(langfuse.store.scores.get(first.id)).toMatchObject({
      name: 'thumb',
      value: 1,
      dataType: 'BOOLEAN',
      comment: 'good',
      traceId: ofPlain,
    });
    expect(langfuse.store.scores.get(second.id)).toMatchObject({ value: 'wrong', traceId: ofNamed });
  });

  it('of a task stands at its session', async () => {
    const { langfuse, gateway } = await setUp(version);
    await ask(gateway);
    const tasks = (await (await gateway.call('/torii/tasks')).json()) as { tasks: { id: string }[] };
    const task_id = tasks.tasks[0]?.id ?? '';
    const made = await score(gateway, { name: 'done', value: 5, task_id });
    await flush(gateway);
    const [trace] = [...langfuse.store.traces.values()];
    expect(langfuse.store.scores.get(made.id)).toMatchObject({ value: 5, sessionId: trace?.sessionId });
    expect(await listed(gateway, `task_id=${task_id}`)).toEqual([made]);
  });

  it('is gone there, too, when it is taken back', async () => {
    const { langfuse, gateway } = await setUp(version);
    const trace_id = await ask(gateway);
    const kept = await score(gateway, { name: 'thumb', value: true, trace_id });
    const removed = await score(gateway, { name: 'label', value: 'wrong', trace_id });
    await flush(gateway);
    expect([...langfuse.store.scores.keys()]).toEqual([kept.id, removed.id]);
    await takeBack(gateway, removed.id);
    const again = await score(gateway, { name: 'never', value: 1, trace_id });
    await takeBack(gateway, again.id);
    await flush(gateway);
    expect([...langfuse.store.scores.keys()]).toEqual([kept.id]);
  });

  it('waits where Langfuse is away, and does not send the traces before it again', async () => {
    const { langfuse, gateway } = await setUp(version);
    const trace_id = await ask(gateway);
    langfuse.broken = { status: 500 };
    const made = await score(gateway, { name: 'thumb', value: false, trace_id });
    await flush(gateway);
    expect(langfuse.store.scores.size).toBe(0);
    langfuse.broken = undefined;
    await flush(gateway);
    await langfuse.until(({ scores }) => scores.has(made.id));
    expect(langfuse.store.generations()).toHaveLength(1);
  });
});
