import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowWhere, startTestGateway } from './support/gateway.ts';
import { answer, bearer, chatStatus, HELLO, type Json, makeKey } from './support/management.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const SECRET = 'sk-test-upstream';

async function withSpare() {
  const upstream = await openAiUpstream({ models: ['a', 'spare'] });
  const gateway = await startTestGateway(`model_list:\n${openAiModel(upstream, 'a', 'a')}`);
  const spare = {
    model_name: 'spare',
    litellm_params: { model: 'openai/spare', api_base: upstream.url, api_key: SECRET },
    model_info: { mode: 'chat', access_groups: ['extra'] },
  };
  return { gateway, spare };
}

interface Info {
  readonly model_name: string;
  readonly model_info: Json;
}

describe('models of the database', () => {
  it('serve at once beside those of the config, and show no secret', async () => {
    const { gateway, spare } = await withSpare();
    const made = await answer<{ model_id: string; model_info: Json }>(gateway.call('/model/new', spare));
    expect(made).toMatchObject({
      model_name: 'spare',
      litellm_params: { api_key: '***' },
      model_info: { db_model: true },
    });
    expect((await gateway.chat({ model: 'spare', messages: HELLO })).status).toBe(200);
    expect((await rowWhere(gateway, ({ model_group }) => model_group === 'spare')).status).toBe('success');
    const { key } = await makeKey(gateway, { models: ['extra'] });
    expect([await chatStatus(gateway, key, 'spare'), await chatStatus(gateway, key, 'a')]).toEqual([200, 403]);

    const infos = await answer<{ data: Info[] }>(gateway.call('/model/info'));
    expect(infos.data.map(({ model_name, model_info }) => [model_name, model_info['db_model']])).toEqual([
      ['a', false],
      ['spare', true],
    ]);
    expect(JSON.stringify(infos)).not.toContain(SECRET);
    const list = await answer<{ data: { id: string }[] }>(gateway.call('/v1/models'));
    expect(list.data.map(({ id }) => id)).toEqual(['a', 'spare']);
  });

  it('are encrypted at rest, and in no log and no audit', async () => {
    const { gateway, spare } = await withSpare();
    await answer(gateway.call('/model/new', { ...spare, model_info: { id: 'spare-1' } }));
    const home = join(gateway.directory, 'home');
    const bytes = await Promise.all(['torii.db', 'torii.db-wal'].map((name) => readFile(join(home, name), 'latin1')));
    for (const text of bytes) expect(text).not.toContain(SECRET);
    expect(gateway.log.join('\n')).not.toContain(SECRET);
    const audit = await answer(gateway.call('/torii/audit'));
    expect(JSON.stringify(audit)).not.toContain(SECRET);
  });

  it('are there after a restart of the gateway, as they were changed, until they are deleted', async () => {
    const { gateway, spare } = await withSpare();
    await answer(gateway.call('/model/new', { ...spare, model_info: { ...spare.model_info, id: 'spare-1' } }));
    const { key } = await makeKey(gateway, { models: ['extra'] });

    const second = await gateway.restart();
    expect([await chatStatus(second, key, 'spare'), await chatStatus(second, key, 'a')]).toEqual([200, 403]);
    const infos = await answer<{ data: Info[] }>(second.call('/model/info'));
    expect(infos.data.map(({ model_info }) => [model_info['id'], model_info['db_model']])).toEqual([
      [expect.any(String), false],
      ['spare-1', true],
    ]);
    await answer(second.call('/model/update', { id: 'spare-1', model_name: 'renamed' }));

    const third = await second.restart();
    expect((await third.chat({ model: 'spare', messages: HELLO })).status).toBe(400);
    expect((await third.chat({ model: 'renamed', messages: HELLO })).status).toBe(200);
    await answer(third.call('/model/delete', { id: 'spare-1' }));

    const fourth = await third.restart();
    expect((await fourth.chat({ model: 'renamed', messages: HELLO })).status).toBe(400);
  });

  it('are changed and deleted', async () => {
    const { gateway, spare } = await withSpare();
    await answer(gateway.call('/model/new', { ...spare, model_info: { id: 'spare-1' } }));
    await answer(gateway.call('/model/update', { id: 'spare-1', model_name: 'renamed', litellm_params: { rpm: 5 } }));
    expect((await gateway.chat({ model: 'spare', messages: HELLO })).status).toBe(400);
    expect((await gateway.chat({ model: 'renamed', messages: HELLO })).status).toBe(200);
    await answer(gateway.call('/model/spare-1/update', { model_name: 'again' }));
    expect((await gateway.chat({ model: 'again', messages: HELLO })).status).toBe(200);
    await answer(gateway.call('/model/delete', { id: 'spare-1' }));
    expect((await gateway.chat({ model: 'again', messages: HELLO })).status).toBe(400);
    await answer(gateway.call('/model/delete', { id: 'spare-1' }), 400);
  });

  it('are refused where the config would refuse them, and where the id is taken or stands in the file', async () => {
    const { gateway, spare } = await withSpare();
    const bad = await answer<{ error: Json }>(
      gateway.call('/model/new', { model_name: 'x', litellm_params: { model: 'nobody/x' } }),
      400,
    );
    expect(bad.error['message']).toContain('nobody');
    await answer(gateway.call('/model/new', { model_name: 'x' }), 400);
    await answer(gateway.call('/model/new', { ...spare, model_info: { id: 'one' } }));
    await answer(gateway.call('/model/new', { ...spare, model_info: { id: 'one' } }), 400);
    const { data } = await answer<{ data: Info[] }>(gateway.call('/model/info'));
    const inFile = String(data[0]?.model_info['id']);
    const { error } = await answer<{ error: Json }>(gateway.call('/model/delete', { id: inFile }), 400);
    expect(error['message']).toContain('config file');
    const { key } = await makeKey(gateway);
    await answer(gateway.call('/model/new', spare, bearer(key)), 401);
  });
});
