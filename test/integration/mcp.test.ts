/** The official SDK's client against the gateway's MCP server. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, it, onTestFinished } from 'vitest';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const SECRET = 'the-secret-of-the-prompt';
const REFUSAL = 'You exceeded your current quota, please check your plan and billing details.';

/** `model` answers, `broken` is refused by its provider. */
async function newGateway(): Promise<TestGateway> {
  const upstream = await openAiUpstream({ models: ['model-1', 'model-2'] });
  upstream.script('model-2', () => ({
    kind: 'error',
    status: 403,
    name: 'permission_error',
    message: REFUSAL,
  }));
  return await startTestGateway(
    `model_list:\n${openAiModel(upstream, 'model')}\n${openAiModel(upstream, 'broken', 'model-2')}`,
  );
}

async function connect(gateway: TestGateway, key: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const url = new URL(`${gateway.baseUrl}/torii/mcp`);
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  onTestFinished(() => client.close());
  return client;
}

/** What a tool says; checked against its schema by the client. */
async function read(client: Client, name: string, args: Record<string, unknown> = {}) {
  const result = await client.callTool({ name, arguments: args });
  const text = (result.content as { text: string }[])[0]?.text ?? '';
  if (result.isError === true) throw new Error(text);
  expect(JSON.parse(text)).toEqual(result.structuredContent);
  expect(text).not.toContain(SECRET);
  return result.structuredContent as Record<string, unknown>;
}

async function newKey(gateway: TestGateway, body: Record<string, unknown>): Promise<string> {
  return ((await (await gateway.call('/key/generate', body)).json()) as { key: string }).key;
}

async function ask(gateway: TestGateway, key: string, model: string): Promise<Response> {
  const body = { model, messages: [{ role: 'user', content: SECRET }] };
  return await gateway.chat(body, { authorization: `Bearer ${key}`, 'user-agent': 'agent/1.0' });
}

it('offers tools that only read, with schemas of what they take and give', async () => {
  const client = await connect(await newGateway(), MASTER_KEY);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'torii_spend',
    'torii_budget',
    'torii_models',
    'torii_errors',
    'torii_trace',
    'torii_running',
  ]);
  for (const tool of tools) {
    expect(tool.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
    expect(tool.outputSchema).toMatchObject({ type: 'object' });
  }
});

it('tells what was spent, as a whole and by model, key and task', async () => {
  const gateway = await newGateway();
  const key = await newKey(gateway, { key_alias: 'cline' });
  await ask(gateway, key, 'model');
  await ask(gateway, MASTER_KEY, 'model');
  const client = await connect(gateway, MASTER_KEY);
  const spent = (await gateway.rows()).reduce((sum, row) => sum + (row.spend ?? 0), 0);
  const total = { requests: 2, failures: 0, unknownCostRequests: 0 };
  const whole = await read(client, 'torii_spend', { by: 'model' });
  expect(whole).toMatchObject({ total, parts: [{ name: 'model', requests: 2 }] });
  expect((whole['total'] as { costUsd: number }).costUsd).toBeCloseTo(spent, 9);
  const byKey = await read(client, 'torii_spend', { by: 'key' });
  expect(byKey).toMatchObject({ parts: expect.arrayContaining([expect.objectContaining({ name: 'cline' })]) });
  expect(await read(client, 'torii_spend', { key: 'cline', by: 'task' })).toMatchObject({
    total: { requests: 1 },
    parts: [{ name: 'agent/1.0', requests: 1, id: expect.stringMatching(/^task_/) }],
  });
  expect(await read(client, 'torii_spend', { from: '2020-01-01', to: '2020-02-01' })).toMatchObject({
    total: { requests: 0, costUsd: 0 },
  });
});

it("tells of errors in the provider's words, with advice, and traces them", async () => {
  const gateway = await newGateway();
  await ask(gateway, MASTER_KEY, 'broken');
  const client = await connect(gateway, MASTER_KEY);
  const { errors } = await read(client, 'torii_errors');
  const [error] = errors as { callId: string; message: string; advice: string; kind: string }[];
  expect(error?.message).toContain(REFUSAL);
  expect(error?.advice).not.toBe('');
  const trace = await read(client, 'torii_trace', { callId: error?.callId });
  expect(trace).toMatchObject({ status: 'failure', model: 'broken', costUsd: 0, client: 'agent/1.0' });
  expect(trace['attempts']).toMatchObject([{ status: 'failure', httpStatus: 403, reason: 'first' }]);
});

