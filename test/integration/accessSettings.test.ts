import { describe, expect, it } from 'vitest';
import { rowWhere, type TestGateway } from './support/gateway.ts';
import { answer, bearer, chatStatus, HELLO, type Json, makeKey, managedGateway } from './support/management.ts';

const CHAT = { model: 'a', messages: HELLO };

/** A gateway with these lines under `general_settings`. */
async function gatewayWith(...lines: readonly string[]): Promise<TestGateway> {
  return await managedGateway(`general_settings:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

async function status(gateway: TestGateway, path: string, headers?: Record<string, string>): Promise<number> {
  const response = await gateway.call(path, undefined, headers);
  await response.body?.cancel();
  return response.status;
}

async function refusal(pending: Promise<Response>, expected: number): Promise<string> {
  const { error } = await answer<{ error: Json }>(pending, expected);
  return String(error['message']);
}

describe('allowed_ips', () => {
  it('lets in the addresses that it names', async () => {
    const gateway = await gatewayWith('allowed_ips: [127.0.0.1]');
    expect((await gateway.chat(CHAT)).status).toBe(200);
  });

  it('refuses all others on every route, whatever their key and whatever they claim', async () => {
    const gateway = await gatewayWith('allowed_ips: [192.0.2.7]');
    expect(await refusal(gateway.chat(CHAT), 403)).toBe('Access forbidden: IP address not allowed.');
    for (const path of ['/v1/models', '/key/list', '/torii/status', '/nowhere']) {
      expect([path, await status(gateway, path)]).toEqual([path, 403]);
    }
    const claimed = { ...bearer('sk-test-master'), 'x-forwarded-for': '192.0.2.7' };
    expect(await status(gateway, '/v1/models', claimed)).toBe(403);
  });

  it('goes by the first forwarded address where use_x_forwarded_for says so', async () => {
    const gateway = await gatewayWith('allowed_ips: [192.0.2.7]', 'use_x_forwarded_for: true');
    const from = (addresses: string) => ({ ...bearer('sk-test-master'), 'x-forwarded-for': addresses });
    expect(await status(gateway, '/v1/models', from('192.0.2.7, 192.0.2.8'))).toBe(200);
    expect(await status(gateway, '/v1/models', from('192.0.2.8, 192.0.2.7'))).toBe(403);
    expect(await status(gateway, '/v1/models')).toBe(403);
  });
});

describe('public_routes', () => {
  it('need no key, and lead to models alone', async () => {
    const gateway = await gatewayWith('public_routes: [/v1/chat/completions, /key/list]');
    expect((await gateway.chat(CHAT, {})).status).toBe(200);
    expect((await rowWhere(gateway, () => true)).status).toBe('success');
    expect(await status(gateway, '/v1/models', {})).toBe(401);
    const { key } = await makeKey(gateway);
    const keys = await gateway.call('/key/list', undefined, {});
    expect(JSON.stringify(await keys.json())).not.toContain(key.slice(-4));
  });
});

describe('a public route that is too wide', () => {
  it('opens nothing that is not for every key, and leaves administrators their routes', async () => {
    const gateway = await gatewayWith('public_routes: ["/*"]');
    expect((await gateway.chat(CHAT, {})).status).toBe(200);
    for (const path of ['/key/generate', '/user/new', '/team/new', '/model/new', '/torii/shutdown']) {
      expect([path, (await gateway.call(path, {}, {})).status]).toEqual([path, 401]);
    }
    for (const path of ['/torii/status', '/torii/audit', '/global/activity']) {
      expect([path, await status(gateway, path, {})]).toEqual([path, 401]);
      expect([path, await status(gateway, path)]).toEqual([path, 200]);
    }
    await makeKey(gateway);
  });
});

describe('allowed_routes', () => {
  it('are the only ones, for administrators too; the editor keeps its own', async () => {
    const gateway = await gatewayWith('allowed_routes: [/v1/chat/completions, "/key/*"]');
    const { key } = await makeKey(gateway);
    expect(await chatStatus(gateway, key)).toBe(200);
    expect(await status(gateway, '/key/info', bearer(key))).toBe(200);
    expect(await refusal(gateway.call('/v1/models'), 403)).toBe('Route /v1/models is not allowed');
    expect(await status(gateway, '/spend/logs')).toBe(403);
    expect((await gateway.call('/v1/messages', CHAT, bearer(key))).status).toBe(403);
    expect(await status(gateway, '/torii/status')).toBe(200);
  });
});

describe('admin_only_routes', () => {
  it('are closed to the keys of all others', async () => {
    const gateway = await gatewayWith('admin_only_routes: [/v1/models, "/v1/emb*"]');
    await answer(gateway.call('/user/new', { user_id: 'boss', user_role: 'proxy_admin', auto_create_key: false }));
    const { key } = await makeKey(gateway);
    const boss = await makeKey(gateway, { user_id: 'boss' });
    expect(await refusal(gateway.call('/v1/models', undefined, bearer(key)), 403)).toContain(
      'Route=/v1/models is an admin only route',
    );
    expect((await gateway.call('/v1/embeddings', { model: 'a', input: 'x' }, bearer(key))).status).toBe(403);
    expect(await chatStatus(gateway, key)).toBe(200);
    expect(await status(gateway, '/v1/models', bearer(boss.key))).toBe(200);
    expect(await status(gateway, '/v1/models')).toBe(200);
  });

  it('are not opened by another spelling of the path', async () => {
    const gateway = await gatewayWith('admin_only_routes: [/v1/models]');
    const { key } = await makeKey(gateway);
    for (const path of ['/v1/models?x=1', '/v1/mod%65ls', '/v1/models/', '//v1/models', '/V1/models']) {
      expect([path, await status(gateway, path, bearer(key))]).not.toEqual([path, 200]);
    }
  });
});

describe('litellm_key_header_name', () => {
  it('names a header that comes before the usual ones', async () => {
    const gateway = await gatewayWith('litellm_key_header_name: X-Company-Key');
    const { key } = await makeKey(gateway);
    const own = { 'x-company-key': `Bearer ${key}` };
    expect(await status(gateway, '/v1/models', own)).toBe(200);
    expect(await status(gateway, '/v1/models', { 'x-company-key': key })).toBe(200);
    expect(await status(gateway, '/v1/models', { ...own, authorization: 'Bearer sk-test-other' })).toBe(200);
    expect(await status(gateway, '/v1/models', { ...bearer(key), 'x-company-key': 'sk-test-wrong' })).toBe(401);
    expect(await status(gateway, '/v1/models', bearer(key))).toBe(200);
  });
});

describe('the end user of a request', () => {
  const endUserOf = async (gateway: TestGateway) =>
    ((await rowWhere(gateway, () => true)) as unknown as Json)['end_user'];

  it('is named by the header of user_header_name', async () => {
    const gateway = await gatewayWith('user_header_name: X-OpenWebUI-User-Id');
    const headers = { ...bearer('sk-test-master'), 'x-openwebui-user-id': 'ann' };
    expect((await gateway.chat(CHAT, headers)).status).toBe(200);
    expect(await endUserOf(gateway)).toBe('ann');
    await answer(gateway.call('/customer/block', { user_ids: ['ann'] }));
    expect(await refusal(gateway.chat(CHAT, headers), 403)).toContain('End user: ann');
  });

  it.each([
    [{ 'x-litellm-customer-id': 'one', 'x-litellm-end-user-id': 'two', 'x-user': 'ann' }, { user: 'bob' }, 'one'],
    [{ 'x-litellm-end-user-id': 'two', 'x-user': 'ann' }, { user: 'bob' }, 'two'],
    [{ 'x-user': 'ann' }, { user: 'bob' }, 'ann'],
    [{}, { user: 'bob', metadata: { user_id: 'eve' } }, 'bob'],
    [{}, { metadata: { user_id: 'eve' } }, 'eve'],
    [{}, { metadata: { user_id: '{"device_id":"d","session_id":"s"}' } }, ''],
  ])('is the first that is named in headers %j and body %j', async (headers, body, endUser) => {
    const gateway = await gatewayWith('user_header_name: x-user');
    await answer(gateway.chat({ ...CHAT, ...body }, { ...bearer('sk-test-master'), ...headers }));
    expect(await endUserOf(gateway)).toBe(endUser);
  });

  it('has to be named where enforce_user_param says so', async () => {
    const gateway = await gatewayWith('enforce_user_param: true', 'user_header_name: x-user');
    expect(await refusal(gateway.chat(CHAT), 400)).toContain('please pass param=user');
    expect((await gateway.chat({ ...CHAT, user: 'bob' })).status).toBe(200);
    expect((await gateway.chat(CHAT, { ...bearer('sk-test-master'), 'x-user': 'ann' })).status).toBe(200);
    const messages = { ...CHAT, max_tokens: 10 };
    expect((await gateway.call('/v1/messages', messages)).status).toBe(400);
    expect((await gateway.call('/v1/messages', { ...messages, metadata: { user_id: 'ann' } })).status).toBe(200);
    expect((await gateway.call('/v1/responses', { model: 'a', input: 'Hello' })).status).toBe(400);
    expect(await status(gateway, '/v1/models')).toBe(200);
  });
});
