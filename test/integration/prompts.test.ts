import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { rowWhere, startTestGateway, type TestGateway } from './support/gateway.ts';
import { answer, bearer, type Json, makeKey } from './support/management.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const PROMPT = 'Tell me of the torii at Itsukushima';
const MESSAGES = [{ role: 'user', content: `${PROMPT}, with AKIAEXAMPLE123456789 and sk-test-secret-in-prompt` }];

async function gatewayWith(settings: string): Promise<TestGateway> {
  const upstream = await openAiUpstream({ models: ['a'] });
  upstream.script('a', () => ({ text: 'It stands in the sea.' }));
  return await startTestGateway(`model_list:\n${openAiModel(upstream, 'a', 'a')}${settings}`);
}

const ON = 'general_settings: { store_prompts_in_spend_logs: true }\n';

async function detail(gateway: TestGateway): Promise<Json> {
  const { request_id: id } = await rowWhere(gateway, () => true);
  return await answer(gateway.call(`/spend/logs/ui/${id}`));
}

async function keptDetail(gateway: TestGateway): Promise<Json> {
  await expect.poll(async () => (await answer(gateway.call('/torii/ledger')))['keptBodies']).toBe(1);
  return await detail(gateway);
}

describe('prompts', () => {
  it('are in no file of the home unless the config says so', async () => {
    const gateway = await gatewayWith('');
    await gateway.chat({ model: 'a', messages: MESSAGES });
    expect(await detail(gateway)).toMatchObject({ messages: {}, response: {}, proxy_server_request: {} });
    expect(await answer(gateway.call('/torii/ledger'))).toMatchObject({ keptBodies: 0 });
  });

  it('are shown with their answer where it does, without secrets', async () => {
    const gateway = await gatewayWith(ON);
    await gateway.chat({ model: 'a', messages: MESSAGES });
    const shown = await keptDetail(gateway);
    expect(shown).toMatchObject({
      messages: [{ role: 'user', content: `${PROMPT}, with [hidden] and sk-[hidden]` }],
      response: { choices: [{ message: { content: 'It stands in the sea.' } }] },
    });
    // Rows themselves stay without them.
    expect(JSON.stringify(await answer(gateway.call('/spend/logs/ui')))).not.toContain(PROMPT);
  });

  it('are kept of streams and of refusals, too', async () => {
    const gateway = await gatewayWith(ON);
    await (await gateway.chat({ model: 'a', messages: MESSAGES, stream: true })).text();
    expect(await keptDetail(gateway)).toMatchObject({ response: { streamed: true, text: 'It stands in the sea.' } });
    await gateway.chat({ model: 'none', messages: MESSAGES });
    await expect.poll(async () => (await answer(gateway.call('/torii/ledger')))['keptBodies']).toBe(2);
  });

  it('are left out where request or key say so, and kept where the key wants them', async () => {
    const gateway = await gatewayWith(ON);
    const { key: quiet } = await makeKey(gateway, { metadata: { store_prompts_in_spend_logs: false } });
    await gateway.chat({ model: 'a', messages: MESSAGES, 'no-log': true });
    await gateway.chat({ model: 'a', messages: MESSAGES }, { ...bearer(quiet) });
    await gateway.chat({ model: 'a', messages: MESSAGES }, { ...bearer(quiet), 'x-litellm-no-log': 'true' });
    await gateway.chat({ model: 'a', messages: MESSAGES });
    await keptDetail(gateway);
    expect(await gateway.rows()).toHaveLength(4);
  });
});

describe('the ledger', () => {
  it('is copied while it is used, for its owner alone, and is whole', async () => {
    const gateway = await gatewayWith('');
    await gateway.chat({ model: 'a', messages: MESSAGES });
    const copy = await answer<{ file: string; bytes: number }>(gateway.call('/torii/ledger/backup', {}));
    expect(statSync(copy.file).mode & 0o777).toBe(0o600);
    const sqlite = new Database(copy.file, { readonly: true });
    expect(sqlite.prepare('select count(*) from spend_logs').pluck().get()).toBe(1);
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    sqlite.close();
  });

  it('is rewritten on demand, by administrators', async () => {
    const gateway = await gatewayWith('');
    expect(await answer(gateway.call('/torii/ledger/vacuum', {}))).toMatchObject({ bytesAfter: expect.any(Number) });
    const { key } = await makeKey(gateway);
    expect((await gateway.call('/torii/ledger/vacuum', {}, bearer(key))).status).toBe(401);
    expect((await gateway.call('/torii/ledger/backup', {}, bearer(key))).status).toBe(401);
  });
});
