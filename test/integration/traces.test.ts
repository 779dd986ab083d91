import { describe, expect, it } from 'vitest';
import { taskListSchema } from '../../src/protocol/api.ts';
import { traceContentSchema, traceDetailSchema, traceListSchema } from '../../src/protocol/traces.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const HEADERS = { authorization: `Bearer ${MASTER_KEY}`, 'user-agent': 'agent/1.0' };
const STORING = '\ngeneral_settings:\n  store_prompts_in_spend_logs: true\n';

async function newGateway(general = ''): Promise<TestGateway> {
  const upstream = await openAiUpstream();
  return await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}${general}`);
}

async function ask(gateway: TestGateway, text: string, values: Record<string, unknown> = {}): Promise<string> {
  const body = { model: 'model', messages: [{ role: 'user', content: text }], ...values };
  const answer = await gateway.chat(body, { ...HEADERS, 'x-litellm-session-id': 'session-1' });
  await answer.arrayBuffer();
  return answer.headers.get('x-litellm-call-id') ?? '';
}

async function list(gateway: TestGateway, query = '') {
  const answer = await gateway.call(`/torii/traces${query}`);
  expect(answer.status).toBe(200);
  return traceListSchema.parse(await answer.json());
}

async function detail(gateway: TestGateway, callId: string) {
  return traceDetailSchema.parse(await (await gateway.call(`/torii/traces/${callId}`)).json());
}

describe('the list of traces', () => {
  it('is newest first, and goes on where a page has ended', async () => {
    const gateway = await newGateway();
    const ids = [await ask(gateway, 'one'), await ask(gateway, 'two'), await ask(gateway, 'three')];
    const first = await list(gateway, '?limit=2');
    expect(first.total).toBe(3);
    const second = await list(gateway, `?limit=2&cursor=${first.nextCursor}`);
    expect([...first.traces, ...second.traces].map(({ callId }) => callId)).toEqual(ids.toReversed());
    expect(second.nextCursor).toBeNull();
    expect(first.traces[0]?.attempts).toMatchObject([{ group: 'model', status: 'success', reason: 'first' }]);
  });

  it('is filtered by outcome, model and text', async () => {
    const gateway = await newGateway();
    const good = await ask(gateway, 'one');
    const bad = await ask(gateway, 'two', { model: 'no-such-model' });
    const found = async (query: string) => (await list(gateway, query)).traces.map(({ callId }) => callId);
    expect(await found('?status=failure')).toEqual([bad]);
    expect(await found('?model=model')).toEqual([good]);
    expect(await found('?text=NO-SUCH')).toEqual([bad]);
    expect(await found('?text=')).toEqual([bad, good]);
  });

  it.each(['?limit=0', '?sort=colour', '?cursor=nonsense', '?from=yesterday', '?status=maybe'])(
    'refuses %s in words',
    async (query) => {
      const gateway = await newGateway();
      const answer = await gateway.call(`/torii/traces${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { message: expect.stringMatching(/\w+/) } });
    },
  );
});

describe('a trace', () => {
  it('knows its task, and the requests before and after it there', async () => {
    const gateway = await newGateway();
    const [first, second] = [await ask(gateway, 'one'), await ask(gateway, 'two')];
    expect((await detail(gateway, second)).task).toMatchObject({
      position: 2,
      requests: 2,
      previousCallId: first,
      nextCallId: null,
    });
    expect((await detail(gateway, first)).task).toMatchObject({
      position: 1,
      previousCallId: null,
      nextCallId: second,
    });
  });

  it('says what was done to its request, in English and as facts to be worded in any language', async () => {
    const gateway = await newGateway();
    const { attempts } = await detail(gateway, await ask(gateway, 'one', { mock_response: 'Hi' }));
    expect(attempts[0]?.notes).toContainEqual({
      code: 'mock-response',
      detail: 'a mock_response stood in for the model',
      facts: [{ text: 'mocked', values: {} }],
    });
  });

  it('says whether its bodies are kept, and whether new ones are', async () => {
    const gateway = await newGateway();
    const callId = await ask(gateway, 'one');
    expect((await detail(gateway, callId)).content).toEqual({ kept: false, storing: false });
    const content = await gateway.call(`/torii/traces/${callId}/content`);
    expect(content.status).toBe(404);
  });

  it('gives its bodies where they are kept, long texts cut in their middle', async () => {
    const gateway = await newGateway(STORING);
    const callId = await ask(gateway, `begin ${'x'.repeat(5000)} end`);
    await expect.poll(async () => (await detail(gateway, callId)).content).toEqual({ kept: true, storing: true });
    const answer = await gateway.call(`/torii/traces/${callId}/content`);
    const { request, response } = traceContentSchema.parse(await answer.json());
    const text = JSON.stringify(request);
    expect(text).toMatch(/begin x+\.\.\. \(litellm_truncated skipped \d+ chars\) \.\.\.x+ end/);
    expect(response).toMatchObject({ choices: [{ message: { role: 'assistant' } }] });
  });

  it('that nobody knows is a 404', async () => {
    const gateway = await newGateway();
    expect((await gateway.call('/torii/traces/none')).status).toBe(404);
  });
});

it('finds tasks by what is in them', async () => {
  const gateway = await newGateway(STORING);
  const tools = [{ type: 'function', function: { name: 'read', parameters: { type: 'object' } } }];
  const messages = [{ role: 'user', content: '<task>Fix the Uploader</task>' }];
  await gateway.chat({ model: 'model', tools, messages }, HEADERS);
  await ask(gateway, 'Hello', { model: 'no-such-model' });
  const total = async (query: string): Promise<number> =>
    taskListSchema.parse(await (await gateway.call(`/torii/tasks${query}`)).json()).total;
  expect(await total('?text=uploader')).toBe(1);
  expect(await total('?text=nothing')).toBe(0);
  expect(await total('?status=failure')).toBe(1);
  expect(await total('?model=model')).toBe(1);
  expect(await total('?model=other')).toBe(0);
  expect(await total('?key=nobody')).toBe(0);
});
