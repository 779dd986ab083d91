import { describe, expect, it } from 'vitest';
import { answer, bearer, chatStatus, infoOf, type Json, makeKey, managedGateway } from './support/management.ts';

interface TeamInfo {
  readonly team_info: { readonly members_with_roles: readonly Json[]; readonly models: readonly string[] };
  readonly keys: readonly Json[];
  readonly team_memberships: readonly Json[];
}

describe('teams', () => {
  it('are made with members and limits, shown, changed and deleted with their keys', async () => {
    const gateway = await managedGateway();
    const made = await answer(
      gateway.call('/team/new', {
        team_id: 'tools',
        team_alias: 'Tools',
        models: ['a'],
        max_budget: 10,
        budget_duration: '30d',
        team_member_budget: 2,
        members_with_roles: [
          { role: 'admin', user_id: 'ann' },
          { role: 'user', user_email: 'bob@example.com' },
        ],
        metadata: { floor: 2 },
      }),
    );
    expect(made).toMatchObject({ team_id: 'tools', team_alias: 'Tools', max_budget: 10, spend: 0, admins: ['ann'] });
    expect(made['budget_reset_at']).toEqual(expect.any(String));
    const { key } = await makeKey(gateway, { team_id: 'tools', user_id: 'ann' });
    const info = await answer<TeamInfo>(gateway.call('/team/info?team_id=tools'));
    expect(info.team_info.members_with_roles).toMatchObject([
      { role: 'admin', user_id: 'ann' },
      { role: 'user', user_email: 'bob@example.com' },
    ]);
    expect(info.keys).toHaveLength(1);
    expect(info.team_memberships).toHaveLength(2);

    const changed = await answer<{ data: Json }>(
      gateway.call('/team/update', { team_id: 'tools', team_alias: 'Tooling', max_budget: null }),
    );
    expect(changed.data).toMatchObject({
      team_alias: 'Tooling',
      max_budget: null,
      models: ['a'],
      metadata: { floor: 2 },
    });

    expect(await answer<Json[]>(gateway.call('/team/delete', { team_ids: ['tools'] }))).toMatchObject([
      { team_id: 'tools' },
    ]);
    await answer(gateway.call('/team/info?team_id=tools'), 404);
    expect(await chatStatus(gateway, key)).toBe(401);
  });

  it('narrow what their keys may use, at once', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/team/new', { team_id: 'tools', models: ['a'], model_aliases: { best: 'a' } }));
    const { key } = await makeKey(gateway, { team_id: 'tools', models: ['all-team-models'] });
    expect(await chatStatus(gateway, key, 'a')).toBe(200);
    expect(await chatStatus(gateway, key, 'best')).toBe(200);
    const denied = await answer<{ error: Json }>(
      gateway.chat({ model: 'b', messages: [{ role: 'user', content: 'x' }] }, bearer(key)),
      403,
    );
    expect(denied.error['type']).toBe('team_model_access_denied');
    await answer(gateway.call('/team/model/add', { team_id: 'tools', models: ['b'] }));
    expect(await chatStatus(gateway, key, 'b')).toBe(200);
    await answer(gateway.call('/team/model/delete', { team_id: 'tools', models: ['b'] }));
    expect(await chatStatus(gateway, key, 'b')).toBe(403);
    const list = await answer<{ data: { id: string }[] }>(gateway.call('/v1/models', undefined, bearer(key)));
    expect(list.data.map(({ id }) => id)).toEqual(['a', 'best']);
    await answer(gateway.call('/team/block', { team_id: 'tools' }));
    expect(await chatStatus(gateway, key, 'a')).toBe(401);
    await answer(gateway.call('/team/unblock', { team_id: 'tools' }));
    expect(await chatStatus(gateway, key, 'a')).toBe(200);
  });

  it('hold their budget for all keys together, and one for each member', async () => {
    const gateway = await managedGateway();
    await answer(
      gateway.call('/team/new', { team_id: 'small', max_budget: 0, members_with_roles: [{ user_id: 'ann' }] }),
    );
    await answer(
      gateway.call('/team/new', {
        team_id: 'members',
        team_member_budget: 0,
        members_with_roles: [{ user_id: 'ann' }],
      }),
    );
    const ofTeam = await makeKey(gateway, { team_id: 'small' });
    const ofMember = await makeKey(gateway, { team_id: 'members', user_id: 'ann' });
    const ofNobody = await makeKey(gateway, { team_id: 'members' });
    expect(await chatStatus(gateway, ofTeam.key)).toBe(429);
    expect(await chatStatus(gateway, ofMember.key)).toBe(429);
    expect(await chatStatus(gateway, ofNobody.key)).toBe(200);
    await answer(
      gateway.call('/team/member_update', { team_id: 'members', user_id: 'ann', max_budget_in_team: 5, role: 'admin' }),
    );
    expect(await chatStatus(gateway, ofMember.key)).toBe(200);
    await answer(gateway.call('/team/update', { team_id: 'small', max_budget: 5 }));
    expect(await chatStatus(gateway, ofTeam.key)).toBe(200);
  });

  it('are listed, filtered and paged', async () => {
    const gateway = await managedGateway();
    for (const id of ['one', 'two', 'three']) {
      await answer(
        gateway.call('/team/new', { team_id: id, team_alias: `Team ${id}`, members_with_roles: [{ user_id: id }] }),
      );
    }
    const all = await answer<Json[]>(gateway.call('/team/list'));
    expect(all).toHaveLength(3);
    expect(all[0]).toMatchObject({ keys: [], team_memberships: [expect.anything()] });
    expect(await answer(gateway.call('/team/list?user_id=two'))).toMatchObject([{ team_id: 'two' }]);
    const page = await answer(gateway.call('/v2/team/list?page=1&page_size=2&sort_by=team_alias&sort_order=asc'));
    expect(page).toMatchObject({ total: 3, total_pages: 2, teams: [{ team_id: 'one' }, { team_id: 'three' }] });
    expect(await answer(gateway.call('/v2/team/list?team_alias=TWO'))).toMatchObject({ teams: [{ team_id: 'two' }] });
    expect(await answer(gateway.call('/team/available'))).toEqual([]);
  });
});

