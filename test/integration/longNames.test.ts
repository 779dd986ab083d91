import { expect, it } from 'vitest';
import { startTestGateway } from './support/gateway.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const HELLO = [{ role: 'user', content: 'Hello' }];
const LONG = 'x'.repeat(300_000);

it('keeps of each name that a client makes up no more than 512 characters, and tells long ones apart', async () => {
  const upstream = await openAiUpstream();
  const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
  for (const last of ['a', 'b']) {
    const named = { user: LONG + last, litellm_session_id: LONG + last, metadata: { tags: [LONG + last] } };
    const response = await gateway.chat({ model: 'model', messages: HELLO, ...named });
    expect(response.status).toBe(200);
    // What the model gets is the client's own.
    expect(upstream.requests.at(-1)?.body).toMatchObject({ user: LONG + last });
  }
  const rows = (await (await gateway.call('/spend/logs')).json()) as Record<string, unknown>[];
  for (const name of ['end_user', 'session_id', 'request_tags']) {
    const values = rows.map((row) => String(row[name]));
    expect(values.map(({ length }) => length <= 520)).toEqual([true, true]);
    expect(new Set(values).size).toBe(2);
  }
});

it('refuses a name that is no model’s, with a row that does not hold it', async () => {
  const upstream = await openAiUpstream();
  const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, "'*'", '*')}`);
  const response = await gateway.chat({ model: LONG, messages: HELLO });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: { param: 'model', message: 'model: a name has 512 characters at most, this one 300000' },
  });
  expect(upstream.requests).toEqual([]);
  expect(JSON.stringify(await gateway.rows()).length).toBeLessThan(5000);
});

it('keeps of an upstream’s error as much as somebody reads', async () => {
  const upstream = await openAiUpstream();
  upstream.script('model-1', () => ({ kind: 'error', status: 400, name: 'invalid_request_error', message: LONG }));
  const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'model')}`);
  expect((await gateway.chat({ model: 'model', messages: HELLO })).status).toBe(400);
  expect(JSON.stringify(await gateway.rows()).length).toBeLessThan(50_000);
});
