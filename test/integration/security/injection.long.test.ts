import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MASTER_KEY, type TestGateway } from '../support/gateway.ts';
import { answer, bearer, makeKey, managedGateway } from '../support/management.ts';

const STRINGS = [
  "' OR '1'='1",
  '" OR ""="',
  "'; DROP TABLE virtual_keys; --",
  "x') OR 1=1 --",
  "' UNION SELECT token, key_name FROM virtual_keys --",
  '1; DELETE FROM spend_logs',
  "%' OR 1=1 --",
  '%',
  '_',
];

/** Parameters that take any text, so that it gets past the first check. */
const NAMES = [
  ...['key', 'key_hash', 'key_alias', 'user_id', 'user_email', 'team_id', 'team_alias', 'organization_id', 'end_user'],
  ...['end_user_id', 'tag', 'tags', 'model', 'models', 'model_id', 'litellm_model_id', 'model_group', 'budget_id'],
  ...['api_key', 'request_id', 'session_id', 'search', 'id', 'actor', 'object_id', 'task', 'task_id', 'provider'],
];

const PARAMETERS = [
  ...NAMES,
  ...['status', 'status_filter', 'sort_by', 'sort_order', 'order', 'start_date', 'end_date', 'group_by', 'page'],
  ...['page_size', 'size', 'limit', 'cursor', 'action', 'kind', 'role', 'expand', 'format', 'from', 'to', 'before'],
];

/** They end the gateway, or never end themselves. */
const SPARED = ['POST /torii/shutdown', 'GET /torii/events'];

interface Route {
  readonly method: string;
  readonly path: string;
}

async function routesOf(gateway: TestGateway): Promise<readonly Route[]> {
  const { routes } = await answer<{ routes: { path: string; methods: string[] }[] }>(gateway.call('/routes'));
  return routes
    .flatMap(({ path, methods }) => methods.map((method) => ({ method, path })))
    .filter(({ method, path }) => !SPARED.includes(`${method} ${path}`));
}

function ledger(gateway: TestGateway): Database.Database {
  const database = new Database(join(gateway.directory, 'home', 'torii.db'), { readonly: true });
  onTestFinished(() => void database.close());
  return database;
}

const schemaOf = (database: Database.Database): readonly unknown[] =>
  database.prepare('select type, name, sql from sqlite_master order by name').all();

interface Attempt {
  readonly text: string;
  readonly key: string;
  readonly parameters: readonly string[];
}

async function send(gateway: TestGateway, { method, path }: Route, attempt: Attempt): Promise<Response> {
  const { text, key, parameters } = attempt;
  const value = encodeURIComponent(text);
  const fields = Object.fromEntries(parameters.map((name) => [name, text]));
  const url = path.replaceAll(/:\w+/g, value).replaceAll('*', value);
  return await fetch(`${gateway.baseUrl + url}?${new URLSearchParams(fields)}`, {
    method,
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...bearer(key) },
    ...(method === 'GET' ? {} : { body: JSON.stringify(fields) }),
  });
}

async function keysBy(gateway: TestGateway, name: string, text: string): Promise<readonly unknown[]> {
  const { keys } = await answer<{ keys: unknown[] }>(
    gateway.call(`/key/list?${new URLSearchParams({ [name]: text })}`),
  );
  return keys;
}

describe('SQL in a value', () => {
  it('in every parameter of every route is a value, breaks nothing, and changes no table', {
    timeout: 300_000,
  }, async () => {
    const gateway = await managedGateway();
    await makeKey(gateway, { key_alias: 'bystander' });
    const database = ledger(gateway);
    const before = schemaOf(database);
    const routes = await routesOf(gateway);
    const wrong: string[] = [];
    let tried = 0;
    let accepted = 0;
    for (const text of STRINGS) {
      for (const [route, parameters] of routes.flatMap(
        (each) =>
          [
            [each, PARAMETERS],
            [each, NAMES],
          ] as const,
      )) {
        const response = await send(gateway, route, { text, key: MASTER_KEY, parameters });
        const body = await response.text();
        tried += 1;
        if (response.status === 200) accepted += 1;
        if ((response.status >= 500 && response.status !== 501) || /sqlite|syntax error|SQLITE_/i.test(body)) {
          wrong.push(`${route.method} ${route.path} with ${text}: ${response.status} ${body.slice(0, 200)}`);
        }
      }
    }
    console.log(`SQL in parameters: ${routes.length} routes, ${tried} requests, ${accepted} accepted`);
    expect(wrong).toEqual([]);
    expect(accepted).toBeGreaterThan(routes.length);
    expect(schemaOf(database)).toEqual(before);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.prepare("select count(*) as count from virtual_keys where key_alias = 'bystander'").get()).toEqual({
      count: 1,
    });
  });

  it("finds no row that the text itself does not name, and opens nobody else's", { timeout: 60_000 }, async () => {
    const gateway = await managedGateway();
    const mine = await makeKey(gateway, { key_alias: 'mine', user_id: 'me' });
    const theirs = await makeKey(gateway, { key_alias: 'theirs-alias', user_id: 'them' });
    await answer(gateway.chat({ model: 'a', messages: [{ role: 'user', content: 'Hello' }] }, bearer(theirs.key)));
    const reading = (await routesOf(gateway)).filter(({ method }) => method === 'GET');
    const leaks: string[] = [];
    for (const text of STRINGS) {
      for (const route of reading) {
        const body = await (await send(gateway, route, { text, key: mine.key, parameters: NAMES })).text();
        if (body.includes(theirs.token) || body.includes('theirs-alias')) leaks.push(`${route.path} with ${text}`);
      }
      for (const name of ['key_alias', 'user_id', 'team_id', 'key_hash']) {
        if ((await keysBy(gateway, name, text)).length > 0) leaks.push(`/key/list by ${name} with ${text}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(await keysBy(gateway, 'key_alias', 'theirs-alias')).toHaveLength(1);
  });
});