describe('members', () => {
  it('join, once, alone and in numbers, and leave with their keys', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/team/new', { team_id: 'tools' }));
    const added = await answer<{ updated_users: Json[]; updated_team_memberships: Json[] }>(
      gateway.call('/team/member_add', {
        team_id: 'tools',
        member: { role: 'user', user_id: 'ann' },
        max_budget_in_team: 3,
      }),
    );
    expect(added.updated_users).toMatchObject([{ user_id: 'ann' }]);
    expect(added.updated_team_memberships).toMatchObject([{ litellm_budget_table: { max_budget: 3 } }]);
    const again = await answer<{ error: Json }>(
      gateway.call('/team/member_add', { team_id: 'tools', member: [{ user_id: 'ann' }] }),
      400,
    );
    expect(again.error['type']).toBe('team_member_already_in_team');
    const bulk = await answer(
      gateway.call('/team/bulk_member_add', { team_id: 'tools', members: [{ user_id: 'bob' }, { user_id: 'ann' }] }),
    );
    expect(bulk).toMatchObject({ successful_additions: 1, failed_additions: 1 });
    const { key } = await makeKey(gateway, { team_id: 'tools', user_id: 'ann' });
    const left = await answer<{ members: string[] }>(
      gateway.call('/team/member_delete', { team_id: 'tools', user_id: 'ann' }),
    );
    expect(left.members).toEqual(['bob']);
    expect(await infoOf(gateway, key)).toMatchObject({ status: 'deleted' });
  });

  it('may have fewer models than their team', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/team/new', { team_id: 'tools', members_with_roles: [{ user_id: 'ann' }] }));
    const { key } = await makeKey(gateway, { team_id: 'tools', user_id: 'ann' });
    expect(await chatStatus(gateway, key, 'b')).toBe(200);
    await answer(gateway.call('/team/member_update', { team_id: 'tools', user_id: 'ann', allowed_models: ['a'] }));
    expect(await chatStatus(gateway, key, 'b')).toBe(403);
  });

  it('are looked after by admins of the team, and by no other member', async () => {
    const gateway = await managedGateway();
    await answer(
      gateway.call('/team/new', {
        team_id: 'tools',
        members_with_roles: [
          { role: 'admin', user_id: 'ann' },
          { role: 'user', user_id: 'bob' },
        ],
      }),
    );
    await answer(gateway.call('/team/new', { team_id: 'others' }));
    const ann = bearer((await makeKey(gateway, { user_id: 'ann' })).key);
    const bob = bearer((await makeKey(gateway, { user_id: 'bob' })).key);
    await answer(gateway.call('/team/member_add', { team_id: 'tools', member: { user_id: 'eve' } }, ann));
    await answer(gateway.call('/team/member_add', { team_id: 'others', member: { user_id: 'eve' } }, ann), 403);
    await answer(gateway.call('/team/member_add', { team_id: 'tools', member: { user_id: 'mel' } }, bob), 403);
    await answer(gateway.call('/team/info?team_id=others', undefined, ann), 403);
    expect(await answer(gateway.call('/team/list', undefined, bob))).toMatchObject([{ team_id: 'tools' }]);
    await answer(gateway.call('/team/update', { team_id: 'tools', max_budget: 1000 }, ann), 401);
  });

  it('make keys for the team where it permits that', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/team/new', { team_id: 'tools', members_with_roles: [{ user_id: 'bob' }] }));
    const bob = bearer((await makeKey(gateway, { user_id: 'bob' })).key);
    await answer(gateway.call('/key/generate', { team_id: 'tools' }, bob), 403);
    expect(
      await answer(
        gateway.call('/team/permissions_update', { team_id: 'tools', team_member_permissions: ['/key/generate'] }),
      ),
    ).toMatchObject({ team_member_permissions: ['/key/generate'] });
    const made = await answer(gateway.call('/key/generate', { team_id: 'tools' }, bob));
    expect(made).toMatchObject({ team_id: 'tools', user_id: 'bob', created_by: 'bob' });
    expect(await answer(gateway.call('/team/permissions_list?team_id=tools', undefined, bob))).toMatchObject({
      team_member_permissions: ['/key/generate'],
      all_available_permissions: expect.arrayContaining(['/key/update']),
    });
  });
});
