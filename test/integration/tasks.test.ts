import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startGateway } from '../../src/compose.ts';
import { homeAt } from '../../src/config/home.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import { requestListSchema, taskDetailSchema, taskListSchema } from '../../src/protocol/api.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const HEADERS = { authorization: `Bearer ${MASTER_KEY}`, 'user-agent': 'agent/1.0' };
const TOOLS = [{ type: 'function', function: { name: 'read', parameters: { type: 'object' } } }];

async function newGateway(general = ''): Promise<TestGateway> {
  const upstream = await openAiUpstream();
  return await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}${general}`);
}

function turns(...texts: readonly string[]): Record<string, unknown> {
  const messages = texts.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }));
  return { model: 'model', tools: TOOLS, messages };
}

async function tasksAt(call: TestGateway['call'], query = '') {
  const answer = await call(`/torii/tasks${query}`);
  expect(answer.status).toBe(200);
  return taskListSchema.parse(await answer.json());
}

it('adds up what a task has cost, with its models and its first and last request', async () => {
  const gateway = await newGateway();
  await gateway.chat(turns('Fix the parser'), HEADERS);
  await gateway.chat(turns('Fix the parser', 'Done', 'Now the tests'), HEADERS);
  await gateway.chat(turns('Something else'), HEADERS);

  const { tasks, total } = await tasksAt(gateway.call);
  expect(total).toBe(2);
  const task = tasks.find(({ requests }) => requests === 2);
  const rows = await gateway.rows();
  const spend = rows.filter((row) => row.prompt_tokens > 0).reduce((sum, row) => sum + (row.spend ?? 0), 0);
  expect(tasks.reduce((sum, { cost }) => sum + cost, 0)).toBe(Math.round(spend * 1e9));
  expect(task).toMatchObject({ failures: 0, client: 'agent/1.0', models: ['model'], keyAlias: null });
  expect(task?.title).toMatch(/^agent, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);

  const detail = taskDetailSchema.parse(await (await gateway.call(`/torii/tasks/${task?.id}`)).json());
  expect(detail.requestList.map(({ taskId }) => taskId)).toEqual([task?.id, task?.id]);
  const filtered = await (await gateway.call(`/torii/requests?task=${task?.id}`)).json();
  expect(requestListSchema.parse(filtered).total).toBe(2);
});

it('pages through tasks, newest first, and takes those of a time', async () => {
  const gateway = await newGateway();
  for (const text of ['One', 'Two', 'Three'])
    await gateway.chat(turns(text), { ...HEADERS, 'x-litellm-session-id': text });
  const all = await tasksAt(gateway.call);
  const [second] = (await tasksAt(gateway.call, '?limit=1&offset=1')).tasks;
  expect(second).toEqual(all.tasks[1]);
  expect((await tasksAt(gateway.call, `?from=${Date.now() + 1000}`)).total).toBe(0);
  expect((await gateway.call('/torii/tasks?limit=0')).status).toBe(400);
  expect((await gateway.call('/torii/tasks/task_unknown')).status).toBe(404);
});

it('shows the question as title only where prompts are stored', async () => {
  const gateway = await newGateway('\ngeneral_settings:\n  store_prompts_in_spend_logs: true\n');
  await gateway.chat(turns('<task>Fix the parser</task>'), HEADERS);
  expect((await tasksAt(gateway.call)).tasks).toMatchObject([{ title: 'Fix the parser', titleFrom: 'prompt' }]);
});

it('knows a conversation again after a restart', async () => {
  const gateway = await newGateway();
  await gateway.chat(turns('Fix the parser'), HEADERS);
  await gateway.close(0);
  const again = await startGateway({
    home: homeAt(join(gateway.directory, 'home')),
    host: '127.0.0.1',
    port: 0,
    configFile: gateway.configFile,
    version: 'test',
    distDirectory: gateway.directory,
    environment: { LITELLM_MASTER_KEY: MASTER_KEY },
    logger: createLineLogger('error', () => undefined),
  });
  const call: TestGateway['call'] = (path, body) =>
    fetch(again.baseUrl + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...HEADERS, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  try {
    await call('/v1/chat/completions', turns('Fix the parser', 'Done', 'Now the tests'));
    expect((await tasksAt(call)).tasks).toMatchObject([{ requests: 2 }]);
  } finally {
    await again.close(0);
  }
});

it('follows previous_response_id, where only the new turn is sent', async () => {
  const gateway = await newGateway();
  const first = await gateway.call('/v1/responses', { model: 'model', input: 'Fix the parser' }, HEADERS);
  const { id } = (await first.json()) as { id: string };
  await gateway.call('/v1/responses', { model: 'model', input: 'Now the tests', previous_response_id: id }, HEADERS);
  expect((await tasksAt(gateway.call)).tasks).toMatchObject([{ requests: 2 }]);
});

it('keeps the tasks of two keys apart, also under one session name', async () => {
  const gateway = await newGateway();
  const newKey = async (): Promise<string> =>
    ((await (await gateway.call('/key/generate', {})).json()) as { key: string }).key;
  for (const key of [await newKey(), await newKey()]) {
    await gateway.chat(turns('Hi'), { authorization: `Bearer ${key}`, 'x-litellm-session-id': 'same' });
  }
  expect((await tasksAt(gateway.call)).total).toBe(2);
});

it('leaves embeddings without a session out', async () => {
  const gateway = await newGateway();
  await gateway.call('/v1/embeddings', { model: 'model', input: 'text' }, HEADERS);
  expect((await tasksAt(gateway.call)).total).toBe(0);
});