it('tells of models and budgets', async () => {
  const gateway = await newGateway();
  const key = await newKey(gateway, { key_alias: 'small', max_budget: 1, models: ['model'] });
  await ask(gateway, key, 'model');
  const admin = await connect(gateway, MASTER_KEY);
  expect(await read(admin, 'torii_models')).toMatchObject({ models: [{ name: 'model' }, { name: 'broken' }] });
  const client = await connect(gateway, key);
  expect(await read(client, 'torii_models')).toMatchObject({
    models: [{ name: 'model', deployments: [{ health: 'ready', inputPrice: 3, outputPrice: 15 }] }],
  });
  const { budgets } = await read(client, 'torii_budget');
  const [budget] = budgets as { capUsd: number; spentUsd: number; leftUsd: number; name: string }[];
  expect(budget).toMatchObject({ name: 'small', capUsd: 1 });
  expect(budget?.spentUsd).toBeGreaterThan(0);
  expect((budget?.spentUsd ?? 0) + (budget?.leftUsd ?? 0)).toBeCloseTo(1, 9);
});

it('shows a virtual key its own data alone', async () => {
  const gateway = await newGateway();
  const own = await newKey(gateway, { key_alias: 'own' });
  await newKey(gateway, { key_alias: 'other' });
  await ask(gateway, MASTER_KEY, 'broken');
  await ask(gateway, own, 'model');
  const client = await connect(gateway, own);
  expect(await read(client, 'torii_spend', { by: 'key' })).toMatchObject({ parts: [{ name: 'own', requests: 1 }] });
  expect(await read(client, 'torii_errors')).toEqual({ errors: [], total: 0 });
  await expect(read(client, 'torii_spend', { key: 'other' })).rejects.toThrow('sees only its own data');
  await expect(read(client, 'torii_spend', { key: 'none' })).rejects.toThrow('sees only its own data');
  const foreign = (await gateway.rows()).find(({ status }) => status === 'failure')?.request_id;
  await expect(read(client, 'torii_trace', { callId: foreign })).rejects.toThrow('No request with this id');
});

it('shows what runs now', async () => {
  const upstream = await openAiUpstream();
  let release = (): void => undefined;
  const begun = new Promise<void>((started) => {
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const gate = (): Promise<void> => {
      started();
      return held;
    };
    upstream.script('model-1', () => ({ text: 'Hello', gate }));
  });
  const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
  const answer = gateway.chat({ model: 'model', stream: true, messages: [{ role: 'user', content: SECRET }] });
  await begun;
  const client = await connect(gateway, MASTER_KEY);
  expect(await read(client, 'torii_running')).toMatchObject({ total: 1, requests: [{ model: 'model', stream: true }] });
  release();
  await (await answer).text();
  expect(await read(client, 'torii_running')).toEqual({ requests: [], total: 0 });
});

it('tells the model what is wrong with its arguments', async () => {
  const client = await connect(await newGateway(), MASTER_KEY);
  await expect(read(client, 'torii_spend', { from: 'yesterday' })).rejects.toThrow("from: 'yesterday' is no ISO date");
  await expect(read(client, 'torii_errors', { limit: 1000 })).rejects.toThrow('limit');
});

it('is closed without a key and to foreign host names, and keeps no session', async () => {
  const gateway = await newGateway();
  await expect(connect(gateway, 'sk-wrong')).rejects.toThrow('Unable to find token');
  const init = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const accept = { authorization: `Bearer ${MASTER_KEY}`, accept: 'application/json, text/event-stream' };
  expect((await gateway.call('/torii/mcp', init, accept)).status).toBe(200);
  expect((await gateway.call('/torii/mcp', undefined, accept)).status).toBe(405);
  expect((await gateway.call('/torii/mcp', '{', accept)).status).toBe(400);
});
