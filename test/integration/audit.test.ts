import { appendFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type AuditEntryView, auditListSchema } from '../../src/protocol/audit.ts';
import type { TestGateway } from './support/gateway.ts';
import { answer, bearer, type Json, makeKey, managedGateway } from './support/management.ts';

async function entries(gateway: TestGateway, query = ''): Promise<readonly AuditEntryView[]> {
  return auditListSchema.parse(await answer(gateway.call(`/torii/audit?${query}`))).entries;
}

describe('the audit', () => {
  it('tells who changed which key, from where, and what was before and after', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/user/new', { user_id: 'ann', auto_create_key: false }));
    const ann = await makeKey(gateway, { user_id: 'ann', key_alias: 'laptop' });
    const own = await makeKey(gateway, { key_alias: 'own', max_budget: 1 }, bearer(ann.key));
    await answer(
      gateway.call(
        '/key/update',
        { key: own.key, max_budget: 2 },
        { ...bearer(ann.key), 'litellm-changed-by': 'boss@example.com' },
      ),
    );
    const [updated, created] = await entries(gateway, `objectId=${own.token}`);
    expect(updated).toMatchObject({
      action: 'updated',
      objectKind: 'key',
      actor: 'ann',
      actorToken: ann.token,
      onBehalfOf: 'boss@example.com',
      ipAddress: '127.0.0.1',
      route: 'POST /key/update',
      before: { max_budget: 1 },
      after: { max_budget: 2 },
    });
    expect(created).toMatchObject({ action: 'created', before: null, after: { key_alias: 'own' } });
  });

  it('covers every kind of object, and names no key', async () => {
    const gateway = await managedGateway();
    const secrets: string[] = [];
    const { key, token } = await makeKey(gateway);
    secrets.push(key);
    const renewed = await answer(gateway.call('/key/regenerate', { key }));
    secrets.push(String(renewed['key']));
    await answer(gateway.call('/key/block', { key: renewed['key'] }));
    await answer(gateway.call('/team/new', { team_id: 'tools' }));
    await answer(gateway.call('/team/member_add', { team_id: 'tools', member: { user_id: 'ann' } }));
    await answer(gateway.call('/budget/new', { budget_id: 'b', max_budget: 1 }));
    await answer(gateway.call('/budget/update', { budget_id: 'b', max_budget: 2 }));
    await answer(gateway.call('/customer/new', { user_id: 'acme' }));
    await answer(gateway.call('/tag/new', { name: 'blue' }));
    await answer(gateway.call('/access_group/new', { access_group: 'g', model_names: ['a'] }));
    await answer(
      gateway.call('/model/new', {
        model_name: 'x',
        litellm_params: { model: 'openai/x', api_base: 'http://127.0.0.1:1', api_key: 'sk-test-secret-of-model' },
      }),
    );
    secrets.push('sk-test-secret-of-model');
    await answer(gateway.call('/key/delete', { keys: [renewed['key']] }));
    const all = await entries(gateway, 'limit=200');
    const kinds = new Set(all.map(({ objectKind, action }) => `${objectKind} ${action}`));
    expect([...kinds].toSorted()).toEqual([
      'access-group created',
      'budget created',
      'budget updated',
      'customer created',
      'key blocked',
      'key created',
      'key deleted',
      'key rotated',
      'member created',
      'model created',
      'tag created',
      'team created',
      'user created',
    ]);
    expect(all.find(({ action }) => action === 'rotated')?.before).toMatchObject({ token });
    for (const secret of secrets) expect(JSON.stringify(all)).not.toContain(secret);
  });

  it('remembers logins at /ui, refused ones too, and reloads of the config', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/ui/login', { key: 'sk-test-wrong' }, {}), 401);
    await answer(gateway.call('/ui/login', { key: 'sk-test-master' }, {}));
    await answer(gateway.call('/ui/login', { username: 'admin', password: 'no' }, {}), 401);
    expect(await entries(gateway, 'objectKind=session')).toMatchObject([
      { action: 'login-refused', objectId: 'admin', actor: 'dashboard', ipAddress: '127.0.0.1' },
      { action: 'logged-in', objectId: 'key' },
      { action: 'login-refused', objectId: 'key' },
    ]);
    expect(JSON.stringify(await entries(gateway))).not.toContain('sk-test-wrong');
    await appendFile(gateway.configFile, '\nlitellm_settings: { drop_params: true }\n');
    for (;;) {
      const [reload] = await entries(gateway, 'objectKind=config');
      if (reload === undefined) continue;
      expect(reload).toMatchObject({ action: 'reloaded', actor: 'gateway', after: { inForce: true, deployments: 2 } });
      break;
    }
  });

  it('is there in LiteLLM’s form, by page, table, action and id', async () => {
    const gateway = await managedGateway();
    const { token } = await makeKey(gateway);
    await answer(gateway.call('/team/new', { team_id: 'tools' }));
    const list = await answer<{ audit_logs: Json[] }>(
      gateway.call('/audit?table_name=LiteLLM_VerificationToken&action=created&page_size=5'),
    );
    expect(list).toMatchObject({ total: 1, page: 1, total_pages: 1 });
    const [row] = list.audit_logs;
    expect(row).toMatchObject({ object_id: token, action: 'created', changed_by: 'admin', before_value: null });
    expect(await answer(gateway.call(`/audit/${String(row?.['id'])}`))).toEqual(row);
    await answer(gateway.call('/audit/none'), 404);
    await answer(gateway.call('/audit?start_date=never'), 400);
    expect(await answer(gateway.call('/audit?end_date=2020-01-01'))).toMatchObject({ total: 0 });
  });

  it('is for administrators and viewers of everything', async () => {
    const gateway = await managedGateway();
    const nobody = await makeKey(gateway);
    await answer(gateway.call('/audit', undefined, bearer(nobody.key)), 401);
    await answer(gateway.call('/torii/audit', undefined, bearer(nobody.key)), 401);
    const viewer = await answer<{ key: string }>(gateway.call('/user/new', { user_role: 'proxy_admin_viewer' }));
    await answer(gateway.call('/audit', undefined, bearer(viewer.key)));
    await answer(gateway.call('/torii/audit', undefined, bearer(viewer.key)));
  });
});
