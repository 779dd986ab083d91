import { describe, expect, it } from 'vitest';
import type { TestGateway } from './support/gateway.ts';
import { MASTER_KEY } from './support/gateway.ts';
import { answer, bearer, makeKey, managedGateway } from './support/management.ts';
import { EXPECTED_ROUTES, KINDS, type Kind, routesOf } from './support/routeClasses.ts';

/** They end the gateway, or never end themselves: administrators' calls of them are tested elsewhere. */
const SPARED = ['POST /torii/shutdown'];

async function keysOfAllKinds(gateway: TestGateway): Promise<Readonly<Record<Kind, Record<string, string>>>> {
  const expired = await makeKey(gateway, { duration: '1s' });
  const of = async (body: Record<string, unknown>) => bearer((await makeKey(gateway, body)).key);
  for (const role of ['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer']) {
    await answer(gateway.call('/user/new', { user_id: role, user_role: role, auto_create_key: false }));
  }
  await answer(
    gateway.call('/team/new', { team_id: 'tools', members_with_roles: [{ role: 'admin', user_id: 'lead' }] }),
  );
  const blocked = await makeKey(gateway, { blocked: true });
  const kinds = {
    none: {},
    wrong: bearer('sk-test-wrong-key'),
    expired: bearer(expired.key),
    blocked: bearer(blocked.key),
    llm_api: await of({ key_type: 'llm_api' }),
    management: await of({ key_type: 'management' }),
    read_only: await of({ key_type: 'read_only' }),
    default: await of({}),
    'admin viewer': await of({ user_id: 'proxy_admin_viewer' }),
    'user viewer': await of({ user_id: 'internal_user_viewer' }),
    user: await of({ user_id: 'internal_user' }),
    'team admin': await of({ user_id: 'lead', team_id: 'tools' }),
    'proxy admin': await of({ user_id: 'proxy_admin' }),
    master: bearer(MASTER_KEY),
  };
  while ((await gateway.call('/v1/models', undefined, kinds.expired)).status === 200);
  return kinds;
}

/** Status of a call whose body nobody can read: whoever is let in changes nothing. */
async function statusOf(gateway: TestGateway, route: string, headers: Record<string, string>): Promise<number> {
  const [method = 'GET', url = '/'] = route.split(' ');
  const path = url.replaceAll(/:\w+/g, 'x').replaceAll('*', 'x');
  const response = await fetch(gateway.baseUrl + path, {
    method,
    headers,
    redirect: 'manual',
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: '[' }),
  });
  await response.body?.cancel();
  return response.status;
}

describe('the route table', () => {
  it('lets in whom it should, and refuses everybody else, route by route and key by key', {
    timeout: 180_000,
  }, async () => {
    const gateway = await managedGateway();
    const keys = await keysOfAllKinds(gateway);
    const all = await routesOf(gateway);
    const wrong: string[] = [];
    let tried = 0;
    let refused = 0;
    for (const route of all) {
      for (const [column, kind] of KINDS.entries()) {
        const expected = EXPECTED_ROUTES.get(route)?.charAt(column);
        if (expected === '+' && SPARED.includes(route)) continue;
        const status = await statusOf(gateway, route, keys[kind]);
        const found = status === 401 || status === 403 ? '-' : '+';
        tried += 1;
        if (found === '-') refused += 1;
        if (found !== expected) wrong.push(`${route} as ${kind}: ${status}, expected ${expected}`);
        if (status >= 500) wrong.push(`${route} as ${kind}: ${status}`);
      }
    }
    console.log(`Route walk: ${all.length} routes, ${tried} requests tried, ${refused} refused`);
    expect(wrong).toEqual([]);
  });
});
